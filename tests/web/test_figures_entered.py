"""Published figures typed in by hand and brought in as a workbook: what is kept, what is refused, what the pages ask."""

import html
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hocvien.figures import api as figures
from tests.exchange.test_figure_files import GOOD, workbook
from tests.web.test_figures import clerk, url, world  # noqa: F401 - fixtures of the same screens

FORM = {
    "act": "keep",
    "unit": "ttct",
    "period_label": "8 tháng năm 2019",
    "source_title": "Báo cáo mẫu",
    "lines-count": "3",
    "lines-0-role": "total",
    "lines-0-classes": "10",
    "lines-0-participants": "700",
    "lines-0-participants_to": "780",
    "lines-1-role": "item",
    "lines-1-programme": "NTVD",
    "lines-1-classes": "3",
    "lines-2-role": "item",
}


def test_figures_are_typed_in_with_days_understood_from_the_period(clerk):  # noqa: F811 - a fixture
    assert clerk.get(url("statement-enter")).status_code == 200
    done = clerk.post(url("statement-enter"), FORM, follow=True)
    statement = figures.Statement.objects.get()
    assert (statement.first_on, statement.last_on) == (date(2019, 1, 1), date(2019, 8, 31))
    lines = [
        (one.is_total, one.programme, one.classes, one.participants) for one in statement.lines.order_by("position")
    ]
    assert lines == [(True, "", 10, 700), (False, "NTVD", 3, None)]
    assert "đến 780" in done.content.decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"period_label": "9 tháng đầu năm"},
        {"period_label": ""},
        {"source_title": ""},
        {"unit": "huyen-khac"},
        {"lines-0-participants_to": "5"},
        {"lines-1-programme": "LẠ"},
        {"lines-0-classes": "", "lines-0-participants": "", "lines-0-participants_to": "", "lines-1-classes": ""},
        {"first_on": "01/09/2019", "last_on": "01/01/2019"},
        {"first_on": "01/09/2019"},
    ],
)
def test_what_cannot_be_kept_is_said_and_nothing_typed_is_lost(clerk, changes):  # noqa: F811 - a fixture
    response = clerk.post(url("statement-enter"), FORM | changes)
    assert response.status_code == 422
    assert not figures.Statement.objects.exists()
    assert "lines-2-classes" in response.content.decode()


def test_more_lines_keep_what_was_typed(clerk):  # noqa: F811 - a fixture
    response = clerk.post(url("statement-enter"), FORM | {"act": "more"})
    content = response.content.decode()
    assert response.status_code == 200
    assert len(response.context["lines"]) == 9
    assert 'value="780"' in content
    assert "8 tháng năm 2019" in content


def bring(client, content, name="so-lieu.xlsx", **more):
    return client.post(url("file-upload"), {"file": SimpleUploadedFile(name, content), **more}, follow=True)


def test_a_workbook_is_shown_written_and_withdrawn_as_one(client, world, django_assert_max_num_queries):  # noqa: F811
    client.force_login(world.users["committee"])
    rows = [row for row in GOOD if row[2] != "bồi dưỡng đảng viên mới"]  # the world has no seeded catalogue
    shown = bring(client, workbook(rows))
    file = figures.StatementFile.objects.get()
    assert "Ghi cả tệp" in shown.content.decode()
    assert not figures.Statement.objects.exists()
    page = reverse("figures:file-page", kwargs={"uuid": file.uuid})
    with django_assert_max_num_queries(20):
        client.get(page)
    written = client.post(page, {"act": "keep"}, follow=True)
    assert figures.Statement.objects.count() == 2
    assert "Rút cả tệp" in written.content.decode()
    assert client.post(page, {"act": "keep"}).status_code == 422
    assert client.post(page, {"act": "withdraw", "reason": ""}).status_code == 422
    client.post(page, {"act": "withdraw", "reason": "nhầm kỳ"})
    assert not figures.Statement.objects.filter(withdrawn_on=None).exists()
    client.force_login(world.users["centre"])
    assert client.get(page).status_code == 404


def test_cells_to_put_right_are_shown_in_both_languages(client, world):  # noqa: F811 - a fixture
    client.force_login(world.users["committee"])
    shown = bring(client, workbook([("huyen", "9 tháng đầu năm", "NTVD", 1, 50, "", "B")]))
    assert "B2" in shown.content.decode()
    assert "Ghi cả tệp" not in shown.content.decode()
    client.cookies["hocvien_language"] = "en"
    page = reverse("figures:file-page", kwargs={"uuid": figures.StatementFile.objects.get().uuid})
    assert "It is not clear from which day" in client.get(page).content.decode()
    assert client.post(page, {"act": "keep"}).status_code == 422


WRONG = (
    ("huyen", "2019", "Tổng", 1, "năm mươi", "", "B"),
    ("huyen", "2018", "Tổng", 1, "năm mươi", "", "B"),
    ("huyen", "2017", "Tổng", 1, 50, "mượn", "B"),
)


def cells_page(client, rows=WRONG):
    bring(client, workbook(rows))
    return reverse("figures:file-cells", kwargs={"uuid": figures.StatementFile.objects.latest("pk").uuid})


def test_cells_are_put_right_in_the_browser(client, world):  # noqa: F811 - a fixture
    client.force_login(world.users["committee"])
    cells = cells_page(client)
    assert cells in client.get(cells.replace("cells/", "")).content.decode()
    shown = client.get(cells).content.decode()
    assert 'value="năm mươi"' in shown
    assert 'value="mượn"' in shown
    assert "không phải một số đếm" in shown
    assert 'list="choices-role"' in shown
    assert '<datalist id="choices-role"><option value="Trong tổng">' in shown
    # wrong once more: what was typed stays; cells that are none of the file's are passed over
    wrong = {"cell:participants2": "-3", "cell:x": "1", "cell:note2": "y", "page": "99999", "skip": "x", "take": "٣"}
    said = client.post(cells, wrong, follow=True).content.decode()
    assert "Còn 3 ô phải sửa" in said
    assert 'value="-3"' in said
    assert "Chưa có ô nào được sửa" in client.post(cells, {"skip": "99"}, follow=True).content.decode()
    client.post(cells, {"cell:participants2": "năm mươi"})
    said = client.post(cells, {"cell:participants2": "50", "same": "1"}, follow=True).content.decode()
    assert "Còn 1 ô phải sửa" in said
    assert said.count("Trong tệp ghi “năm mươi”") == 2
    assert "như đọc lại" in said
    said = client.post(cells, {"skip": "4"}, follow=True).content.decode()
    assert "Xem lại từng hàng rồi ghi cả tệp" in said
    assert "Lấy lại hàng 4" in said
    page = client.get(cells.replace("cells/", "")).content.decode()
    assert "Đã sửa 2 ô" in page
    assert "Bỏ qua hàng 4" in page
    client.post(cells.replace("cells/", ""), {"act": "keep"})
    kept = figures.Statement.objects.order_by("-last_on").first()
    assert kept.lines.get().as_read == {"participants": "năm mươi"}
    read = client.get(reverse("figures:statement-page", kwargs={"uuid": kept.uuid})).content.decode()
    assert "Học viên: “năm mươi”" in read
    # in force: the cells stand as they are
    assert client.get(cells).status_code == 302
    client.post(cells, {"cell:participants2": "51"})
    assert figures.StatementFile.objects.get().edits["participants2"] == "50"


def test_every_table_of_every_screen_goes_out_as_a_workbook(client, world):  # noqa: F811 - a fixture
    client.force_login(world.users["committee"])
    cells = cells_page(client)
    client.post(cells, {"cell:participants2": "50"})
    bring(client, workbook([("huyen", "2016", "Tổng", 1, 50, "", "B")]))
    taken = figures.StatementFile.objects.latest("pk")
    page = reverse("figures:file-page", kwargs={"uuid": taken.uuid})
    client.post(page, {"act": "keep"})
    kept = reverse("figures:statement-page", kwargs={"uuid": figures.Statement.objects.get().uuid})
    names = ("file-upload", "statement-list", "series-page")
    screens = [cells, cells.replace("cells/", ""), page, kept, *(reverse(f"figures:{name}") for name in names)]
    found = 0
    for screen in screens:
        shown = client.get(f"{screen}?unit=huyen&period=2026")
        assert shown.status_code == 200
        for link in set(re.findall(r'href="([^"]*export=xlsx[^"]*)"', shown.content.decode())):
            found += 1
            answer = client.get(screen + html.unescape(link)[html.unescape(link).index("?") :])
            assert answer["Content-Type"].startswith("application/vnd.openxml"), link
    assert found >= len(screens)


def test_every_row_left_out_is_said_and_taken_in_again(client, world):  # noqa: F811 - a fixture
    client.force_login(world.users["committee"])
    cells = cells_page(client, WRONG[:1])
    assert "Không còn hàng nào để ghi" in client.post(cells, {"skip": "2"}, follow=True).content.decode()
    assert client.post(cells.replace("cells/", ""), {"act": "keep"}).status_code == 422
    assert "Còn 1 ô phải sửa" in client.post(cells, {"take": "2"}, follow=True).content.decode()
    client.force_login(world.users["centre"])
    assert client.get(cells).status_code == 404
    assert client.post(cells, {"skip": "2"}).status_code == 404


def test_the_page_of_cells_asks_as_often_for_three_as_for_one(client, world):  # noqa: F811 - a fixture
    client.force_login(world.users["committee"])

    def count(rows):
        cells = cells_page(client, rows)
        client.get(cells)
        with CaptureQueriesContext(connection) as seen:
            client.get(cells)
        return len(seen)

    same_day = tuple((row[0], "2019", *row[2:6], f"B{at}") for at, row in enumerate(WRONG))
    assert count(same_day[:1]) == count(same_day) <= 20


@pytest.mark.parametrize("content", [b"", b"rubbish", workbook([("x", 1)], ("Họ tên", "Tuổi"))])
def test_a_file_that_is_no_table_of_figures_is_refused(client, world, content):  # noqa: F811 - a fixture
    client.force_login(world.users["committee"])
    assert bring(client, content).status_code == 422
    assert client.post(url("file-upload"), {"publisher": "B"}).status_code == 422


def test_the_template_is_a_workbook(client, world):  # noqa: F811 - a fixture
    client.force_login(world.users["committee"])
    response = client.get(f"{reverse('figures:statement-template')}?unit=huyen")
    assert response.content[:2] == b"PK"

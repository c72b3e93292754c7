"""Screens of published figures: pasted, read, corrected, kept; the wrong inputs; the years in a row."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import override

from hocvien.figures import api as figures
from hocvien.web.figures.forms import CountField, LineForm
from tests import scenarios
from tests.kept import kept

TEXT = (
    "Năm 2015, Trung tâm mở 12 lớp bồi dưỡng cho 903 lượt học viên. Trong đó, bồi dưỡng nhận thức về Đảng 5 lớp/403 lượt học viên; "
    "đảng viên mới 7 lớp/510 lượt học viên. Năm 2014 mở 10 lớp cho 800 lượt học viên."
)
SOURCE = {
    "source_title": "Báo cáo mẫu năm 2015",
    "first_on": "01/01/2015",
    "last_on": "31/12/2015",
    "period_label": "Năm 2015",
}


@kept(today=scenarios.TODAY)
def world():
    return scenarios.found_place(seeded=False)


@pytest.fixture
def clerk(client, world):
    client.force_login(world.users["centre"])
    return client


def url(name, **kwargs):
    return f"{reverse(f'figures:{name}', kwargs=kwargs)}?unit=ttct&period=2026"


def read(client, text=TEXT, **more):
    return client.post(url("statement-read"), {"act": "read", "text": text, **more})


def sent(response, **changes):
    """What the page would send back: every line as it was laid out."""
    data = {"act": "keep", "text": TEXT, "unit": "ttct", **SOURCE, "lines-count": len(response.context["lines"])}
    for form in response.context["lines"]:
        for field in form:
            value = field.value()
            data[field.html_name] = (
                "" if value is None else value if isinstance(value, str | int) else figures_json(value)
            )
    return data | changes


def figures_json(value):
    import json

    return json.dumps(value, ensure_ascii=False)


def test_a_text_is_read_corrected_and_taken_over(clerk, world):
    response = read(clerk)
    assert response.status_code == 200
    content = response.content.decode()
    assert content.count("<mark") >= 6
    assert "403 + 510 = 913" in content  # the contradiction is told, not repaired
    kept = clerk.post(url("statement-read"), sent(response, **{"lines-2-participants": "500"}), follow=True)
    statement = figures.Statement.objects.get()
    assert kept.status_code == 200
    lines = list(statement.lines.order_by("position"))
    assert [(line.is_total, line.programme, line.classes, line.participants) for line in lines] == [
        (True, "", 12, 903),
        (False, "NTVD", 5, 403),
        (False, "DVM", 7, 500),
    ]
    assert lines[2].as_read["participants"] == 510
    assert "510" in kept.content.decode()


def test_the_other_year_of_a_text_is_offered_by_itself(clerk):
    response = read(clerk, part="1")
    assert response.context["form"]["first_on"].value() == date(2014, 1, 1)
    assert [line["participants"].value() for line in response.context["lines"]] == [800]


@pytest.mark.parametrize(
    "changes",
    [
        {"first_on": "31/12/2015", "last_on": "01/01/2015"},
        {"first_on": "31/02/2015"},
        {"source_title": ""},
        {"unit": "khong-co"},
        {"lines-0-classes": "-3"},
        {"lines-0-classes": "mười"},
        {"lines-0-grading": "{"},
        {"lines-0-role": "x"},
        {"lines-count": "x"},
        {"lines-count": "0"},
        {"lines-0-classes": "", "lines-0-participants": ""},
        {"lines-1-participants": "40.3"},
        {"lines-1-participants": "9" * 20},
        {"lines-1-participants_to": "5"},
        {"lines-1-participants": "", "lines-1-participants_to": "500"},
        {"published_on": "01/01/2031"},
        {"first_on": "01/01/2031", "last_on": "31/12/2031"},
    ],
)
def test_wrong_inputs_are_said_and_nothing_typed_is_lost(clerk, changes):
    response = clerk.post(url("statement-read"), sent(read(clerk), **changes))
    assert response.status_code == 422
    assert not figures.Statement.objects.exists()
    content = response.content.decode()
    assert TEXT[:40] in content
    if "lines-count" not in changes:
        assert "data-errors" in content
    for name, typed in changes.items():
        assert name in {"lines-0-role", "lines-count"} or f'value="{typed}"' in content or not typed or "{" in typed
    assert not [one for one in ("Ensure this value", "This field", "Select a valid", "Enter ") if one in content]


def test_numbers_are_typed_as_reports_write_them(clerk):
    clerk.post(url("statement-read"), sent(read(clerk), **{"lines-0-participants": "27.000"}))
    assert figures.Statement.objects.get().lines.get(is_total=True).participants == 27_000


@pytest.mark.parametrize(
    ("field", "most"),
    [("classes", 1_000_000), ("participants", 100_000_000), ("participants_to", 100_000_000)],
)
def test_a_count_above_what_can_be_is_refused(field, most):
    asked = LineForm.base_fields[field]
    assert asked.clean(str(most)) == most
    with pytest.raises(ValidationError):
        asked.clean(str(most + 1))


@pytest.mark.parametrize(
    ("language", "typed", "count"),
    [
        ("vi", "27.010", 27_010),
        ("vi", "0", 0),
        ("vi", "0915", 915),
        ("vi", "1.234.567", 1_234_567),
        ("vi", "0.915", None),
        ("vi", "27,010", None),
        ("vi", "27.01", None),
        ("en", "27,010", 27_010),
        ("en", "27.010", 27_010),
        ("en", "1,234,567", 1_234_567),
        ("en", "0,915", None),
        ("en", "1.234,567", None),
        ("en", "1,234.567", None),
        ("en", "1,234.5", None),
    ],
)
def test_what_may_be_a_part_of_a_number_is_no_count(language, typed, count):
    with override(language):
        if count is not None:
            assert CountField().clean(typed) == count
            return
        with pytest.raises(ValidationError):
            CountField().clean(typed)


def test_a_correction_above_the_total_is_asked_about_once(clerk):
    changed = sent(read(clerk), **{"lines-1-participants": "904"})
    response = clerk.post(url("statement-read"), changed)
    assert response.status_code == 422
    assert "Dòng 2: số học viên ghi 904, nhiều hơn tổng 903." in response.content.decode()
    assert not figures.Statement.objects.exists()
    together = clerk.post(url("statement-read"), changed | {"lines-1-participants": "402"}).content.decode()
    assert "Cộng số học viên các dòng trong tổng được 912, nhiều hơn tổng 903." in together
    assert clerk.post(url("statement-read"), changed | {"sure": "1"}).status_code == 302
    assert figures.Statement.objects.get().lines.get(position=2).participants == 904


def test_what_the_text_itself_contradicts_is_taken_over_as_published(clerk):
    assert clerk.post(url("statement-read"), sent(read(clerk))).status_code == 302


def test_a_part_of_a_figure_is_lit_and_told_to_have_no_line_of_its_own(clerk):
    text = "Trung tâm đã mở 02 lớp bồi dưỡng nghiệp vụ công tác đảng cho 120 bí thư và 98 phó bí thư chi bộ."
    page = read(clerk, text).content.decode()
    assert page.count("một phần của số ở dòng đó, không thành dòng riêng") == 2
    assert "“98 phó bí thư”: một phần" in page


def test_a_text_without_figures_says_so(clerk):
    response = read(clerk, "Hội nghị thành công tốt đẹp.")
    assert response.status_code == 200
    assert not response.context["lines"]


def test_an_empty_text_is_refused(clerk):
    assert read(clerk, "").status_code == 422


def publish(world, year, **total):
    """A total of the centre for a whole year."""
    return figures.take_over(
        actor=None,
        unit=world.units["ttct"],
        label=f"Năm {year}",
        first_on=date(year, 1, 1),
        last_on=date(year, 12, 31),
        citation=figures.Citation("Báo cáo mẫu"),
        lines=[figures.NewLine(is_total=True, **total)],
    )


def test_withdrawing_needs_a_reason(clerk, world):
    statement = publish(world, 2015, classes=3)
    assert clerk.post(url("statement-withdraw", uuid=statement.uuid), {"reason": ""}).status_code == 422
    done = clerk.post(url("statement-withdraw", uuid=statement.uuid), {"reason": "ghi nhầm"}, follow=True)
    assert "ghi nhầm" in done.content.decode()


def test_who_sees_no_figures_there_finds_nothing(client, world):
    statement = publish(world, 2015, classes=3)
    client.force_login(world.users["outsider"])
    assert client.get(reverse("figures:statement-page", kwargs={"uuid": statement.uuid})).status_code == 404


def test_years_in_a_row_ask_a_fixed_number_of_queries(clerk, world, django_assert_max_num_queries):
    for year in range(2012, 2016):
        publish(world, year, classes=3, participants=200, counted_as="luot")
    clerk.get(url("series-page"))
    with django_assert_max_num_queries(20):
        response = clerk.get(url("series-page"))
    assert response.content.decode().count("Đã công bố") >= 4
    assert clerk.get(url("series-page") + "&programme=NTVD").status_code == 200
    assert clerk.get(url("series-page") + "&programme=x").status_code == 200


def test_a_report_of_just_that_period_tells_what_was_published(clerk, world):
    figures.take_over(
        actor=None,
        unit=world.units["ttct"],
        label="nhiệm kỳ 2015 - 2020",
        first_on=date(2015, 1, 1),
        last_on=date(2020, 12, 31),
        citation=figures.Citation("Báo cáo mẫu nhiệm kỳ"),
        lines=[figures.NewLine(is_total=True, classes=12, participants=1122)],
    )
    asked = clerk.get(f"{reverse('reports:report-page')}?unit=ttct&period=2015-01-01..2020-12-31").content.decode()
    assert "Báo cáo mẫu nhiệm kỳ" in asked
    assert "1.122" in asked
    assert (
        "Báo cáo mẫu nhiệm kỳ"
        not in clerk.get(f"{reverse('reports:report-page')}?unit=ttct&period=2015").content.decode()
    )

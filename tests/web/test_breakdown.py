"""Measures by dimensions on screen: figures, where they lead, files, what is kept and fixed, who sees what, and what is refused."""

import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db.models import F
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hocvien.classes.models import TrainingClass
from hocvien.common import clock
from hocvien.org import api as org
from hocvien.people.models import Person
from hocvien.reporting import api as reporting
from hocvien.reporting.models import FrozenAnswer, SavedQuestion
from tests import scenarios
from tests.kept import kept

PERIOD = "2026-6m"


@kept(today=date(2026, 6, 30))
def world():
    made = scenarios.found_place()
    scenarios.give_account(made, "office", ("inspector", "huyen"))
    scenarios.give_account(made, "counter", ("statistician", "huyen"))
    return made


@kept()
def taught(world):
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 3)
    scenarios.admit_people(world, training_class, 2, unit="xa-b")
    return training_class


def ask(client, user, name="breakdown", status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"reports:{name}"), {"unit": "huyen", "period": PERIOD, **query})
    assert response.status_code == status, response.content.decode()[:900]
    return response


def cells(shown):
    body = re.search(r"<tbody.*?</tbody>", shown, flags=re.DOTALL).group()
    return [re.findall(r"data-label=\"[^\"]*\">(?:<a[^>]*>)?([^<]+)<", row) for row in body.split("</tr>")[:-1]]


def test_figures_are_those_of_the_answer_and_lead_to_what_they_count(client, world, taught):
    shown = ask(client, world.office, rows="sender_branch", m=["classes", "participations", "persons"]).content.decode()
    assert sorted(cells(shown)) == [["1", "2", "2"], ["1", "3", "3"]]
    # one class of learners from two communes stands in both rows, and the page says why
    assert "Lớp đếm theo học viên" in shown
    assert "đếm theo học viên" not in ask(client, world.office, rows="programme", m=["classes"]).content.decode()
    links = set(re.findall(r'href="(/reports/breakdown/behind/[^"]+)"', shown))
    assert len(links) == 9
    counts = []
    for link in links:
        behind = client.get(link.replace("&amp;", "&"))
        assert behind.status_code == 200
        counts.append(behind.context["table"].count)
    assert sorted(counts) == [1, 1, 1, 2, 2, 3, 3, 5, 5]


def test_two_dimensions_with_comparison_stay_within_twenty_queries(
    client, world, taught, django_assert_max_num_queries
):
    client.force_login(world.office)
    url = reverse("reports:breakdown")
    earlier = scenarios.open_class(world, name="Lớp năm trước")
    scenarios.admit_people(world, earlier, 2, unit="xa-b")
    TrainingClass.objects.filter(pk=earlier.pk).update(opens_on=F("opens_on") - timedelta(days=365))
    query = {"unit": "huyen", "period": PERIOD, "rows": "sender_branch", "columns": "sex", "compare": "last_year"}
    client.get(url, query)
    with django_assert_max_num_queries(20):
        shown = client.get(url, query).content.decode()
    assert "cùng kỳ" in shown


def test_the_plan_stands_beside_what_was_done(client, world, taught):
    shown = ask(client, world.office, compare="plan", m=["classes", "participations"]).content.decode()
    assert "kế hoạch năm" in shown
    told = ask(client, world.office, compare="plan", rows="sex").content.decode()
    assert "Kế hoạch chỉ so được theo chương trình" in told


def test_files_hold_the_same_figures(client, world, taught):
    query = {"rows": "sender_branch", "columns": "sex", "m": ["participations", "persons"]}
    shown = cells(ask(client, world.office, **query).content.decode())
    book = CalamineWorkbook.from_filelike(io.BytesIO(ask(client, world.office, "breakdown-workbook", **query).content))
    rows = book.get_sheet_by_index(0).to_python()
    figures = [[f"{value:g}" for value in row[2:] if value != ""] for row in rows[5:-1]]
    assert [[cell.replace("–", "0") for cell in row] for row in shown] == figures
    lines = ask(client, world.office, "breakdown-csv", **query).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "row,row_title,column,column_title,participations,persons"
    assert sum(int(line.split(",")[-2]) for line in lines[1:] if line.split(",")[0] and line.split(",")[2]) == 5


def test_measures_beyond_what_a_table_holds_are_named(client, world, taught):
    codes = [one.code for one in reporting.MEASURES]
    ninth = next(one.title for one in reporting.MEASURES if one.code == codes[8])
    said = "chưa tính: "
    assert said not in ask(client, world.office, m=codes[:8]).content.decode()
    assert f"{said}{ninth}." in ask(client, world.office, m=codes[:9]).content.decode()


def test_lists_of_what_is_kept_are_sorted_by_the_names_they_show(client, world, taught):
    asked = reporting.Breakdown(measures=("participations",))
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    for code, name in (("huyen", "Đảng bộ Sông"), ("xa-a", "Đảng bộ Bến"), ("xa-b", "Đảng bộ Ân")):
        unit = world.units[code]
        org.rename_unit(actor=None, unit=unit, name=name, on=first)
        told = {"actor": world.office, "unit": unit, "title": code, "now": clock.now(), "on": last}
        reporting.save_question(breakdown=asked, more={}, is_shared=False, **told)
        question = reporting.ask(unit=unit, from_=first, to=last)
        reporting.freeze_answer(question=question, breakdowns=[asked], **told)
    client.force_login(world.office)
    for name in ("question-list", "frozen-list"):
        listed = client.get(reverse(f"reports:{name}"), {"sort": "unit"}).content.decode()
        assert re.findall(r"<td[^>]*>\s*(Đảng bộ [^<]*?)\s*</td>", listed) == [
            "Đảng bộ Ân",
            "Đảng bộ Bến",
            "Đảng bộ Sông",
        ]


def test_a_question_is_kept_shared_and_removed_by_its_owner_alone(client, world, taught):
    scenarios.give_account(world, "other", ("inspector", "huyen"))
    client.force_login(world.office)
    here = reverse("reports:breakdown") + f"?unit=huyen&period={PERIOD}&rows=sex&m=persons"
    assert client.post(here, {"act": "save", "title": ""}).status_code == 422
    assert client.post(here, {"act": "save", "title": "Theo giới tính"}).status_code == 302
    assert client.post(here, {"act": "save", "title": "Theo giới tính"}).status_code == 422
    kept = SavedQuestion.objects.get()
    assert reporting.Breakdown.from_json(kept.asked) == reporting.Breakdown(("persons",), "sex")
    change = reverse("reports:question-change", kwargs={"uuid": kept.uuid})
    client.force_login(world.other)
    assert client.post(change, {"act": "remove"}).status_code == 404
    client.force_login(world.office)
    client.post(change, {"act": "share"})
    client.force_login(world.other)
    listed = client.get(reverse("reports:question-list")).content.decode()
    assert "Theo giới tính" in listed
    assert_named(listed, world.units["huyen"])
    outsider = scenarios.give_account(world, "elsewhere", ("committee_office", "xa-b"))
    client.force_login(outsider)
    assert "Theo giới tính" not in client.get(reverse("reports:question-list")).content.decode()
    assert "Theo giới tính" not in client.get(reverse("reports:question-list") + "?unit=huyen").content.decode()
    assert client.post(change, {"act": "share"}).status_code == 404
    assert client.get(here).status_code == 404
    client.force_login(world.other)
    link = re.search(r'href="(/reports/breakdown/[^"]+)"[^>]*>Theo giới tính', listed).group(1).replace("&amp;", "&")
    assert client.get(link).context["answer"].breakdown == reporting.Breakdown(("persons",), "sex")
    assert client.post(change, {"act": "remove"}).status_code == 409
    client.force_login(world.office)
    client.post(change, {"act": "remove"})
    assert not SavedQuestion.objects.exists()


def assert_named(listed, unit):
    """A row of the list names the unit, and does not tell its code."""
    cells = re.findall(r"<td[^>]*>\s*([^<]*?)\s*</td>", listed)
    assert org.label_as_of(unit.pk, scenarios.TODAY).name in cells
    assert unit.code not in cells


def test_an_answer_is_fixed_and_says_what_changed_since(client, world, taught):
    client.force_login(world.office)
    here = reverse("reports:breakdown") + f"?unit=huyen&period={PERIOD}&rows=sender_branch&m=participations"
    assert client.post(here, {"act": "freeze", "title": "Báo cáo 6 tháng"}).status_code == 302
    page = reverse("reports:frozen-page", kwargs={"uuid": FrozenAnswer.objects.get().uuid})
    assert "đúng từng số" in (shown := client.get(page).content.decode())
    assert "Chưa có gì khác" in shown
    # by its name, as the table was headed, not by its code
    assert not re.search(r">[\s,]*huyen\s*<", shown)
    scenarios.admit_people(world, taught, 1, unit="xa-b")
    shown = client.get(page).content.decode()
    assert "Nhập muộn, sau khi chốt: 1 lượt học viên thêm vào" in shown
    assert "đúng từng số" in shown
    listed = client.get(reverse("reports:frozen-list")).content.decode()
    assert "Báo cáo 6 tháng" in listed
    assert_named(listed, world.units["huyen"])


def test_a_fixed_answer_names_the_reorganisations_recorded_and_undone_since(client, world, taught):
    client.force_login(world.office)
    here = reverse("reports:breakdown") + f"?unit=huyen&period={PERIOD}&rows=sender_branch&m=participations"

    def later(hours):
        return clock.now() + timedelta(hours=hours)

    def fix(title, hours):
        client.post(here, {"act": "freeze", "title": title})
        FrozenAnswer.objects.filter(title=title).update(taken_at=later(hours))

    def shown(title):
        page = reverse("reports:frozen-page", kwargs={"uuid": FrozenAnswer.objects.get(title=title).uuid})
        return client.get(page).content.decode()

    fix("trước", 1)
    done = org.record_reorganisation(
        actor=None,
        title="Gộp xã <mẫu>",
        resolution="",
        steps=(org.MoveUnits(("xa-a",), "xa-b"),),
        on=date(2026, 1, 1),
        today=scenarios.TODAY,
        now=later(2),
    )
    assert "Sắp xếp tổ chức: 3 lượt học viên tính khác đi" in shown("trước")
    assert "Sắp xếp “Gộp xã &lt;mẫu&gt;”, hiệu lực từ 01/01/2026" in shown("trước")
    fix("sau", 3)
    org.undo_reorganisation(actor=None, reorganisation=done, now=later(4))
    assert "“Gộp xã &lt;mẫu&gt;” đã hủy lúc" in shown("sau")
    assert "Chưa có gì khác" in shown("trước")


def test_a_reorganisation_elsewhere_or_out_of_sight_is_not_named_as_the_cause(client, world, taught):
    """What moved the figure is told by its kind to everybody who sees the figure."""
    wide = scenarios.give_account(world, "wide", ("inspector", "tinh"))
    here = reverse("reports:breakdown") + f"?unit=huyen&period={PERIOD}&rows=sender_branch&m=participations"
    client.force_login(world.office)
    client.post(here, {"act": "freeze", "title": "trước"})

    def record(title, step):
        org.record_reorganisation(
            actor=None,
            title=title,
            resolution="",
            steps=(step,),
            on=date(2026, 1, 1),
            today=scenarios.TODAY,
            now=clock.now() + timedelta(hours=1),
        )

    record("Gộp xã", org.MoveUnits(("xa-a",), "xa-b"))
    record("Đổi tên huyện khác", org.Rename("huyen-khac", "Huyện Xa"))
    page = reverse("reports:frozen-page", kwargs={"uuid": FrozenAnswer.objects.get().uuid})
    for user in (world.office, wide):
        client.force_login(user)
        shown = client.get(page).content.decode()
        assert "“Gộp xã”" in shown
        assert "huyện khác" not in shown
    narrow = scenarios.give_account(world, "narrow", ("inspector", "huyen"), includes_below=False)
    client.force_login(narrow)
    shown = client.get(page).content.decode()
    assert "Sắp xếp tổ chức: 3 lượt học viên tính khác đi" in shown
    assert "Gộp xã" not in shown


def test_who_may_not_see_people_sees_no_small_figure_of_a_sensitive_kind(client, world, taught):
    Person.objects.update(ethnicity="Kinh")
    query = {"rows": "ethnicity_group", "m": ["participations"]}
    assert cells(ask(client, world.office, **query).content.decode()) == [["5"]]
    Person.objects.filter(pk=Person.objects.first().pk).update(ethnicity="Thái")
    viewer = world.counter
    shown = ask(client, viewer, **query).content.decode()
    assert "không nói được" in shown
    assert not re.search(r"breakdown/behind", shown)
    here = reverse("reports:breakdown") + f"?unit=huyen&period={PERIOD}&rows=ethnicity_group&m=participations"
    assert client.post(here, {"act": "freeze", "title": "x"}).status_code in {403, 422}


@pytest.mark.parametrize(
    "query",
    [
        {"m": "heads"},
        {"rows": "colour"},
        {"rows": "month", "basis": "running"},
        {"only-programme": "XYZ"},
        {"only-shoe": "42"},
        {"rows": "sex", "columns": "sex"},
        {"compare": "moon"},
        {"m": ["obligation_share"] * 40},
    ],
)
def test_wrong_addresses_are_answered_in_words(client, world, taught, query):
    client.force_login(world.office)
    response = client.get(reverse("reports:breakdown"), {"unit": "huyen", "period": PERIOD, **query})
    assert response.status_code in {200, 422}
    behind = client.get(
        reverse("reports:breakdown-behind"), {"unit": "huyen", "period": PERIOD, "measure": "x", **query}
    )
    assert behind.status_code in {200, 302, 409}


def test_nobody_sees_the_figures_of_a_unit_that_is_not_theirs(client, world, taught):
    scenarios.give_account(world, "beside", ("inspector", "xa-b"))
    client.force_login(world.beside)
    for name in ("breakdown", "breakdown-workbook", "breakdown-csv", "breakdown-behind"):
        assert client.get(reverse(f"reports:{name}"), {"unit": "huyen", "period": PERIOD}).status_code == 404


def test_who_may_not_see_people_opens_nothing_behind_a_sensitive_figure(client, world, taught):
    """How many are left out of a list, or a class with its heads, would tell what the table keeps back."""
    Person.objects.update(ethnicity="Kinh")
    for measure in ("classes", "participations"):
        query = {"rows": "ethnicity_group", "m": [measure], "measure": measure, "row": "majority"}
        assert ask(client, world.office, "breakdown-behind", **query).context["table"].count
        ask(client, world.counter, "breakdown-behind", status=302, **query)
    here = reverse("reports:breakdown") + f"?unit=huyen&period={PERIOD}&rows=ethnicity_group&m=participations"
    client.force_login(world.office)
    client.post(here, {"act": "freeze", "title": "Theo dân tộc"})
    frozen = reverse("reports:frozen-page", kwargs={"uuid": FrozenAnswer.objects.get().uuid})
    assert client.get(frozen).status_code == 200
    client.force_login(world.counter)
    assert client.get(frozen).status_code == 403


def test_a_table_from_the_copy_says_so_on_the_page_and_in_every_file(
    client, world, taught, settings, tmp_path, monkeypatch
):
    settings.DATA_DIR, settings.PARQUET_ENABLED = tmp_path, True
    monkeypatch.setattr("hocvien.reporting.queries.parquet.choosing.LARGE_FROM", 1)
    reporting.write_parquet(actor=None, now=datetime(2026, 6, 30, 1, 5, tzinfo=UTC))
    said = "Số liệu theo bản chép lúc 08:05 ngày 30/06/2026."
    shown = ask(client, world.office, rows="sender_branch", m=["classes", "participations", "persons"]).content.decode()
    assert sorted(cells(shown)) == [["1", "2", "2"], ["1", "3", "3"]]
    assert said in shown
    book = CalamineWorkbook.from_filelike(io.BytesIO(ask(client, world.office, "breakdown-workbook").content))
    assert any(
        said in str(cell)
        for name in book.sheet_names
        for row in book.get_sheet_by_name(name).to_python()
        for cell in row
    )
    assert b"2026-06-30T08:05:00+07:00" in ask(client, world.office, "breakdown-csv").content
    assert ask(client, world.office, "breakdown-json").json()["copied_at"] == "2026-06-30T08:05:00+07:00"


def test_an_empty_table_says_whether_nothing_happened_or_nothing_is_known_that_way(client, world, taught):
    shown = ask(client, world.office, rows="band", m=["absences"]).content.decode()
    assert "Không chia được theo cách này" in shown
    assert "Chương trình không ghi Lượt vắng theo Xếp loại" in shown
    assert "Kỳ này chưa có gì để thống kê" not in shown
    shown = ask(client, world.office, rows="month", m=["trips"]).content.decode()
    assert "Kỳ này chưa có gì để thống kê" in shown
    assert "Không chia được theo cách này" not in shown

"""The report on screen: its figures, where they lead, its files, and what is refused in words."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.html import escape
from docx import Document
from python_calamine import CalamineWorkbook

from hocvien.classes.models import TrainingClass
from hocvien.figures import api as figures
from hocvien.reporting import api as reporting
from hocvien.reporting.queries import rolled
from hocvien.rollup import api as rollup
from tests import scenarios
from tests.kept import kept

TODAY = "2026-06-30"
PERIOD = "2026-6m"


@kept(today=TODAY)
def world():
    made = scenarios.found_place()
    scenarios.give_account(made, "office", ("inspector", "huyen"))
    return made


@kept()
def taught(world):
    """A class of the centre with three people of commune A and two of commune B."""
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 3)
    scenarios.admit_people(world, training_class, 2, unit="xa-b")
    return training_class


def ask(client, user, name="report-page", status=200, **query):
    client.force_login(user)
    response = client.get(reverse(f"reports:{name}"), {"unit": "huyen", "period": PERIOD, **query})
    assert response.status_code == status, response.content.decode()[:800]
    return response


def answer(world, unit="huyen"):
    return reporting.compute_report(unit=world.units[unit], from_=date(2026, 1, 1), to=date(2026, 6, 30))


def test_page_shows_every_figure_of_the_answer(client, world, taught):
    shown = ask(client, world.office).content.decode()
    report = answer(world)
    assert (report.classes, report.totals.participations, len(report.by_sending_unit)) == (1, 5, 2)
    assert escape(reporting.paragraph(report)) in shown
    for note in reporting.notes(report):
        assert escape(note) in shown
    rows = re.findall(r"<tr role=\"row\".*?</tr>", shown, flags=re.DOTALL)
    figures = [re.findall(r">(\d[\d.]*)</a>", row) for row in rows]
    expected = [
        [str(n) for n in (row.classes, row.participations, row.persons, row.female) if n]
        for row in (*report.programmes, *report.by_sending_unit)
    ]
    assert all(one in figures for one in expected)


def test_every_link_of_the_page_leads_to_as_many_rows(client, world, taught):
    shown = ask(client, world.office).content.decode()
    links = re.findall(r'<a href="(/reports/(?:people|classes)/[^"]+)">([\d.]+)</a>', shown)
    assert len(links) > 10
    for url, figure in dict.fromkeys(links):
        listed = client.get(url.replace("&amp;", "&")).content.decode()
        counts = re.findall(r"<b class=\"semi\">(\d+) (?:lượt học viên|lớp)</b>", listed)
        counts += re.findall(r"<dt>Người</dt><dd>(\d+)</dd>", listed)
        assert figure in counts, url


def test_files_say_what_the_page_says(client, world, taught):
    report = answer(world)
    book = CalamineWorkbook.from_filelike(io.BytesIO(ask(client, world.office, "report-workbook").content))
    cells = [cell for row in book.get_sheet_by_index(0).to_python() for cell in row]
    assert reporting.paragraph(report) in cells
    total = report.totals
    assert [report.classes, total.participations, total.persons, total.female] in [
        row[2:6] for row in book.get_sheet_by_index(0).to_python()
    ]
    response = ask(client, world.office, "report-document")
    assert 'filename="bao-cao-huyen-20260101-20260630-opened.docx"' in response["Content-Disposition"]
    assert reporting.paragraph(report) in [p.text for p in Document(io.BytesIO(response.content)).paragraphs]


def test_people_behind_a_figure_are_exported_as_shown(client, world, taught):
    query = {"part": "own", "programme": "NTVD", "export": "xlsx"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(ask(client, world.office, "people-counted", **query).content))
    rows = book.get_sheet_by_index(0).to_python()
    assert len(rows) == 6
    assert {row[-1] for row in rows[1:]} == {"Đang học"}
    TrainingClass.objects.update(status="finished")
    book = CalamineWorkbook.from_filelike(io.BytesIO(ask(client, world.office, "people-counted", **query).content))
    assert {row[-1] for row in book.get_sheet_by_index(0).to_python()[1:]} == {"Đã học xong"}


def test_only_the_classes_are_linked_for_who_may_not_see_people(client, world, taught, monkeypatch):
    from hocvien.access import constants

    roles = constants.ROLE_PERMISSIONS
    monkeypatch.setitem(roles, "inspector", roles["inspector"] - {constants.Permission.PERSON_VIEW})
    shown = ask(client, world.office).content.decode()
    assert "/reports/people/" not in shown
    assert "/reports/classes/" in shown
    ask(client, world.office, "people-counted", status=403)


def test_people_out_of_sight_are_counted_but_not_listed(client, world, taught):
    scenarios.give_account(world, "flat", ("inspector", "huyen"), includes_below=False)
    listed = ask(client, world.flat, "people-counted").content.decode()
    assert "Còn 5 lượt ngoài phạm vi của bạn" in listed


def test_basis_decides_which_classes_are_told(client, world, taught):
    assert ask(client, world.office, basis="finished").context["report"].classes == 0
    assert ask(client, world.office, basis="running", period="2026-m06").context["report"].classes == 1
    refused = ask(client, world.office, basis="started", status=409).content.decode()
    assert "Không hiểu cách tính kỳ “started”" in refused


def test_period_upside_down_is_answered_in_words(client, world, taught):
    refused = ask(client, world.office, period="2026-06-30..2026-01-01", status=400).content.decode()
    assert "Kỳ báo cáo bị ngược" in refused


def test_unit_out_of_sight_is_not_found(client, world, taught):
    for name in ("report-page", "report-workbook", "people-counted", "classes-counted"):
        ask(client, world.outsider, name, status=404, unit="xa-a-cb1")
        ask(client, world.office, name, status=404, unit="khong-co")


def test_part_unknown_is_answered_in_words(client, world, taught):
    assert "Không có phần" in ask(client, world.office, "people-counted", part="all", status=409).content.decode()


def test_a_class_that_opens_later_is_not_told_yet(client, world, settings):
    scenarios.open_class(world)
    settings.HOCVIEN_TODAY = "2026-06-07"
    assert ask(client, world.office).context["report"].classes == 0
    settings.HOCVIEN_TODAY = "2026-06-08"
    assert ask(client, world.office).context["report"].classes == 1


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("report-page", 15), ("people-counted", 14), ("classes-counted", 12)])
def test_pages_cost_the_same_for_one_and_three(client, world, django_assert_num_queries, name, queries, number):
    for at in range(number):
        made = scenarios.open_class(world, name=f"Lớp {at}", place=f"Phòng {at}")
        scenarios.admit_people(world, made, number)
    ask(client, world.office, name)
    with django_assert_num_queries(queries):
        ask_again(client, name)


def ask_again(client, name, period=PERIOD):
    assert client.get(reverse(f"reports:{name}"), {"unit": "huyen", "period": period}).status_code == 200


def test_days_of_ones_own_cost_no_more_than_a_page_may_where_months_are_kept(
    client, world, settings, django_assert_max_num_queries
):
    days = [date(2026, 3, 20), date(2026, 4, 10), date(2026, 6, 8)]
    for at, (day, is_joint) in enumerate((day, is_joint) for day in days for is_joint in (False, True)):
        made = scenarios.open_class(world, name=f"Lớp {at}", place=f"Phòng {at}")
        scenarios.admit_people(world, made, 2)
        made.opens_on = made.closes_on = day
        made.is_joint, made.joint_with = is_joint, world.units["xa-b"] if is_joint else None
        made.save()
    settings.ROLLUP_ENABLED = True
    list(rollup.rebuild(now=datetime(2026, 6, 30, tzinfo=UTC), least=1))
    period = "2026-03-15..2026-06-20"
    report = ask(client, world.office, period=period).context["report"]
    assert (report.classes, sum(row.classes for row in report.joint)) == (3, 3)
    with django_assert_max_num_queries(20):
        ask_again(client, "report-page", period)


def test_a_term_known_from_publications_is_offered_where_figures_are_asked(client, world):
    figures.take_over(
        actor=None,
        unit=world.units["huyen"],
        citation=figures.Citation("Báo cáo nhiệm kỳ (mẫu)"),
        label="Nhiệm kỳ 2015-2020",
        first_on=date(2015, 1, 1),
        last_on=date(2020, 12, 31),
        lines=[figures.NewLine("NTVD", classes=3, participants=150)],
    )
    for name in ("report-page", "breakdown"):
        shown = ask(client, world.office, name).content.decode()
        (link,) = re.findall(r'href="([^"]*period=nk2015[^"]*)"', shown)
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert "2015–2020" in answer.content.decode()


def test_years_published_one_by_one_stand_programme_by_year(client, world):
    for year in (2018, 2019):
        figures.take_over(
            actor=None,
            unit=world.units["huyen"],
            citation=figures.Citation(f"Báo cáo năm {year} (mẫu)"),
            label=f"Năm {year}",
            first_on=date(year, 1, 1),
            last_on=date(year, 12, 31),
            lines=[figures.NewLine("NTVD", classes=year - 2016, participants=year - 1900)],
        )
    shown = ask(client, world.office, period="2018-01-01..2019-12-31").content.decode()
    table = shown[shown.index('id="by-year"') :]
    cells = re.findall(r'data-label="([^"]*)">\s*([^<]*?)\s*</td>', table[: table.index("</tbody>")])
    assert cells[:2] == [("2018: Lớp", "2"), ("2018: Người học", "118")]
    assert cells[-2:] == [("Cộng các năm: Lớp", "5"), ("Cộng các năm: Người học", "237")]
    assert 'id="by-year"' not in ask(client, world.office, period="2018").content.decode()


def test_a_report_too_large_to_wait_for_says_where_to_ask_instead(client, world, taught, monkeypatch):
    monkeypatch.setattr(rolled, "is_on", lambda: True)
    monkeypatch.setattr(rolled, "size_of", lambda _question: reporting.MOST_WHILE_WAITING + 1)
    shown = ask(client, world.office, basis="finished", status=409).content.decode()
    assert "phải đếm hơn 2 triệu lượt" in shown
    assert "hỏi ở Thống kê theo chỉ tiêu" in shown

"""Any question of measures in a paper: the very figures of screen, file and API; fixed with the number; kept from papers where few people would be told."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.access.api import NotAllowed
from hocvien.classes import api as classes
from hocvien.classes.models import Nomination, Participation, TrainingClass
from hocvien.common.periods import parse_period
from hocvien.journal.models import Entry
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.people.models import Person
from hocvien.reporting import api as reporting
from tests import scenarios
from tests.official_papers.conftest import DAY, NOW, PERIOD, begin, give
from tests.official_papers.test_papers import contents, words

BY_SENDER = reporting.Breakdown(("participations", "persons", "graduate_share"), rows="sender")
CROSSED = reporting.Breakdown(("classes", "participations"), rows="programme", columns="month")
ALONE = reporting.Breakdown(("participations", "persons"))


def put(paper, breakdown, **more):
    return official.add_question(actor=None, paper=paper, breakdown=breakdown, now=NOW, today=DAY, **more)


def grids(paper):
    return contents(paper).parts[0].grids


def answer(world, breakdown, period=PERIOD, **more):
    asked = reporting.ask(unit=world.units["ttct"], from_=period.from_, to=period.to, known_on=DAY, **more)
    return reporting.break_down(asked, breakdown)


def written(measure, figure):
    if figure is None:
        return "–"
    is_share = next(one.how for one in reporting.MEASURES if one.code == measure) == "share"
    return reporting.official_percent(figure, 1) if is_share else f"{figure:,}".replace(",", ".")


@pytest.mark.parametrize("breakdown", [BY_SENDER, CROSSED])
def test_a_table_tells_what_screen_file_and_api_tell(world, report, breakdown):
    put(report, breakdown)
    told = answer(world, breakdown)
    made = grids(report)[1]
    machine = told.as_json()
    for row, cells in zip(machine["rows_of"], made.rows, strict=True):
        figures = [written(code, figure) for place in row["figures"] for code, figure in place.items()]
        if not breakdown.columns:
            figures = figures[: len(breakdown.measures)]
        assert list(cells[2:]) == figures
        assert cells[1] == (row["title"] or cells[1])
    lines = list(csv.reader(io.StringIO(reporting.answer_as_csv(told).lstrip("\ufeff"))))
    assert all(any(one.title in line for line in lines) for one in told.rows)
    assert sum(made.widths) == 165


def test_a_question_told_apart_by_nothing_is_a_sentence(world, report):
    put(report, ALONE)
    put(report, reporting.Breakdown(("participations",)), title="Học viên của trung tâm")
    assert words(report)[1:] == [
        "Trong 8 tháng đầu năm 2026, Trung tâm Chính trị huyện Mẫu có 05 lượt học viên; 05 người.",
        "Học viên của trung tâm, 8 tháng đầu năm 2026: 05 lượt học viên.",
    ]
    assert len(grids(report)) == 1


def test_a_number_fixes_it_and_what_differs_later_is_told(world, taught, report):
    put(report, BY_SENDER)
    put(report, ALONE)
    give(report)
    before = contents(report)
    read = official.read_paper(official.get_paper_for(None, report.uuid, DAY), DAY)
    assert (read.changes, read.text_changes) == ([], [])
    scenarios.admit_people(world, taught, 1)
    assert contents(report) == before
    read = official.read_paper(official.get_paper_for(None, report.uuid, DAY), DAY)
    assert [change.title for change in read.changes][1:] == [grids(report)[1].title, words(report)[1]]
    told = {cell.where: (cell.was, cell.today) for cell in read.changes[1].cells}
    assert told["Tất cả, Lượt học viên"] == ("5", "6")
    assert [(one.text, one.right) for one in read.text_changes if one.is_wrong] == [("05", "06")]


def test_other_days_and_other_bases_and_units_below(world, report):
    put(report, CROSSED, period=parse_period("2025"), basis="running")
    put(
        report,
        reporting.Breakdown(("participations",), rows="programme"),
        title="Năm trước",
        period=parse_period("2025"),
    )
    # what cannot be told by month is shown as such, and is not nothing
    assert grids(report)[1].title == "Lớp, lượt học viên theo chương trình, tháng, năm 2025"
    assert words(report)[1:] == ["Năm trước, năm 2025: không có."]
    with pytest.raises(official.UnitBeside):
        put(report, ALONE, unit=world.units["xa-a"])
    above = begin(world, unit="huyen")
    put(above, ALONE, unit=world.units["ttct"])
    assert "Trung tâm Chính trị huyện Mẫu" in words(above)[1]
    with pytest.raises(NotAllowed):
        official.add_question(
            actor=world.outsider, paper=above, breakdown=ALONE, unit=world.units["ttct"], now=NOW, today=DAY
        )


def test_tables_of_another_year_go_along_when_a_paper_is_carried_on(world, report):
    put(report, BY_SENDER, title="Theo nơi cử")
    put(report, CROSSED, period=parse_period("2025-8m"))
    made = official.carry_on(actor=None, paper=report, period=parse_period("2027-8m"), now=NOW, today=DAY)
    told = [(one.kind, one.first_on.year, one.title) for one in made.blocks.order_by("position")]
    assert told == [("programmes", 2027, ""), ("question", 2027, "Theo nơi cử"), ("question", 2026, "")]
    other = official.carry_on(actor=None, paper=report, period=parse_period("2026-q3"), now=NOW, today=DAY)
    assert {one.first_on for one in other.blocks.all()} == {date(2026, 7, 1)}


def test_what_cannot_stand_in_a_paper_is_refused_in_words(world, report):
    with pytest.raises(official.TableTooWide):
        put(report, reporting.Breakdown(tuple(one.code for one in reporting.MEASURES[:12]), rows="sender"))
    with pytest.raises(reporting.MeasureUnknown):
        put(report, reporting.Breakdown(("happiness",)))
    with pytest.raises(reporting.DimensionUnknown):
        put(report, reporting.Breakdown(("classes",), rows="stars"))
    assert report.blocks.count() == 1


def test_a_sensitive_table_closes_the_paper_to_who_may_not_see_people(world, report):
    reader = scenarios.give_account(world, "reader", ("statistician", "ttct"))
    open_paper = give(begin(world))
    put(report, reporting.Breakdown(("participations",), rows="band", columns="programme"))
    give(report)
    assert official.get_paper_for(reader, open_paper.uuid, DAY) == open_paper
    assert official.get_paper_for(world.centre, report.uuid, DAY) == report
    with pytest.raises(official.PaperNotFound):
        official.get_paper_for(reader, report.uuid, DAY)


def test_it_is_journalled_with_what_is_asked(world, report):
    put(report, BY_SENDER)
    told = Entry.objects.get(verb="official_papers.add_block")
    assert "graduate_share" in str(told.detail.content)
    assert told.unit_code == "ttct"


def test_several_measures_stand_under_their_column(world, report):
    put(report, CROSSED)
    (crossed,) = grids(report)[1:]
    assert crossed.over[-1] == ("Tổng cộng", 2)
    assert crossed.heads[2:4] == ("Lớp", "Lượt học viên")
    assert crossed.named[-1] == "Tổng cộng: Lượt học viên"
    assert sum(wide for _words, wide in crossed.over) == len(crossed.heads) - 2
    give(report)
    assert grids(report)[1] == crossed
    put(other := begin(world), reporting.Breakdown(("participations",), rows="programme", columns="month"))
    assert grids(other)[1].over == ()


def test_a_table_kept_with_its_columns_in_one_line_of_heads_is_still_compared(world, taught, report):
    put(report, CROSSED)
    give(report)
    block = report.blocks.get(kind="question")
    named = [block.kept["heads"][0], block.kept["heads"][1], *official_grid(block.kept).named]
    block.kept = {name: value for name, value in block.kept.items() if name != "over"} | {"heads": named}
    block.save()
    read = official.read_paper(official.get_paper_for(None, report.uuid, DAY), DAY)
    assert read.changes == []
    scenarios.admit_people(world, taught, 1)
    read = official.read_paper(official.get_paper_for(None, report.uuid, DAY), DAY)
    told = {cell.where: (cell.was, cell.today) for change in read.changes for cell in change.cells}
    assert told["Tổng cộng, Tổng cộng: Lượt học viên"] == ("5", "6")


def official_grid(kept):
    return official.Grid.from_kept(kept)


def test_a_question_costs_a_draft_what_it_costs_alone(world, report, django_assert_max_num_queries):
    asked = (BY_SENDER, CROSSED, ALONE, reporting.Breakdown(("participations",), rows="sex"))
    for number, breakdown in enumerate(asked, start=1):
        put(report, breakdown)
        with django_assert_max_num_queries(15 + 7 * number):
            contents(report)


def test_each_cell_that_differs_says_why(world, taught, report):
    put(report, CROSSED)
    put(report, ALONE)
    official.add_block(actor=None, paper=report, kind="plan", now=NOW, today=DAY)
    give(report)
    assert reporting.FrozenAnswer.objects.count() == 1
    (kept,) = {one.facts for one in report.blocks.all()}
    assert kept.title.startswith("01-BC/TTCT, ")
    scenarios.admit_people(world, taught, 1)
    later = DAY + timedelta(days=1)
    Nomination.objects.filter(decided_at__gte=NOW).update(decided_at=scenarios.at(later))
    newest = Nomination.objects.order_by("-pk").first()
    Nomination.objects.filter(pk=newest.pk).update(decided_at=scenarios.at(later))
    read = official.read_paper(official.get_paper_for(None, report.uuid, later), later)
    assert [change.is_explained for change in read.changes] == [True] * 4
    told = {cell.where: cell.causes for change in read.changes for cell in change.cells}
    assert told["Bồi dưỡng nhận thức về Đảng, Lượt học viên"] == (("late_entry", 1),)
    assert told["Tổng cộng, Tổng cộng: Lượt học viên"] == (("late_entry", 1),)
    # a sentence, told apart by nothing
    assert told[""] == (("late_entry", 1),)
    # the share of a plan follows who was entered
    assert told["Tổng cộng, Lượt đã học"] == (("late_entry", 1),)


def test_a_correction_and_a_late_class_are_told_apart(world, taught, report):
    put(report, CROSSED)
    give(report)
    # the journal of the tests is of another clock than the papers
    reporting.FrozenAnswer.objects.update(taken_at=scenarios.at(date(2026, 1, 1)))
    second = scenarios.open_class(world)
    TrainingClass.objects.filter(pk=second.pk).update(created_at=scenarios.at(DAY + timedelta(days=1)))
    classes.cancel_class(actor=None, training_class=taught, reason="Nhập nhầm", today=DAY)
    later = DAY + timedelta(days=1)
    read = official.read_paper(official.get_paper_for(None, report.uuid, later), later)
    told = {cell.where: cell.causes for change in read.changes for cell in change.cells}
    assert told["Tổng cộng, Lượt học viên"] == (("correction", 5),)
    assert told["Tổng cộng, Tổng cộng: Lượt học viên"] == (("correction", 5),)


def test_a_large_paper_is_numbered_without_the_facts_behind_it(world, taught, report, monkeypatch):
    monkeypatch.setattr("hocvien.official_papers.operations.numbering.MOST_TOLD_APART", 4)
    give(report)
    assert not reporting.FrozenAnswer.objects.exists()
    scenarios.admit_people(world, taught, 1)
    read = official.read_paper(official.get_paper_for(None, report.uuid, DAY), DAY)
    assert [(change.is_explained, change.cells[0].causes) for change in read.changes] == [(False, ())]


def test_what_a_paper_keeps_behind_its_tables_is_in_no_list_of_fixed_answers(world, taught):
    """Number and subject of a paper are for who may open it, whosever figures it tells."""
    org.record_fact(
        actor=None, unit=world.units["huyen"], value=org.Letterhead(symbol="HU"), valid_from=scenarios.FOUNDED
    )
    above = begin(world, unit="huyen")
    put(above, BY_SENDER, unit=world.units["ttct"])
    give(above)
    kept = list(reporting.FrozenAnswer.objects.order_by("pk"))
    assert {one.unit.code for one in kept} == {"huyen", "ttct"}
    assert not reporting.frozen_visible_to(None, DAY).exists()
    for one in kept:
        with pytest.raises(reporting.FrozenNotFound):
            reporting.get_frozen_for(None, one.uuid, DAY)
    told = Entry.objects.filter(verb="reporting.freeze_answer")
    assert {one.unit_code for one in told} == {"huyen"}


def test_a_table_of_noughts_says_what_a_sentence_of_nothing_says(world, report):
    put(report, BY_SENDER, period=parse_period("2025"))
    give(report)
    block = report.blocks.get(kind="question")
    assert official_grid(block.kept).is_sentence
    put(other := begin(world), BY_SENDER)
    table = grids(other)[1]
    total = ("", "Tất cả", "0", "0", "–")
    block.kept = replace(table, rows=(total,), bold_rows=(0,)).as_kept()
    block.save()
    assert changes(report) == []
    block.kept = replace(table, rows=(("1", "Đảng ủy xã An Bình", "3", "3", "66,67%"), total)).as_kept()
    block.save()
    assert {cell.where: (cell.was, cell.today) for cell in changes(report)[0].cells} == {
        "Đảng ủy xã An Bình, Lượt học viên": ("3", "0"),
        "Đảng ủy xã An Bình, Người": ("3", "0"),
        f"Đảng ủy xã An Bình, {table.named[-1]}": ("66,67%", "–"),
    }
    # and the other way: nothing was there, and something is
    block.kept, block.first_on, block.last_on = (
        official.Grid("Không có.", (), (), ()).as_kept(),
        PERIOD.from_,
        PERIOD.to,
    )
    block.facts = None
    block.save()
    told = {cell.where: (cell.was, cell.today) for cell in changes(report)[0].cells}
    assert told["Tất cả, Lượt học viên"] == ("0", "5")


def changes(paper):
    return official.read_paper(official.get_paper_for(None, paper.uuid, DAY), DAY).changes


def test_everything_is_counted_before_a_number_is_taken(world, report, monkeypatch):
    """The register of a unit is held only to write, and the journal of everybody too; a question of measures asks for no report."""
    put(report, BY_SENDER)
    put(report, reporting.Breakdown(("classes",), rows="programme"), period=parse_period("2026-q2"))
    asked = []
    compute = reporting.compute_report
    monkeypatch.setattr(
        reporting, "compute_report", lambda **told: asked.append((told["from_"], told["to"])) or compute(**told)
    )
    with CaptureQueriesContext(connection) as seen:
        give(report)
    told = [one["sql"] for one in seen.captured_queries]
    counted = [at for at, sql in enumerate(told) if 'FROM "classes_' in sql]
    taken = next(at for at, sql in enumerate(told) if "official_papers_paperregister" in sql)
    locked = next(at for at, sql in enumerate(told) if "journal_head" in sql)
    assert counted
    assert max(counted) < taken < locked
    assert set(asked) == {(PERIOD.from_, PERIOD.to)}
    assert {block.facts is not None for block in report.blocks.all()} == {True}


def test_how_large_a_question_is_is_counted_of_all_it_chooses_from(world, report, monkeypatch):
    monkeypatch.setattr("hocvien.official_papers.operations.numbering.MOST_TOLD_APART", 4)
    put(report, reporting.Breakdown(("participations",), rows="sender", where=(("sender_branch", ("xa-b",)),)))
    put(report, reporting.Breakdown(("classes",), rows="programme"))
    give(report)
    assert not reporting.FrozenAnswer.objects.exists()


def test_a_cell_names_what_changed_it_and_nothing_that_only_moved_within_it_or_past_it(world, taught, report):
    """A woman of commune A is put right to be a man of commune B; a man of commune A comes late."""
    Person.objects.update(sex="male")
    moved = Participation.objects.filter(sending_unit=world.units["xa-a"]).first()
    stays = Participation.objects.filter(sending_unit=world.units["xa-b"]).first()
    Person.objects.filter(pk__in=[moved.person_id, stays.person_id]).update(sex="female")
    put(report, reporting.Breakdown(("participations",), rows="sender", columns="sex"))
    give(report)
    Participation.objects.filter(pk=moved.pk).update(sending_unit=world.units["xa-b"])
    scenarios.admit_people(world, taught, 1)
    Person.objects.exclude(pk=stays.person_id).update(sex="male")
    later = DAY + timedelta(days=1)
    newest = Nomination.objects.order_by("-pk").first()
    Nomination.objects.filter(pk=newest.pk).update(decided_at=scenarios.at(later))
    read = official.read_paper(official.get_paper_for(None, report.uuid, later), later)
    standard, change = read.changes
    late, corrected = ("late_entry", 1), ("correction", 1)
    assert {(cell.row, cell.column): cell.causes for cell in change.cells} == {
        ("Đảng ủy xã An Bình", "Nữ"): (corrected,),
        ("Đảng ủy xã An Bình", "Nam"): (late,),
        ("Đảng ủy xã Bình Minh", "Nam"): (corrected,),
        ("Đảng ủy xã Bình Minh", "Tổng cộng"): (corrected,),
        ("Tổng cộng", "Nữ"): (corrected,),
        ("Tổng cộng", "Nam"): (corrected, late),
        ("Tổng cộng", "Tổng cộng"): (late,),
    }
    assert {(cell.row, cell.column): cell.causes for cell in standard.cells if cell.row == "Tổng cộng"} == {
        ("Tổng cộng", "Lượt học viên"): (late,),
        ("Tổng cộng", "Người"): (late,),
        ("Tổng cộng", "Nữ"): (corrected,),
    }

"""Papers of last year prepared for this one: shown first, number blank, day moved with the class, taken back with the copy."""

from datetime import date, timedelta

import pytest

from hocvien.classes import api as classes
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.planning import api as planning
from tests import scenarios
from tests.classes.test_copying import draw
from tests.kept import kept
from tests.papers.test_making import HEAD, NOW, make, text_of
from tests.scenarios import TODAY

pytestmark = pytest.mark.django_db
NEXT = date(2026, 12, 1)


@kept()
def world():
    return scenarios.found_place()


@kept()
def held(world):
    """A class of the plan of 2026 whose call and summons were made."""
    line = planning.list_lines(draw(world, 2026))[0]
    row = scenarios.open_class(world, plan_line_id=line.pk, name="Lớp mẫu năm 2026")
    scenarios.admit_people(world, row, 2)
    make(world, row, "call")
    make(world, row, "summons")
    make(world, row, "nominations", actor="commune", sending_unit=world.units["xa-a"])
    return row


def copy(world, plan, held, actor=None):
    (made,) = papers.copy_classes(actor=actor, plan=plan, chosen={held.uuid}, free_days={}, today=NEXT)
    return made.training_class


def kept(row):
    return papers.filled_papers([row.pk])[row.pk]


def test_what_was_filled_in_is_kept_and_written_over(world, held):
    assert kept(held)["call"].made_by == world.users["centre"]
    assert set(kept(held)) == {"call", "summons"}
    make(world, held, "call")
    assert len(kept(held)) == 2
    head = papers.head_begun(kept(held)["call"], held.opened_by_id, TODAY)
    assert head == HEAD


def test_a_class_is_prepared_with_its_papers(world, held):
    plan = draw(world, 2027)
    (shown,) = classes.copies_of_last_year(plan, {})
    moved = shown.opens_on - held.opens_on
    carried = papers.papers_to_carry([shown]).classes[held.pk]
    assert [(one.kind, one.on) for one in carried] == [("call", TODAY + moved), ("summons", TODAY + moved)]
    row = copy(world, plan, held, world.centre)
    prepared = kept(row)
    assert set(prepared) == {"call", "summons"}
    one = prepared["call"]
    assert (one.number, one.place, one.on, one.made_at) == ("", "Mẫu", TODAY + moved, None)
    assert (one.signer_name, one.stead) == (HEAD.signer_name, HEAD.stead)
    entry = next(one for one in journal.list_entries() if one.verb == "papers.carry_papers")
    assert entry.subject_uuid == row.uuid
    # the paper made of it begins with what was prepared, and says the days of the class
    head = papers.head_begun(one, row.opened_by_id, NEXT)
    made = papers.make_class_paper(actor=world.centre, training_class=row, kind="call", head=head, today=NEXT, now=NOW)
    assert "07/6/2027" in text_of(made.content) or "7/6/2027" in text_of(made.content)
    assert kept(row)["call"].made_at == NOW


def test_who_signs_is_who_is_told_of_the_unit_today(world, held):
    signer = org.Signer("Trần Thị Ký", "Giám đốc")
    org.record_fact(actor=None, unit=world.units["ttct"], value=signer, valid_from=date(2026, 11, 1))
    assert kept(copy(world, draw(world, 2027), held))["call"].signer_name == "Trần Thị Ký"


def test_a_decision_recorded_at_the_class_becomes_a_draft(world, held):
    classes.TrainingClass.objects.filter(pk=held.pk).update(decision_number="9-QĐ", decision_on=date(2026, 5, 20))
    row = copy(world, draw(world, 2027), held)
    one = kept(row)["opening"]
    assert (one.number, one.on) == ("", date(2026, 5, 20) + (row.opens_on - held.opens_on))


def test_drafts_go_with_the_class_and_a_paper_with_a_number_keeps_it(world, held):
    plan = draw(world, 2027)
    row = copy(world, plan, held)
    assert papers.take_back_classes(actor=None, plan=plan, today=NEXT) == ([row.code], [])
    assert not papers.FilledPaper.objects.exclude(training_class=held).exists()
    row = copy(world, plan, held)
    papers.make_class_paper(actor=None, training_class=row, kind="call", head=HEAD, today=NEXT, now=NOW)
    assert papers.take_back_classes(actor=None, plan=plan, today=NEXT) == ([], [row.code])
    assert set(kept(row)) == {"call", "summons"}


def test_a_refused_class_leaves_no_paper(world, held):
    (made,) = papers.copy_classes(
        actor=world.outsider, plan=draw(world, 2027), chosen={held.uuid}, free_days={}, today=NEXT
    )
    assert made.training_class is None
    assert not papers.FilledPaper.objects.exclude(training_class=held).exists()


def test_the_paper_of_the_plan_is_carried_with_its_lines(world):
    before = draw(world, 2026)
    papers.make_plan_paper(actor=None, plan=before, head=HEAD, today=TODAY, now=NOW)
    plan = planning.create_plan(actor=None, unit=world.units["ttct"], year=2027)
    for _again in range(2):
        papers.copy_plan(actor=world.centre, plan=plan)
        one = papers.find_plan_paper(plan)
        assert (one.number, one.place, one.on) == ("", HEAD.place, HEAD.on + timedelta(days=364))
    papers.take_back_plan(actor=world.centre, plan=plan)
    assert papers.find_plan_paper(plan) is None
    papers.copy_plan(actor=world.centre, plan=plan)
    papers.make_plan_paper(actor=None, plan=plan, head=HEAD, today=TODAY, now=NOW)
    papers.take_back_plan(actor=world.centre, plan=plan)
    assert papers.find_plan_paper(plan).made_at == NOW


def test_papers_of_one_class_and_of_three_are_one_query(world, held, django_assert_num_queries):
    plan = draw(world, 2027, classes_=5)
    scenarios.open_class(world, plan_line_id=held.plan_line_id, name="Lớp hai")
    copies = classes.copies_of_last_year(plan, {})
    for some in (copies[:1], copies):
        with django_assert_num_queries(1):
            papers.papers_to_carry(some)

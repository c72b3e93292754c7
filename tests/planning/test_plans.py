from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.journal import api as journal
from hocvien.planning import api as planning
from tests.kept import kept

DAY = date(2026, 1, 5)


@kept()
def plan(world):
    return planning.create_plan(actor=world.centre, unit=world.units["ttct"], year=2026, on=DAY)


def add_line(world, plan, **fields):
    wanted = {
        "programme": catalogue.get_programme("NTVD"),
        "classes": 3,
        "seats": 200,
        "opener": world.units["ttct"],
    } | fields
    return planning.add_line(actor=world.centre, plan=plan, on=DAY, **wanted)


def submit(world, plan):
    return planning.submit_plan(actor=world.centre, plan=plan, on=DAY)


def approve(world, plan):
    return planning.approve_plan(actor=world.committee, plan=plan, number="05-KH/TTCT", issued_on=DAY, on=DAY)


def test_plan_is_drawn_up_submitted_and_approved(world, plan):
    line = add_line(world, plan, quarter=2)
    submit(world, plan)
    approve(world, plan)
    assert (plan.status, plan.number) == ("approved", "05-KH/TTCT")
    assert list(planning.lines_open_for([world.units["ttct"].pk], DAY)) == [line]
    assert planning.find_line_for(world.centre, str(line.uuid), DAY) == line
    assert planning.find_line_for(world.commune, line.uuid, DAY) is None
    verbs = [entry.verb for entry in journal.list_entries(subject_uuid=plan.uuid)]
    assert verbs == [
        "planning.approve_plan",
        "planning.submit_plan",
        "planning.add_line",
        "planning.create_plan",
    ]


def test_unit_has_one_plan_a_year(world, plan):
    with pytest.raises(planning.PlanExists, match="đã có kế hoạch năm 2026"):
        planning.create_plan(actor=world.centre, unit=world.units["ttct"], year=2026, on=DAY)


def test_lines_of_a_draft_open_no_class(world, plan):
    line = add_line(world, plan)
    assert not planning.lines_open_for([world.units["ttct"].pk], DAY).exists()
    assert planning.find_usable_line(line.pk) is None


def test_plan_without_lines_is_not_submitted(world, plan):
    with pytest.raises(planning.PlanEmpty):
        submit(world, plan)


def test_plan_is_changed_only_while_a_draft(world, plan):
    line = add_line(world, plan)
    submit(world, plan)
    with pytest.raises(planning.PlanNotDraft, match="Đã trình"):
        add_line(world, plan)
    with pytest.raises(planning.PlanNotDraft):
        planning.update_line(actor=world.centre, line=line, changes={"seats": 1}, on=DAY)
    with pytest.raises(planning.PlanNotDraft):
        planning.remove_line(actor=world.centre, line=line, on=DAY)


def test_returned_plan_is_a_draft_again_with_its_reason(world, plan):
    line = add_line(world, plan)
    submit(world, plan)
    with pytest.raises(planning.ReasonMissing):
        planning.return_plan(actor=world.committee, plan=plan, reason=" ", on=DAY)
    planning.return_plan(actor=world.committee, plan=plan, reason="Mục 1 quá nhiều lớp", on=DAY)
    assert (plan.status, plan.return_reason) == ("draft", "Mục 1 quá nhiều lớp")
    changed = planning.update_line(
        actor=world.centre, line=planning.get_line(plan, line.uuid), changes={"classes": 2}, on=DAY
    )
    assert changed.classes == 2


def test_only_a_submitted_plan_is_decided(world, plan):
    add_line(world, plan)
    with pytest.raises(planning.PlanNotSubmitted):
        approve(world, plan)


def test_line_refused_in_words(world, plan):
    with pytest.raises(planning.PlanRefused):
        add_line(world, plan, classes=0)
    with pytest.raises(planning.PlanRefused):
        add_line(world, plan, quarter=5)
    with pytest.raises(planning.StudyModeUnfit, match="không chia hệ"):
        add_line(world, plan, study_mode="part_time")


def test_lines_are_counted_in_order(world, plan):
    first, second = add_line(world, plan), add_line(world, plan, classes=1, seats=80)
    planning.remove_line(actor=world.centre, line=first, on=DAY)
    third = add_line(world, plan)
    assert [line.position for line in planning.list_lines(plan)] == [second.position, third.position] == [2, 3]
    (row,) = planning.plan_rows(world.centre, DAY, unit=world.units["ttct"])
    assert (row.line_count, row.class_total, row.seat_total) == (2, 4, 280)
    assert row.unit_name == "Trung tâm Chính trị huyện Mẫu"


def test_four_people_and_a_plan(world, plan):
    """The centre draws it up; the committee above decides; commune and outsider do not see it."""
    add_line(world, plan)
    assert planning.get_plan_for(world.committee, plan.uuid, DAY) == plan
    for stranger in (world.commune, world.outsider):
        with pytest.raises(planning.PlanNotFound):
            planning.get_plan_for(stranger, plan.uuid, DAY)
        with pytest.raises(access.NotAllowed):
            planning.submit_plan(actor=stranger, plan=plan, on=DAY)
    submit(world, plan)
    assert list(planning.plans_waiting_for(world.committee, DAY)) == [plan]
    assert not planning.plans_waiting_for(world.centre, DAY).exists()
    with pytest.raises(access.NotAllowed):
        planning.approve_plan(actor=world.centre, plan=plan, number="1", issued_on=DAY, on=DAY)


def test_approved_plan_is_seen_by_the_opener_of_a_line(world):
    plan = planning.create_plan(actor=world.committee, unit=world.units["huyen"], year=2026, on=DAY)
    planning.add_line(
        actor=world.committee,
        plan=plan,
        programme=catalogue.get_programme("NTVD"),
        classes=1,
        seats=80,
        opener=world.units["ttct"],
        on=DAY,
    )
    assert not planning.plans_visible_to(world.centre, DAY).exists()
    planning.submit_plan(actor=world.committee, plan=plan, on=DAY)
    approve(world, plan)
    assert list(planning.plans_visible_to(world.centre, DAY)) == [plan]
    assert not planning.plans_visible_to(world.outsider, DAY).exists()

"""The same need planned at a unit and at one above or below it is told at the line, with both; drafts of others are not."""

from datetime import date

from hocvien.catalogue import api as catalogue
from hocvien.planning import api as planning
from tests.planning.test_climbing import approved, drawn

DAY = date(2026, 1, 5)


def add(plan, programme, world):
    programme = catalogue.get_programme(programme)
    opener = world.units["ttct"]
    planning.add_line(actor=None, plan=plan, programme=programme, classes=1, seats=10, opener=opener, on=DAY)


def told(world, actor, plan):
    lines = planning.list_lines(plan)
    return planning.planned_twice(actor, plan, lines, DAY).get(lines[0].pk, [])


def test_above_and_below_are_told_and_beside_is_not(world):
    approved(world, "tinh", 300)
    approved(world, "xa-a", 20)
    approved(world, "xa-b", 30)
    approved(world, "xa-z", 99)
    plan = drawn(world, "huyen", 80)
    above, below = told(world, None, plan)
    assert (above.is_above, above.names, above.amounts.seats) == (True, ("Tỉnh ủy Mẫu",), 300)
    assert above.plan_uuid is not None
    assert (below.is_above, below.units, below.amounts.seats) == (False, 2, 50)
    # who does not see that plan is told of it without a way to it
    assert told(world, world.outsider, plan)[0].plan_uuid is None


def test_a_draft_elsewhere_and_another_programme_are_not_told(world):
    plan = drawn(world, "huyen", 80)
    other = planning.create_plan(actor=None, unit=world.units["xa-a"], year=2026, on=DAY)
    add(other, "NTVD", world)
    assert told(world, None, plan) == []
    second = planning.create_plan(actor=None, unit=world.units["tinh"], year=2026, on=DAY)
    add(second, "DVM", world)
    planning.submit_plan(actor=None, plan=second, on=DAY)
    assert told(world, None, plan) == []


def test_an_amendment_handed_in_is_not_told_twice(world):
    plan = drawn(world, "huyen", 80)
    below = approved(world, "xa-a", 20)
    draft = planning.amend_plan(actor=None, plan=below, reason="Thêm chỗ", on=DAY)
    planning.submit_plan(actor=None, plan=draft, on=DAY)
    (one,) = told(world, None, plan)
    assert (one.units, one.amounts.seats) == (1, 20)

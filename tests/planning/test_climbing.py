"""Whose plan waits for whom, and plans below merged into the plan above, each line once."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.planning import api as planning
from tests import scenarios
from tests.kept import kept

DAY = date(2026, 1, 5)


@kept()
def province(world):
    """The province decides above the district."""
    return scenarios.give_account(world, "province", ("committee_office", "tinh"))


def drawn(world, unit, *seats, year=2026):
    plan = planning.create_plan(actor=None, unit=world.units[unit], year=year, on=DAY)
    for number in seats:
        planning.add_line(
            actor=None,
            plan=plan,
            programme=catalogue.get_programme("NTVD"),
            classes=1,
            seats=number,
            opener=world.units["ttct"],
            on=DAY,
        )
    return planning.submit_plan(actor=None, plan=plan, on=DAY)


def approved(world, unit, *seats):
    return planning.approve_plan(actor=None, plan=drawn(world, unit, *seats), number="1", issued_on=DAY, on=DAY)


def test_a_plan_is_submitted_to_the_nearest_above_that_approves(world, province):
    centre, district = drawn(world, "ttct", 80), drawn(world, "huyen", 50)
    assert centre.submitted_to == world.units["huyen"]
    assert district.submitted_to == world.units["tinh"]
    assert list(planning.plans_waiting_for(world.committee, DAY)) == [centre]
    assert list(planning.plans_waiting_for(province, DAY)) == [district]
    # who stands further above may decide too, but is not asked
    assert planning.can_decide(province, centre, DAY)
    assert set(planning.plans_to_decide(province, DAY)) == {centre, district}
    assert not planning.can_decide(world.committee, district, DAY)
    with pytest.raises(access.NotAllowed):
        planning.approve_plan(actor=world.committee, plan=district, number="1", issued_on=DAY, on=DAY)


def test_predicate_and_queryset_agree_on_who_decides(world, province):
    plans = [drawn(world, unit, 10) for unit in ("ttct", "huyen", "xa-a", "xa-z", "tinh")]
    for actor in (world.committee, province, world.centre, world.outsider, world.commune):
        told = {plan for plan in plans if planning.can_decide(actor, plan, DAY)}
        assert set(planning.plans_to_decide(actor, DAY)) == told
        assert set(planning.plans_waiting_for(actor, DAY)) <= told


def test_without_anybody_above_a_unit_decides_itself(world):
    assert planning.find_deciding_unit(world.units["huyen"], DAY) == world.units["huyen"]


def test_units_below_that_owe_their_plan_are_named(world):
    call = planning.call_for_plans(
        actor=world.committee, unit=world.units["huyen"], year=2026, due_on=date(2026, 1, 31), on=DAY
    )
    scenarios.give_account(world, "drafter", ("clerk", "xa-b"))
    wanted = {world.units[code].pk for code in ("ttct", "xa-b")}
    assert set(planning.planning_units_below(world.units["huyen"], DAY)) == wanted
    assert set(planning.missing_plans(call, DAY)) == wanted
    assert [(item.kind, item.unit_code) for item in planning.plans_on_desk(world.centre, DAY)] == [("due", "ttct")]
    drawn(world, "ttct", 80)
    assert planning.missing_plans(call, DAY) == [world.units["xa-b"].pk]
    assert planning.plans_on_desk(world.centre, DAY) == []
    told = [(item.kind, item.unit_code, item.count) for item in planning.plans_on_desk(world.committee, DAY)]
    assert told == [("missing", "huyen", 1), ("approve", "ttct", 0)]
    assert planning.plans_on_desk(world.outsider, DAY) == planning.plans_on_desk(world.commune, DAY) == []
    with pytest.raises(access.NotAllowed):
        planning.call_for_plans(actor=world.centre, unit=world.units["ttct"], year=2026, due_on=DAY, on=DAY)


def test_a_returned_plan_waits_for_who_drew_it(world):
    plan = drawn(world, "ttct", 80)
    planning.return_plan(actor=world.committee, plan=plan, reason="Thiếu quý", on=DAY)
    assert list(planning.plans_returned_to(world.centre, DAY)) == [plan]
    assert not planning.plans_returned_to(world.committee, DAY).exists()


def test_totals_at_every_node_are_the_sum_of_its_parts(world):
    for unit, seats in (("tinh", (5,)), ("huyen", (7, 11)), ("ttct", (80,)), ("xa-a", (13,)), ("huyen-khac", (17,))):
        approved(world, unit, *seats)
    drawn(world, "xa-b", 1000)  # not approved: not merged
    total = planning.sum_amounts(line.amounts for line in planning.merged_lines(world.units["tinh"], 2026, DAY))
    assert (total.lines, total.classes, total.seats) == (6, 6, 5 + 7 + 11 + 80 + 13 + 17)
    by_id = {unit.pk: unit for unit in world.units.values()}
    for unit in world.units.values():
        lines = planning.merged_lines(unit, 2026, DAY)
        assert len({line.line_id for line in lines}) == len(lines)
        own = planning.sum_amounts(line.amounts for line in lines if line.unit_id == unit.pk)
        parts = [
            planning.sum_amounts(one.amounts for one in planning.merged_lines(by_id[branch], 2026, DAY))
            for branch in {line.branch_id for line in lines} - {unit.pk}
        ]
        assert planning.sum_amounts([own, *parts]) == planning.sum_amounts(line.amounts for line in lines)
        for key in ("branch_id", "programme_id", "unit_id"):
            assert planning.sum_amounts(planning.sum_by(lines, key).values()) == planning.sum_amounts(
                line.amounts for line in lines
            )


def test_an_amended_plan_below_is_merged_once(world):
    plan = approved(world, "ttct", 80)
    draft = planning.amend_plan(actor=None, plan=plan, reason="Thêm chỗ", on=DAY)
    planning.update_line(actor=None, line=planning.list_lines(draft)[0], changes={"seats": 90}, on=DAY)
    assert [line.amounts.seats for line in planning.merged_lines(world.units["huyen"], 2026, DAY)] == [80]
    planning.submit_plan(actor=None, plan=draft, on=DAY)
    planning.approve_plan(actor=None, plan=draft, number="2", issued_on=DAY, on=DAY)
    assert [line.amounts.seats for line in planning.merged_lines(world.units["huyen"], 2026, DAY)] == [90]

"""An approved plan is amended by a version beside it; classes stay with their lines; norms that change later change nothing approved."""

from datetime import date
from random import Random

import pytest

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.planning import api as planning
from tests import scenarios
from tests.kept import kept

DAY = date(2026, 1, 5)


@kept()
def plan(world):
    """Approved with two lines."""
    plan = planning.create_plan(actor=world.centre, unit=world.units["ttct"], year=2026, on=DAY)
    for programme, seats in (("NTVD", 200), ("DVM", 100)):
        add_line(world, plan, programme, seats=seats, lecturer_hours=60)
    return decide(world, plan, "05-KH/TTCT")


def add_line(world, plan, programme, **fields):
    wanted = {"classes": 2, "seats": 80, "opener": world.units["ttct"]} | fields
    return planning.add_line(
        actor=world.centre, plan=plan, programme=catalogue.get_programme(programme), on=DAY, **wanted
    )


def decide(world, plan, number):
    planning.submit_plan(actor=world.centre, plan=plan, on=DAY)
    return planning.approve_plan(actor=world.committee, plan=plan, number=number, issued_on=DAY, on=DAY)


def amend(world, plan):
    return planning.amend_plan(actor=world.centre, plan=plan, reason="Bổ sung lớp theo công văn", on=DAY)


def told(plan):
    return [(line.programme.code, line.classes, line.seats) for line in planning.list_lines(plan)]


def test_an_amendment_is_a_draft_beside_the_plan_in_force(world, plan):
    draft = amend(world, plan)
    assert (draft.version, draft.status) == (2, "draft")
    assert told(draft) == told(plan)
    line = planning.list_lines(draft)[0]
    planning.update_line(actor=world.centre, line=line, changes={"seats": 240, "classes": 3}, on=DAY)
    assert told(plan)[0] == ("NTVD", 2, 200)
    assert [one.plan_id for one in planning.lines_open_for([world.units["ttct"].pk], DAY)] == [plan.pk, plan.pk]
    with pytest.raises(planning.AmendmentExists):
        amend(world, plan)
    with pytest.raises(planning.PlanNotApproved):
        amend(world, draft)


def test_an_approved_amendment_takes_the_place_and_lines_keep_their_rows(world, plan):
    kept, dropped = planning.list_lines(plan)
    training_class = scenarios.open_class(world, plan_line_id=kept.pk)
    draft = amend(world, plan)
    first, second = planning.list_lines(draft)
    planning.update_line(actor=world.centre, line=first, changes={"classes": 4, "seats": 320}, on=DAY)
    planning.remove_line(actor=world.centre, line=second, on=DAY)
    fresh = add_line(world, draft, "NVCTD")
    decide(world, draft, "09-KH/TTCT")
    plan.refresh_from_db()
    assert (plan.status, draft.status) == ("replaced", "approved")
    assert told(plan) == [("NTVD", 2, 200), ("DVM", 2, 100)]
    assert told(draft) == [("NTVD", 4, 320), ("NVCTD", 2, 80)]
    assert [line.pk for line in planning.list_lines(draft)] == [kept.pk, fresh.pk]
    training_class.refresh_from_db()
    assert training_class.plan_line.plan_id == draft.pk
    assert classes.counts_by_plan_line([kept.pk]) == {kept.pk: (1, 0)}
    assert planning.find_usable_line(kept.pk).classes == 4
    assert planning.find_usable_line(dropped.pk) is None
    assert [one.version for one in planning.list_versions(plan)] == [2, 1]


def test_versions_are_compared_line_by_line(world, plan):
    draft = amend(world, plan)
    first, second = planning.list_lines(draft)
    planning.update_line(actor=world.centre, line=first, changes={"seats": 240}, on=DAY)
    planning.remove_line(actor=world.centre, line=second, on=DAY)
    add_line(world, draft, "NVCTD")
    expected = [("NTVD", "changed"), ("NVCTD", "added"), ("DVM", "removed")]
    for _moment in ("draft", "approved"):
        changes, rows = planning.compare_versions(plan, draft)
        assert [(rows[change.key].programme.code, change.what) for change in changes] == expected
        assert changes[0].fields == {"seats": (200, 240)}
        if draft.status == "draft":
            decide(world, draft, "09-KH/TTCT")


def test_the_third_version_says_nothing_of_the_first(world, plan):
    second = amend(world, plan)
    planning.update_line(actor=world.centre, line=planning.list_lines(second)[0], changes={"seats": 240}, on=DAY)
    decide(world, second, "2")
    third = amend(world, second)
    planning.update_line(actor=world.centre, line=planning.list_lines(third)[0], changes={"seats": 280}, on=DAY)
    decide(world, third, "3")
    assert [told(one)[0][2] for one in (plan, second, third)] == [200, 240, 280]
    changes, _rows = planning.compare_versions(plan, third)
    assert [change.what for change in changes] == ["changed", "same"]


def test_a_line_with_classes_is_neither_taken_out_nor_turned_into_another(world, plan):
    line = planning.list_lines(plan)[0]
    draft = amend(world, plan)
    copy, other = planning.list_lines(draft)
    planning.remove_line(actor=world.centre, line=copy, on=DAY)
    scenarios.open_class(world, plan_line_id=line.pk)
    planning.submit_plan(actor=world.centre, plan=draft, on=DAY)
    with pytest.raises(planning.LineInUse):
        planning.approve_plan(actor=world.committee, plan=draft, number="9", issued_on=DAY, on=DAY)
    planning.return_plan(actor=world.committee, plan=draft, reason="Giữ mục 1", on=DAY)
    planning.discard_amendment(actor=world.centre, plan=draft, on=DAY)
    again = amend(world, plan)
    copy = planning.list_lines(again)[0]
    with pytest.raises(planning.LineInUse):
        planning.remove_line(actor=world.centre, line=copy, on=DAY)
    with pytest.raises(planning.LineTied):
        planning.update_line(
            actor=world.centre, line=copy, changes={"programme": catalogue.get_programme("NVCTD")}, on=DAY
        )
    assert other.programme.code == "DVM"


def test_only_an_amendment_is_given_up(world):
    draft = planning.create_plan(actor=world.centre, unit=world.units["ttct"], year=2027, on=DAY)
    with pytest.raises(planning.NotAnAmendment):
        planning.discard_amendment(actor=world.centre, plan=draft, on=DAY)


def test_remarks_at_lines_come_back_with_the_plan_and_are_answered(world):
    plan = planning.create_plan(actor=world.centre, unit=world.units["ttct"], year=2027, on=DAY)
    line = add_line(world, plan, "NTVD")
    planning.submit_plan(actor=world.centre, plan=plan, on=DAY)
    planning.return_plan(actor=world.committee, plan=plan, remarks={line.uuid: " Hai lớp là nhiều "}, on=DAY)
    line = planning.get_line(plan, line.uuid)
    assert (plan.status, line.remark) == ("draft", "Hai lớp là nhiều")
    planning.update_line(actor=world.centre, line=line, changes={"classes": 1, "answer": "Đã bớt một lớp"}, on=DAY)
    planning.submit_plan(actor=world.centre, plan=plan, on=DAY)
    assert planning.get_line(plan, line.uuid).answer == "Đã bớt một lớp"
    other = scenarios.approved_line(world, unit="ttct", year=2028)
    with pytest.raises(planning.LineNotFound):
        planning.return_plan(actor=world.committee, plan=plan, remarks={other.uuid: "Sai kế hoạch"}, on=DAY)


def test_cost_is_quantity_times_norm_and_stays_as_approved(world):
    unit = world.units["ttct"]
    planning.record_setting(
        actor=world.centre,
        unit=unit,
        kind="cost_hour",
        amount=120_000,
        valid_from=date(2026, 1, 1),
        citation="NQ",
        on=DAY,
    )
    plan = planning.create_plan(actor=world.centre, unit=unit, year=2026, on=DAY)
    line = add_line(world, plan, "NTVD", classes=2, seats=80, lecturer_hours=60)
    terms = planning.costs_of_lines(plan, [line], DAY)[line.pk]
    assert [(term.kind, term.quantity, term.norm) for term in terms] == [
        ("cost_hour", 60, 120_000),
        ("cost_class", 2, planning.DEFAULTS["cost_class"]),
        ("cost_learner", 80, planning.DEFAULTS["cost_learner"]),
    ]
    cost = planning.line_cost(terms)
    assert cost == sum(term.quantity * term.norm for term in terms)
    decide(world, plan, "1")
    planning.record_setting(
        actor=world.centre, unit=unit, kind="cost_hour", amount=999_000, valid_from=date(2026, 1, 2), on=DAY
    )
    line = planning.list_lines(plan)[0]
    assert planning.line_cost(planning.costs_of_lines(plan, [line], DAY)[line.pk]) == cost


def test_settings_are_inherited_from_the_nearest_above(world):
    above, unit = world.units["huyen"], world.units["ttct"]
    first = planning.record_setting(
        actor=world.committee, unit=above, kind="class_max", amount=90, valid_from=date(2025, 1, 1), on=DAY
    )
    planning.record_setting(
        actor=world.committee, unit=above, kind="class_max", amount=95, valid_from=date(2027, 1, 1), on=DAY
    )

    def held(year):
        return planning.settings_of_year([unit.pk], year, DAY)[unit.pk]["class_max"]

    assert (held(2024).amount, held(2024).unit_id) == (planning.DEFAULTS["class_max"], None)
    assert [held(year).amount for year in (2026, 2027)] == [90, 95]
    planning.record_setting(
        actor=world.centre, unit=unit, kind="class_max", amount=60, valid_from=date(2026, 1, 1), on=DAY
    )
    assert (held(2026).amount, held(2026).unit_id) == (60, unit.pk)
    with pytest.raises(access.NotAllowed):
        planning.remove_setting(actor=world.centre, setting=first, on=DAY)


@pytest.mark.parametrize("seed", range(3))
def test_no_version_changes_what_another_says(world, seed):
    """Lines added, changed and taken out at random over five versions: each still says what it said, and identities agree."""
    rng = Random(seed)
    plan = planning.create_plan(actor=None, unit=world.units["ttct"], year=2026, on=DAY)
    for _number in range(4):
        add_line(world, plan, rng.choice(("NTVD", "DVM", "NVCTD")), seats=rng.randint(1, 300))
    said, keys = {}, {}
    for version in range(1, 6):
        decide(world, plan, str(version))
        said[plan.pk], keys[plan.pk] = told(plan), [line.pk for line in planning.list_lines(plan)]
        plan = planning.amend_plan(actor=None, plan=plan, reason="Điều chỉnh", on=DAY)
        for line in planning.list_lines(plan):
            what = rng.choice(("keep", "change", "remove"))
            if what == "change":
                planning.update_line(actor=None, line=line, changes={"seats": rng.randint(1, 300)}, on=DAY)
            elif what == "remove":
                planning.remove_line(actor=None, line=line, on=DAY)
        for _number in range(rng.randint(1, 2)):
            add_line(world, plan, "DVM", seats=rng.randint(1, 300))
    assert [told(one) for one in planning.list_versions(plan)[:0:-1]] == list(said.values())
    # a line in force keeps the row it was first approved in
    for one in planning.list_versions(plan)[1:]:
        assert [line.key for line in planning.list_lines(one)] == keys[one.pk]

"""A need is who may by the rules and who must by an obligation due in the year, each person once, by mode of study; the people stand behind it."""

from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning
from tests import scenarios
from tests.sending import office

DAY = date(2026, 5, 20)


def secretary(world, name, since, cell="xa-a-cb1"):
    unit = world.units[cell].pk
    return people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name=name,
            birth="1980-01-01",
            admitted_on=date(2010, 1, 1),
            official_on=date(2011, 1, 1),
            belongings=(people.NewBelonging(unit, "official_cell", scenarios.FOUNDED),),
            posts=(people.NewPost(unit, "cell_secretary", "Bí thư chi bộ", since),),
        ),
    )


def needs_of(world, unit, year):
    planning.count_needs(actor=None, unit=world.units[unit], year=year, on=DAY)
    return {(one.programme.code, one.study_mode): one for one in planning.list_needs(world.units[unit], year)}


def due_on_of(person):
    return obligations.Standing.objects.get(person_id=person.pk, obligation__code="cell-secretary").due_on


def test_an_obligation_due_in_the_year_is_part_of_the_need(world):
    early, late = (
        secretary(world, "Nguyễn Thị Sớm", date(2025, 9, 1)),
        secretary(world, "Trần Văn Muộn", date(2026, 4, 1), "xa-b-cb1"),
    )
    obligations.compute_all(on=DAY)
    assert (due_on_of(early).year, due_on_of(late).year) == (2026, 2027)
    assert needs_of(world, "huyen", 2026)["NVCTD", ""].due == 1
    # the year after asks for both: who is overdue by then has not gone
    assert needs_of(world, "huyen", 2027)["NVCTD", ""].due == 2
    assert (
        needs_of(world, "xa-b", 2026).get(("NVCTD", "")) is None or needs_of(world, "xa-b", 2026)["NVCTD", ""].due == 0
    )


def test_who_may_and_must_is_one_person(world):
    person = secretary(world, "Nguyễn Thị Sớm", date(2025, 9, 1))
    need = needs_of(world, "xa-a", 2026)["NVCTD", ""]
    rows, due = planning.people_of_need(None, need, DAY)
    assert [row.pk for row in rows] == [person.pk]
    assert [one.person_id for one in due] == [person.pk]
    assert need.people == 1
    assert need.may + need.due - need.people == int(rows[0].is_may)


def test_modes_of_study_share_nobody(world):
    young = office.cadres(world, 1, birth_year=1998)
    old = office.cadres(world, 2, birth_year=1975)
    needs = needs_of(world, "xa-a", 2026)
    full, part = needs["CCLLCT", "full_time"], needs["CCLLCT", "part_time"]
    first = {row.pk for row in planning.people_of_need(None, full, DAY)[0]}
    second = {row.pk for row in planning.people_of_need(None, part, DAY)[0]}
    assert not first & second
    # who is too young for the part-time mode is all that the full-time one is counted by
    assert (first, second) == ({one.pk for one in young}, {one.pk for one in old})
    assert (full.people, part.people) == (len(first), len(second))


def test_people_behind_a_need_are_those_the_actor_sees(world):
    for cell in ("xa-a-cb1", "xa-b-cb1"):
        scenarios.add_candidates(world, 2, cell=cell)
    need = needs_of(world, "huyen", 2026)["NTVD", ""]
    assert need.people == 4
    assert planning.people_of_need(world.committee, need, DAY)[0].count() == 4
    assert planning.people_of_need(world.commune, need, DAY)[0].count() == 2
    assert planning.people_of_need(world.outsider, need, DAY)[0].count() == 0
    with pytest.raises(planning.NeedNotFound):
        planning.get_need_for(world.outsider, need.uuid, DAY)


def test_counting_again_drops_what_nothing_implies_unless_the_unit_said_so(world):
    fresh = planning.PlanNeed(unit=world.units["xa-a"], year=2026, implied=9, counted_on=DAY)
    fresh.programme, fresh.study_mode = catalogue.get_programme("NTVD"), "full_time"
    fresh.save()
    assert ("NTVD", "full_time") not in needs_of(world, "xa-a", 2026)
    kept = planning.PlanNeed(unit=world.units["xa-a"], year=2026, implied=9, counted_on=DAY, adjusted=4, reason="Mẫu")
    kept.programme, kept.study_mode = catalogue.get_programme("NTVD"), "full_time"
    kept.save()
    again = needs_of(world, "xa-a", 2026)["NTVD", "full_time"]
    assert (again.implied, again.people) == (0, 4)


def test_what_a_line_leaves_open_is_taken_from_the_modes_in_their_order(world):
    programme = catalogue.get_programme("TCLLCT")

    def need(mode, people_):
        return planning.PlanNeed(
            unit=world.units["huyen"], year=2026, programme=programme, study_mode=mode, implied=people_, counted_on=DAY
        )

    def line(mode, seats):
        return planning.PlanLine(programme=programme, study_mode=mode, seats=seats, classes=1)

    left = planning.needs_left(
        [need("full_time", 50), need("part_time", 40)], [line("part_time", 10), line("", 60)], world.units["huyen"]
    )
    assert {(one.study_mode, one.people) for one in left} == {("part_time", 20)}


def test_a_plan_is_held_against_the_share_a_scheme_asks(world):
    target = planning.record_target(
        actor=None,
        unit=world.units["tinh"],
        title="Đề án mẫu",
        programme=catalogue.get_programme("TCLLCT"),
        measure="full_time",
        amount=60,
        first_year=2026,
        last_year=2030,
        decision_number="1-ĐA/TU",
        decided_on=DAY,
    )
    plan = planning.create_plan(actor=None, unit=world.units["huyen"], year=2026, on=DAY)
    for mode, seats in (("full_time", 30), ("part_time", 60), ("", 5)):
        planning.add_line(
            actor=None,
            plan=plan,
            programme=target.programme,
            study_mode=mode,
            classes=1,
            seats=seats,
            opener=world.units["truong"],
            on=DAY,
        )
    assert planning.shares_wanted(plan, DAY) == [target]
    assert planning.planned_modes(target, DAY) == planning.PlannedModes()
    planning.submit_plan(actor=None, plan=plan, on=DAY)
    planning.approve_plan(actor=None, plan=plan, number="1", issued_on=DAY, on=DAY)
    planned = planning.planned_modes(target, DAY)
    assert planned == planning.PlannedModes(30, 90, 5)
    assert planned.share == pytest.approx(1 / 3)


def test_what_a_centre_needs_is_what_those_it_serves_told(world, django_assert_max_num_queries):
    centre, served = world.units["ttct"], (world.units["xa-a"], world.units["xa-b"])
    for unit in served:
        org.record_service_area(actor=None, centre=centre, unit=unit, valid_from=scenarios.FOUNDED)
        planning.count_needs(actor=None, unit=unit, year=2026, on=DAY)
    told = {one.unit_id: one for one in planning.PlanNeed.objects.filter(programme__code="NTVD")}
    for unit, number in zip(served, (12, 30), strict=True):
        planning.adjust_need(actor=None, need=told[unit.pk], people=number, reason="mẫu", on=DAY)
    plan = planning.create_plan(actor=None, unit=centre, year=2026, on=DAY)
    with django_assert_max_num_queries(12):
        found = {one.programme.code: one.people for one in planning.needs_for_plan(plan, DAY)}
    assert found["NTVD"] == 42
    told = planning.needs_told(centre, 2026, DAY, planning.people_planned_for(centre, DAY))
    branches = {branch for branch, _need in planning.by_branch(centre, told, DAY)}
    assert branches == {unit.pk for unit in served}
    # the centre's own count is not added to it, its own word goes before it; above the centre nothing is counted twice
    planning.count_needs(actor=None, unit=centre, year=2026, on=DAY)
    assert {one.programme.code: one.people for one in planning.needs_for_plan(plan, DAY)}["NTVD"] == 42
    own = next(one for one in planning.list_needs(centre, 2026) if one.programme.code == "NTVD")
    planning.adjust_need(actor=None, need=own, people=40, reason="mẫu", on=DAY)
    assert {one.programme.code: one.people for one in planning.needs_for_plan(plan, DAY)}["NTVD"] == 40


def test_who_may_by_the_rules_of_a_group_is_needed_too(world):
    person = people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Nguyễn Văn Tỉnh",
            birth="1980-01-01",
            belongings=(people.NewBelonging(world.units["xa-a-cb1"].pk, "official_cell", scenarios.FOUNDED),),
        ),
    )
    assert needs_of(world, "xa-a", 2026)["CNKT", ""].may == 0
    managed = [people.NewManagement(world.units["tinh"].pk, scenarios.FOUNDED)]
    people.add_facts(actor=None, person=person, managements=managed)
    need = needs_of(world, "xa-a", 2026)["CNKT", ""]
    assert (need.may, need.implied) == (1, 1)
    shown, due = planning.people_of_need(None, need, DAY)
    assert [(one.pk, one.is_may) for one in shown] == [(person.pk, True)]
    assert not due.exists()

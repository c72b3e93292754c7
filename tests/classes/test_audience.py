"""A class for one group of a programme: judged by that group's rules, and its group stays while names judged by it stand."""

from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.eligibility import api as eligibility
from hocvien.people import api as people
from hocvien.planning import api as planning
from tests import scenarios
from tests.kept import kept

DAY = scenarios.TODAY


@kept()
def leaders(world):
    """Two who lead, the first managed by the province, the second by nobody that is told."""
    cell = world.units["xa-a-cb1"].pk
    made = people.add_people(
        actor=None,
        people=[
            people.NewPerson(
                full_name=name,
                belongings=(people.NewBelonging(cell, "official_cell", scenarios.FOUNDED),),
                posts=(people.NewPost(cell, "leader", "Trưởng phòng", date(2023, 1, 1)),),
            )
            for name in ("Nguyễn Văn Tỉnh", "Trần Thị Chưa")
        ],
    )
    managed = [people.NewManagement(world.units["tinh"].pk, scenarios.FOUNDED)]
    people.add_facts(actor=None, person=made[0], managements=managed)
    return made


def open_class(world, **changes):
    return scenarios.open_class(world, programme="CNKT", **changes)


@pytest.mark.parametrize(
    ("audience", "verdicts"),
    [("", ["met", "met"]), ("group-2", ["met", "data_missing"]), ("group-1", ["not_met", "data_missing"])],
)
def test_names_are_judged_by_the_group_of_the_class(world, leaders, audience, verdicts):
    opened = open_class(world, audience=audience)
    offered = {row.full_name: row.verdict for row in candidates(world, opened)}
    outcomes = scenarios.propose(world, opened, leaders)
    assert [one.nomination.verdict for one in outcomes] == verdicts
    assert [offered[person.full_name] for person in leaders] == verdicts


def candidates(world, opened):
    return classes.candidate_rows(world.commune, opened, world.units["xa-a"], DAY)


def test_group_must_have_rules_on_the_opening_day(world):
    with pytest.raises(classes.AudienceUnknown, match="không có quy định riêng"):
        open_class(world, audience="group-9")
    with pytest.raises(classes.AudienceUnknown):
        scenarios.open_class(world, audience="group-2")
    opened = open_class(world, audience="group-2")
    with pytest.raises(classes.AudienceUnknown):
        change(world, opened, opens_on=date(2024, 5, 9), proposals_close_on=None)


def change(world, opened, **changes):
    return classes.update_class(actor=world.centre, training_class=opened, changes=changes, today=DAY)


def test_group_stays_while_names_judged_by_it_stand(world, leaders):
    opened = open_class(world, audience="group-1")
    assert change(world, opened, audience="group-2").audience == "group-2"
    outcomes = scenarios.propose(world, opened, leaders)
    with pytest.raises(classes.AudienceTied, match="2 người"):
        change(world, opened, audience="")
    classes.withdraw_nominations(
        actor=world.commune, nominations=[one.nomination.uuid for one in outcomes], now=scenarios.at(DAY)
    )
    assert change(world, opened, audience="").audience == ""


def approved(outcomes):
    rows = [one.nomination for one in outcomes]
    while any(one.status == "proposed" for one in rows):
        rows = classes.approve_nominations(actor=None, nominations=[one.uuid for one in rows], now=scenarios.at(DAY))
    return rows


def test_admission_judges_again_by_the_group(world, leaders):
    opened = open_class(world, audience="group-2")
    rows = approved(scenarios.propose(world, opened, leaders))
    managed = [people.NewManagement(world.units["tinh"].pk, scenarios.FOUNDED)]
    people.add_facts(actor=None, person=leaders[1], managements=managed)
    scenarios.admit(world, opened, rows)
    assert {row.verdict for row in classes.Nomination.objects.filter(training_class=opened)} == {"met"}


def test_admission_does_not_judge_by_a_rule_published_since(world, leaders):
    opened = open_class(world, audience="group-1")
    rows = approved(scenarios.propose(world, opened, leaders))
    eligibility.add_rule_set_version(
        actor=None,
        programme=catalogue.get_programme("CNKT"),
        audience="group-1",
        valid_from=date(2024, 5, 10),
        clauses=[eligibility.NewClause(kind="post_held", parameters={"kinds": ["leader"]})],
        today=DAY,
    )
    scenarios.admit(world, opened, rows, exception_reason="Công văn 7-CV/TU")
    verdicts = [row.verdict for row in classes.Nomination.objects.filter(training_class=opened).order_by("pk")]
    assert verdicts == ["not_met", "data_missing"]


def test_line_of_a_plan_carries_the_group(world):
    plan = planning.create_plan(actor=None, unit=world.units["ttct"], year=2026)
    said = {
        "actor": None,
        "plan": plan,
        "programme": catalogue.get_programme("CNKT"),
        "classes": 1,
        "seats": 40,
        "opener": world.units["ttct"],
    }
    with pytest.raises(planning.AudienceUnfit):
        planning.add_line(**said, audience="group-9")
    line = planning.add_line(**said, audience="group-2")
    planning.submit_plan(actor=None, plan=plan)
    planning.approve_plan(actor=None, plan=plan, number="05-KH/TTCT", issued_on=date(2025, 12, 20))
    draft = planning.amend_plan(actor=None, plan=planning.Plan.objects.get(pk=plan.pk), reason="Bổ sung")
    assert [one.audience for one in planning.list_lines(draft)] == [line.audience] == ["group-2"]

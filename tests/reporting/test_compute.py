"""The computation against a count done row by row in Python, and what must hold of every answer."""

from datetime import date, timedelta

import pytest

from hocvien.common.errors import DomainError
from hocvien.reporting import api as reporting
from tests.reporting.conftest import make_people, make_programme

YEAR = (date(2023, 1, 1), date(2023, 12, 31))
ROLES = ("opened_by_id", "hosted_by_id", "taught_by_id", "joint_with_id")
UNITS = ("tinh", "huyen-a", "huyen-b", "trung-tam", "xa-1", "xa-2", "truong", "ngoai")


def in_period(training_class, from_, to, basis):
    if training_class.status in {"planned", "cancelled"}:
        return False
    opens, closes = training_class.opens_on, training_class.closes_on
    if basis == "opened":
        return from_ <= opens <= to
    if basis == "running":
        return opens <= to and closes >= from_
    return from_ <= closes <= to and training_class.status == "finished"


def count_by_hand(world, code, from_, to, basis):
    """own, joint and sent as (classes, rows), by the rules of the decision record and nothing else."""
    joint_basis = "finished" if basis == "finished" else "running"
    own, joint = [], []
    for one in world.classes:
        day = one.opens_on
        roles = [world.code_of(getattr(one, role)) for role in ROLES]
        if one.is_joint:
            if in_period(one, from_, to, joint_basis) and any(r and world.inside(code, r, day) for r in roles):
                joint.append(one)
        elif in_period(one, from_, to, basis) and world.inside(code, world.code_of(one.opened_by_id), day):
            own.append(one)
    counted = [row for row in world.rows if row[3] != "replaced"]
    ours = {one.pk for one in (*own, *joint)}
    sent = [
        row
        for row in counted
        if row[0].pk not in ours and in_period(row[0], from_, to, basis) and world.inside(code, row[2], row[0].opens_on)
    ]
    pick = lambda chosen: [row for row in counted if row[0].pk in {one.pk for one in chosen}]  # noqa: E731
    return (own, pick(own)), (joint, pick(joint)), ({row[0].pk for row in sent}, sent)


def figures(rows):
    people = {row[1].pk: row[1].sex for row in rows}
    return len(rows), len(people), sum(1 for sex in people.values() if sex == "female")


@pytest.mark.parametrize("basis", reporting.BASES)
@pytest.mark.parametrize("seed", range(3))
def test_figures_equal_a_count_by_hand(random_world, seed, basis):
    world = random_world(seed)
    for from_, to in (YEAR, (date(2023, 3, 1), date(2023, 6, 30))):
        for code in UNITS:
            report = reporting.compute_report(unit=world.units[code], from_=from_, to=to, basis=basis)
            (own, own_rows), (joint, joint_rows), (sent, sent_rows) = count_by_hand(world, code, from_, to, basis)
            where = (code, from_, basis)
            assert report.classes == len(own), where
            totals = report.totals
            assert (totals.participations, totals.persons, totals.female) == figures(own_rows), where
            for row in report.programmes:
                mine = [one for one in own_rows if one[0].programme.code == row.code]
                assert (row.participations, row.persons, row.female) == figures(mine), where
                assert row.classes == sum(1 for one in own if one.programme.code == row.code)
            assert sum(row.classes for row in report.programmes) == report.classes
            assert sum(row.classes for row in report.joint) == len(joint), where
            assert sum(row.participations for row in report.joint) == len(joint_rows), where
            assert sum(row.classes for row in report.sent) == len(sent), where
            assert sum(row.participations for row in report.sent) == len(sent_rows), where
            assert sum(row.participations for row in report.by_sending_unit) == totals.participations, where
            for row in (*report.programmes, *report.joint, *report.sent, *report.by_sending_unit, totals):
                assert row.female <= row.persons <= row.participations


@pytest.mark.parametrize("basis", reporting.BASES)
@pytest.mark.parametrize("seed", [5, 6])
def test_every_figure_opens_exactly_its_rows(random_world, seed, basis):
    world = random_world(seed)
    for code in UNITS:
        asked = {"unit": world.units[code], "from_": YEAR[0], "to": YEAR[1], "basis": basis}
        report, question = reporting.compute_report(**asked), reporting.ask(**asked)

        def behind(part, question=question, **where):
            people = reporting.participations_behind(question, part, **where)
            persons = people.order_by().values("person_id").distinct().count()
            where.pop("female_only", None)
            return reporting.classes_behind(question, part, **where).count(), people.count(), persons

        assert behind("own") == (report.classes, report.totals.participations, report.totals.persons)
        assert behind("own", female_only=True)[2] == report.totals.female
        for row in report.programmes:
            assert behind("own", programme_code=row.code) == (row.classes, row.participations, row.persons)
        for part, rows in (("joint", report.joint), ("sent", report.sent)):
            for row in rows:
                found = behind(part, programme_code=row.code, partner_code=row.partner_code)
                assert found == (row.classes, row.participations, row.persons), (code, part, row)
        for row in report.by_sending_unit:
            assert behind("own", sender_code=row.code) == (row.classes, row.participations, row.persons), (code, row)


def _static_world(world):
    programme = make_programme("NTVD", 1)
    people = make_people(12)
    for number, opener in enumerate(["huyen-a", "trung-tam", "xa-1", "xa-1-c1", "xa-2", "huyen-b", "truong"]):
        made = world.open(f"s{number}", programme, opener, date(2023, 2, 1) + timedelta(days=number))
        for person in people[number : number + 4]:
            world.admit(made, person, "xa-1-c1")
    return world


def test_children_and_the_unit_itself_add_up_to_the_unit(world):
    _static_world(world)
    ask = {"from_": YEAR[0], "to": YEAR[1]}
    whole = reporting.compute_report(unit=world.units["huyen-a"], **ask)
    parts = [reporting.compute_report(unit=world.units[code], **ask) for code in ("trung-tam", "xa-1", "xa-2")]
    itself = 1  # huyen-a opened one class of four people of its own
    assert whole.classes == sum(part.classes for part in parts) + itself == 5
    assert whole.totals.participations == sum(part.totals.participations for part in parts) + 4
    assert whole.totals.persons <= sum(part.totals.persons for part in parts) + 4


def test_number_of_queries_does_not_grow(world, django_assert_max_num_queries):
    _static_world(world)
    school = world.units["truong"]
    programme = make_programme("TCLLCT", 2)
    people = make_people(6)
    joint = world.open("j", programme, "truong", date(2022, 9, 1), days=500, is_joint=True, joint_with=school)
    joint.hosted_by = world.units["trung-tam"]
    joint.save()
    outside = world.open("o", programme, "ngoai", date(2023, 4, 1))
    for person in people:
        world.admit(joint, person, "xa-1-c1")
        world.admit(outside, person, "xa-2-c1")
    with django_assert_max_num_queries(9):
        report = reporting.compute_report(unit=world.units["huyen-a"], from_=YEAR[0], to=YEAR[1])
    assert (len(report.joint), len(report.by_sending_unit)) == (1, 1)
    assert report.joint[0].partner == "Đơn vị truong"
    assert report.joint[0].is_carried_over
    assert {row.partner_code: row.participations for row in report.sent} == {"huyen-b": 4, "truong": 4, "ngoai": 6}


def test_partner_of_a_joint_class_is_the_other_side(world):
    programme = make_programme("TCLLCT", 2)
    world.open(
        "j",
        programme,
        "truong",
        date(2023, 2, 1),
        is_joint=True,
        joint_with=world.units["truong"],
        hosted_by=world.units["trung-tam"],
    )
    seen = {
        code: reporting.compute_report(unit=world.units[code], from_=YEAR[0], to=YEAR[1]).joint[0].partner_code
        for code in ("huyen-a", "truong")
    }
    assert seen == {"huyen-a": "truong", "truong": "trung-tam"}


def test_senders_are_branches_seen_from_the_unit(world):
    programme = make_programme("NTVD", 1)
    made = world.open("c", programme, "trung-tam", date(2023, 2, 1))
    for person, sender in zip(make_people(4), ["xa-1-c1", "xa-1-c2", "xa-2", "xa-3"], strict=True):
        world.admit(made, person, sender)

    def senders(code):
        report = reporting.compute_report(unit=world.units[code], from_=YEAR[0], to=YEAR[1])
        return {row.code: (row.participations, row.is_below) for row in report.by_sending_unit}

    assert senders("trung-tam") == {"xa-1": (2, False), "xa-2": (1, False), "huyen-b": (1, False)}
    assert senders("huyen-a") == {"xa-1": (2, True), "xa-2": (1, True), "huyen-b": (1, False)}
    assert senders("tinh") == {"huyen-a": (3, True), "huyen-b": (1, True)}


def test_a_unit_that_moves_keeps_its_earlier_figures(world):
    programme = make_programme("NTVD", 1)
    world.open("before", programme, "xa-2", date(2023, 4, 30))
    world.open("after", programme, "xa-2", date(2023, 5, 1))
    world.move("xa-2", "huyen-b", date(2023, 5, 1))
    classes = {
        code: reporting.compute_report(unit=world.units[code], from_=YEAR[0], to=YEAR[1]).classes
        for code in ("huyen-a", "huyen-b", "tinh", "xa-2")
    }
    assert classes == {"huyen-a": 1, "huyen-b": 1, "tinh": 2, "xa-2": 2}


def test_months_add_up_to_the_year(random_world):
    world = random_world(9)
    for code in UNITS:
        report = reporting.compute_report(unit=world.units[code], from_=YEAR[0], to=YEAR[1])
        months = reporting.count_by_month(unit=world.units[code], year=2023)
        assert len(months) == 12
        assert sum(month.classes for month in months) == report.classes
        assert sum(month.participations for month in months) == report.totals.participations


def test_a_class_that_has_not_opened_yet_is_not_told(world):
    world.open("c", make_programme("NTVD", 1), "trung-tam", date(2023, 6, 15))
    ask = {"unit": world.units["huyen-a"], "from_": YEAR[0], "to": YEAR[1]}
    assert reporting.compute_report(**ask, known_on=date(2023, 6, 14)).classes == 0
    assert reporting.compute_report(**ask, known_on=date(2023, 6, 15)).classes == 1
    assert any(
        "14/6/2023" in note for note in reporting.notes(reporting.compute_report(**ask, known_on=date(2023, 6, 14)))
    )


def test_wrong_questions_are_refused_in_words(world):
    unit = world.units["tinh"]
    with pytest.raises(DomainError) as refused:
        reporting.compute_report(unit=unit, from_=YEAR[0], to=YEAR[1], basis="started")
    assert refused.value.code == "basis_unknown"
    assert "started" in str(refused.value)
    with pytest.raises(DomainError) as refused:
        reporting.compute_report(unit=unit, from_=YEAR[1], to=YEAR[0])
    assert refused.value.code == "period_upside_down"
    assert "31/12/2023" in str(refused.value)
    with pytest.raises(DomainError) as refused:
        reporting.participations_behind(reporting.ask(unit=unit, from_=YEAR[0], to=YEAR[1]), "other")
    assert refused.value.code == "report_part_unknown"

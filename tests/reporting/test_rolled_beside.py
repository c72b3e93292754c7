"""Joint classes and people sent by notices from the roll-up or from facts: the same rows beside the total."""

import random
from datetime import date, timedelta

import pytest

from hocvien.classes.models import Nomination
from hocvien.people.models import Person
from hocvien.reporting import api as reporting
from hocvien.reporting.queries import answer
from hocvien.rollup import api as rollup
from hocvien.rollup.models import Note
from hocvien.sending.models import Notice, Sending, SendingDecision
from tests.reporting.conftest import make_people
from tests.reporting.rolled import LATER, NOW, ON, WHOLE, hold


@pytest.mark.parametrize("seed", range(3))
def test_joint_classes_are_told_once_however_long_they_run(rolled_world, seed):
    world = rolled_world(seed, classes=6)
    chance = random.Random(seed)
    codes = sorted(set(world.units) - {"tinh"})
    people = [row[1] for row in world.rows] or make_people(5)
    for number in range(12):
        made = joint(world, chance, f"chung{number}", chance.choice(world.classes).programme)
        for person in {one.pk: one for one in chance.choices(people, k=6)}.values():
            world.admit(made, person, chance.choice(codes), chance.choice(["active", "active", "replaced"]))
    hold(world, chance, periods=3, not_before=LATER)
    rollup.keep_up(now=NOW)
    hold(world, chance, periods=3)
    for _step in range(6):
        correct(chance.choice(world.classes[6:]), world, chance)
    rollup.keep_up(now=NOW)
    hold(world, chance, periods=2)
    world.move("xa-1", "huyen-b", date(2023, 3, 1))
    world.move("truong", "huyen-a", date(2023, 6, 15))
    rollup.keep_up(now=NOW)
    hold(world, chance, periods=2)
    assert rollup.check(on=ON, now=NOW).differing == 0
    counted = list(rollup.rebuild(now=NOW))
    assert counted
    hold(world, chance, periods=1)


def joint(world, chance, code, programme):
    """A class of several units, of some days or of many months, begun before the days that are asked or in them."""
    codes = list(world.units)
    roles = {role: world.units[chance.choice(codes)] for role in ("hosted_by", "taught_by") if chance.random() < 0.5}
    opens_on = date(2022, 3, 1) + timedelta(days=chance.randrange(650))
    partner = world.units[chance.choice(codes)]
    days = chance.choice([3, 40, 200, 500])
    return world.open(
        code,
        programme,
        chance.choice(codes),
        opens_on,
        days,
        is_joint=True,
        joint_with=partner,
        is_generated=chance.random() < 0.1,
        **roles,
    )


def correct(one, world, chance):
    """A joint class put right, or taken away."""
    what = chance.randrange(5)
    if what == 0:
        one.closes_on = one.opens_on + timedelta(days=chance.randrange(300))
    elif what == 1:
        one.joint_with = world.units[chance.choice(list(world.units))]
    elif what == 2:
        one.opened_by = world.units[chance.choice(list(world.units))]
    elif what == 3:
        one.is_joint, one.joint_with = not one.is_joint, None if one.is_joint else world.units["ngoai"]
    elif one.pk:
        one.participations.all().delete()
        Nomination.objects.filter(training_class=one).delete()
        one.delete()
        return
    if one.pk:
        one.save()


@pytest.mark.parametrize("seed", range(3))
def test_people_sent_by_a_notice_are_told_beside(rolled_world, seed):
    world = rolled_world(seed, classes=4)
    chance = random.Random(seed)
    known = [row[1] for row in world.rows]
    strangers = make_people(4)
    programmes = sorted({one.programme_id for one in world.classes})
    rows = [row for number in range(8) for row in send(world, chance, number, programmes, [*known, *strangers])]
    assert Note.objects.filter(notice_id__isnull=False).exists()
    hold(world, chance, periods=2, not_before=LATER)
    rollup.keep_up(now=NOW)
    hold(world, chance, periods=3)
    report = reporting.compute_report(unit=world.units["tinh"], **WHOLE)
    assert any(row.is_outside for row in report.sent)
    for row in chance.sample(rows, min(8, len(rows))):
        unsend(row, world, chance)
        rollup.keep_up(now=NOW)
    hold(world, chance, periods=2)
    world.move("xa-1", "huyen-b", date(2023, 3, 1))
    rollup.keep_up(now=NOW)
    hold(world, chance, periods=2)
    assert rollup.check(on=ON, now=NOW).differing == 0
    list(rollup.rebuild(now=NOW))
    hold(world, chance, periods=1)
    assert rollup.check(on=ON, now=NOW).differing == 0


def send(world, chance, number, programmes, people):
    """A notice of one of two schools and those whom one decision sends, some weeks before the opening or after it."""
    units = sorted(world.units)
    opens_on = date(2022, 10, 1) + timedelta(days=chance.randrange(450))
    notice, decision = told_by_notice(
        world,
        opens_on,
        opens_on + timedelta(days=chance.randrange(-40, 40)),
        chance.choice(programmes),
        number,
        issuer_name=chance.choice(["Học viện A", "Trường B"]),
        is_generated=chance.random() < 0.2,
    )
    return [
        put_on_notice(
            notice, decision, person, world.units[chance.choice(units)], chance.choice(["sent"] * 3 + ["annulled"])
        )
        for person in {one.pk: one for one in chance.choices(people, k=5)}.values()
    ]


def unsend(row, world, chance):
    """One person sent, or the notice, put right or taken away."""
    what = chance.randrange(6)
    if what == 0:
        row.status = "annulled" if row.status == "sent" else "sent"
        row.save()
    elif what == 1:
        row.sending_unit = world.units[chance.choice(sorted(world.units))]
        row.save()
    elif what == 2:
        row.delete()
    elif what == 3:
        Person.objects.filter(pk=row.person_id).update(sex=chance.choice(["female", "male", ""]))
    elif what == 4:
        Notice.objects.filter(pk=row.notice_id).update(
            issuer_name="Học viện A", opens_on=date(2023, 1, 1) + timedelta(days=chance.randrange(300))
        )
    else:
        SendingDecision.objects.filter(pk=row.decision_id).update(decided_on=date(2023, 1 + chance.randrange(12), 9))


def test_somebody_whom_a_later_decision_sent_counts_where_they_stood_that_day(rolled_world):
    world = rolled_world(0, classes=2)
    world.move("xa-1", "huyen-b", date(2023, 4, 15))
    notice, decision = told_by_notice(world, date(2023, 3, 10), date(2023, 5, 2), world.classes[0].programme_id)
    put_on_notice(notice, decision, make_people(1)[0], world.units["xa-1"])
    rollup.keep_up(now=NOW)
    quarter = {"from_": date(2023, 1, 1), "to": date(2023, 3, 31)}
    sent = {}
    for code in ("tinh", "huyen-a", "huyen-b", "xa-1"):
        report = reporting.compute_report(unit=world.units[code], **quarter)
        assert report == answer.compute_report(unit=world.units[code], **quarter)
        sent[code] = sum(row.participations for row in report.sent if row.is_outside)
    assert sent == {"tinh": 1, "huyen-a": 0, "huyen-b": 1, "xa-1": 1}


def told_by_notice(world, opens_on, decided_on, programme_id, number=0, **fields):
    """A notice of an outside school, and the decision about it."""
    notice = Notice.objects.create(
        unit=world.units["tinh"],
        number=f"{number}-TB",
        issued_on=opens_on - timedelta(days=30),
        name=f"Lớp cử {number}",
        programme_id=programme_id,
        seats=9,
        opens_on=opens_on,
        **{"issuer_name": "Học viện A", **fields},
    )
    decision = SendingDecision.objects.create(
        notice=notice, unit=notice.unit, number="1", decided_on=decided_on, signer_name="A", recorded_at=NOW
    )
    return notice, decision


def put_on_notice(notice, decision, person, unit, status="sent"):
    return Sending.objects.create(
        notice=notice,
        person=person,
        sending_unit=unit,
        status=status,
        judged_on=notice.opens_on,
        decision=decision,
        proposed_at=NOW,
    )


def test_whole_months_are_told_without_reading_who_attended(rolled_world, django_assert_max_num_queries):
    world = rolled_world(4)
    for number in range(4):
        joint(world, random.Random(number), f"chung{number}", world.classes[0].programme)
    rollup.keep_up(now=NOW)
    with django_assert_max_num_queries(8) as asked:
        report = reporting.compute_report(unit=world.units["tinh"], **WHOLE)
    assert report.joint
    read = [one["sql"] for one in asked.captured_queries]
    assert not [one for one in read if "classes_participation" in one or "sending_sending" in one]


def test_days_that_are_no_whole_month_cost_a_few_queries_more(rolled_world, django_assert_max_num_queries):
    world = rolled_world(3, classes=30)
    chance = random.Random(3)
    for number in range(20):
        send(world, chance, number, [world.classes[0].programme_id], [row[1] for row in world.rows])
        world.admit(joint(world, chance, f"chung{number}", world.classes[0].programme), world.rows[0][1], "xa-1")
    rollup.keep_up(now=NOW)
    for days in (
        {"from_": date(2022, 10, 20), "to": date(2023, 12, 31)},
        {"from_": date(2022, 10, 20), "to": date(2023, 12, 20)},
    ):
        with django_assert_max_num_queries(14):
            report = reporting.compute_report(unit=world.units["tinh"], **days)
        assert report.totals.persons
        assert report.joint
        assert report == answer.compute_report(unit=world.units["tinh"], **days)

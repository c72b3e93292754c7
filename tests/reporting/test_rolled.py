"""From the roll-up or from facts: the same report, through changes, reorganisations and upkeep, for any unit and any days."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hocvien.classes.models import Nomination
from hocvien.jobs import api as jobs
from hocvien.journal.models import Entry
from hocvien.org import api as org
from hocvien.people.models import Person
from hocvien.reporting import api as reporting
from hocvien.reporting.queries import answer
from hocvien.rollup import api as rollup
from hocvien.rollup.constants import CLASS, PERSON
from hocvien.rollup.models import Ledger, Note, Span
from hocvien.rollup.queries import following
from hocvien.sending.models import Notice, Sending, SendingDecision
from tests.reporting.conftest import make_people

ON = date(2024, 2, 1)
NOW = datetime(2024, 2, 1, 3, 4, 5, tzinfo=UTC)
LATER = NOW + timedelta(seconds=1)
WHOLE = {"from_": date(2022, 10, 1), "to": date(2023, 12, 31)}


@pytest.fixture
def kept(random_world, settings):
    """A world by its seed, with its roll-up."""
    settings.ROLLUP_ENABLED = True

    def fill(seed, least=1, **sizes):
        made = random_world(seed, **sizes)
        list(rollup.rebuild(now=NOW, least=least))
        return made

    return fill


def hold(world, chance, *, periods=2, not_before=None):
    """Some units over all days, over a year, and over random ones with ragged ends, also as known on some day."""
    for code in ("tinh", *chance.sample(sorted(set(world.units) - {"tinh"}), 2)):
        unit = world.units[code]
        asked = [WHOLE, {"from_": date(2023, 1, 1), "to": date(2023, 12, 31)}]
        for _number in range(periods):
            month = (
                date(2022, 10 + chance.randrange(3), 1)
                if chance.random() < 0.3
                else date(2023, 1 + chance.randrange(12), 1)
            )
            asked.append({"from_": month, "to": date(2023, 12, 31)})
            first = date(2022, 9, 1) + timedelta(days=chance.randrange(480))
            known_on = date(2022, 9, 1) + timedelta(days=chance.randrange(480)) if chance.random() < 0.3 else None
            asked.append({"from_": first, "to": first + timedelta(days=chance.randrange(480)), "known_on": known_on})
        for days in asked:
            fresh = org.get_unit(unit.code)
            here = reporting.compute_report(unit=fresh, **days, not_before=not_before)
            assert here == answer.compute_report(unit=fresh, **days), (code, days)


@pytest.mark.parametrize("seed", range(2))
def test_the_report_is_the_same(kept, seed):
    world = kept(seed)
    assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is not None
    assert Span.objects.exists()
    hold(world, random.Random(seed))


@pytest.mark.parametrize("seed", range(2))
def test_it_follows_changes_before_and_after_they_are_counted(kept, seed):
    world = kept(seed, classes=10)
    chance = random.Random(seed)
    for step in range(4):
        before = reporting.compute_report(unit=world.units["tinh"], **WHOLE)
        change(world, chance, step)
        assert Note.objects.exists()
        stale = reporting.compute_report(unit=world.units["tinh"], **WHOLE)
        assert stale == replace(before, counted_at=NOW)
        hold(world, chance, periods=1, not_before=LATER)
        assert rollup.bring_up(now=NOW)
        assert not Note.objects.exists()
        hold(world, chance, periods=1)
    assert rollup.check(on=ON, now=NOW).differing == 0


def change(world, chance, step):
    """One change of each kind a report looks at."""
    one = chance.choice(world.classes)
    people = list(one.participations.all())
    if step == 0:
        one.opens_on += timedelta(days=chance.randrange(-90, 90))
        one.closes_on = one.opens_on + timedelta(days=3)
        one.save()
        made = world.open("them", one.programme, chance.choice(list(world.units)), date(2023, 2, 3))
        world.admit(made, world.rows[0][1], chance.choice(list(world.units)))
    elif step == 1:
        one.status = "cancelled" if one.status == "running" else "running"
        one.save()
        if people:
            people[0].status = "replaced"
            people[0].save()
            people[-1].sending_unit = world.units[chance.choice(list(world.units))]
            people[-1].save()
    elif step == 2:
        person = world.rows[0][1]
        person.sex = "male" if person.sex == "female" else "female"
        person.save()
        one.is_joint = not one.is_joint
        one.joint_with = world.units["ngoai"] if one.is_joint else None
        one.save()
    else:
        world.move("xa-1", "huyen-b", date(2023, 7, 1))
        one.programme.is_trip = True
        one.programme.save()


@pytest.mark.parametrize("seed", range(3))
def test_joint_classes_are_told_once_however_long_they_run(kept, seed):
    world = kept(seed, classes=6)
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
def test_people_sent_by_a_notice_are_told_beside(kept, seed):
    world = kept(seed, classes=4)
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
    notice = Notice.objects.create(
        unit=world.units["tinh"],
        issuer_name=chance.choice(["Học viện A", "Trường B"]),
        number=f"{number}-TB",
        issued_on=opens_on - timedelta(days=30),
        name=f"Lớp cử {number}",
        programme_id=chance.choice(programmes),
        seats=9,
        opens_on=opens_on,
        is_generated=chance.random() < 0.2,
    )
    decided_on = opens_on + timedelta(days=chance.randrange(-40, 40))
    decision = SendingDecision.objects.create(
        notice=notice, unit=notice.unit, number="1", decided_on=decided_on, signer_name="A", recorded_at=NOW
    )
    return [
        Sending.objects.create(
            notice=notice,
            person=person,
            sending_unit=world.units[chance.choice(units)],
            status=chance.choice(["sent", "sent", "sent", "annulled"]),
            judged_on=opens_on,
            decision=decision,
            proposed_at=NOW,
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


def test_whole_months_are_told_without_reading_who_attended(kept, django_assert_max_num_queries):
    world = kept(4)
    for number in range(4):
        joint(world, random.Random(number), f"chung{number}", world.classes[0].programme)
    rollup.keep_up(now=NOW)
    with django_assert_max_num_queries(8) as asked:
        report = reporting.compute_report(unit=world.units["tinh"], **WHOLE)
    assert report.joint
    read = [one["sql"] for one in asked.captured_queries]
    assert not [one for one in read if "classes_participation" in one or "sending_sending" in one]


def test_days_that_are_no_whole_month_cost_a_few_queries_more(kept, django_assert_max_num_queries):
    world = kept(3, classes=30)
    chance = random.Random(3)
    for number in range(20):
        send(world, chance, number, [world.classes[0].programme_id], [row[1] for row in world.rows])
        world.admit(joint(world, chance, f"chung{number}", world.classes[0].programme), world.rows[0][1], "xa-1")
    rollup.keep_up(now=NOW)
    for days in (
        {"from_": date(2022, 10, 20), "to": date(2023, 12, 31)},
        {"from_": date(2022, 10, 20), "to": date(2023, 12, 20)},
    ):
        with django_assert_max_num_queries(15):
            report = reporting.compute_report(unit=world.units["tinh"], **days)
        assert report.totals.persons
        assert report.joint
        assert report == answer.compute_report(unit=world.units["tinh"], **days)


@pytest.mark.parametrize("seed", range(1))
def test_a_reorganisation_of_the_past_is_followed(kept, seed):
    world = kept(seed)
    now = datetime(2023, 8, 2, tzinfo=UTC)
    steps = (org.Merge(("xa-1",), "xa-3"), org.Dissolve("xa-1-c1"))
    org.record_reorganisation(
        actor=None, title="Sắp xếp", resolution="", steps=steps[:1], on=date(2023, 8, 1), today=now.date(), now=now
    )
    chance = random.Random(seed)
    hold(world, chance, periods=1, not_before=LATER)
    rollup.keep_up(now=NOW)
    hold(world, chance, periods=1)
    assert rollup.check(on=ON, now=NOW).differing == 0


def test_what_is_wrong_is_found_told_and_mended(kept):
    world = kept(1)
    wrong = Span.objects.filter(is_year=False).order_by("pk").first()
    Span.objects.filter(pk=wrong.pk).update(content=b"\xa0")
    Span.objects.filter(is_year=True).order_by("pk").first().delete()
    # classes stand in one row of the ledger or in two, as their numbers fall
    changed = Ledger.objects.filter(of=CLASS).update(content=b"\xa0")
    Ledger.objects.create(of=PERSON, block=999, content=b"\xa0")
    assert rollup.check(on=ON, now=NOW).differing == 3 + changed
    assert rollup.check(on=ON, now=NOW, repair=True).differing == 3 + changed
    assert rollup.check(on=ON, now=NOW).differing == 0
    hold(world, random.Random(1), periods=1)
    entries = list(Entry.objects.filter(verb="rollup.check").order_by("seq"))
    assert len(entries) == 3


def test_each_night_the_worker_finds_what_is_wrong_and_mends_it(kept, settings):
    world = kept(1)
    settings.JOBS_INLINE = False
    Span.objects.filter(is_year=True).update(content=b"\xa0")
    assert rollup.ask_for_check(on=ON, now=NOW)
    assert not rollup.ask_for_check(on=ON, now=NOW), "it waits already"
    assert jobs.work_once(worker="one")
    told = rollup.state()
    assert (told.checked_at, told.is_repaired, told.differing > 0, told.is_behind) == (NOW, True, True, False)
    entry = Entry.objects.filter(verb="rollup.check").get()
    assert entry.detail.after["repaired"] is True
    hold(world, random.Random(1), periods=1)
    assert not rollup.ask_for_check(on=ON, now=NOW), "once a day"
    assert rollup.ask_for_check(on=ON + timedelta(days=1), now=NOW)
    assert jobs.work_once(worker="one")
    assert rollup.state().differing == 0


def test_units_that_have_become_large_are_kept_from_the_next_night_on(kept):
    world = kept(1, least=30)
    many = make_people(200)
    held = world.open("dong", world.classes[0].programme, "xa-3", date(2023, 3, 3))
    for person in many:
        world.admit(held, person, "xa-3")
    rollup.keep_up(now=NOW)
    assert rollup.plan_of(world.units["xa-3"].pk, **WHOLE) is None
    rollup.ask_for_check(on=ON, now=NOW)
    assert rollup.plan_of(world.units["xa-3"].pk, **WHOLE) is not None
    hold(world, random.Random(1), periods=1)


def test_a_building_that_breaks_off_is_not_asked_and_is_done_again(kept):
    world = kept(2)
    steps = rollup.rebuild(now=NOW)
    next(steps)
    next(steps)
    steps.close()
    assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is None
    hold(world, random.Random(2), periods=1)
    list(rollup.rebuild(now=NOW))
    assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is not None
    hold(world, random.Random(2), periods=1)


def test_a_report_that_is_some_seconds_old_says_so(kept):
    world = kept(2)
    change(world, random.Random(2), 0)
    report = reporting.compute_report(unit=world.units["tinh"], **WHOLE)
    said = "Số liệu đếm đến 10:04:05 ngày 01/02/2024; có thay đổi sau đó đang được đếm tiếp."
    assert said in reporting.notes(report)
    assert said in reporting.report_as_text(report)
    assert report.as_json()["counted_at"] == "2024-02-01T10:04:05+07:00"
    rollup.settle(now=LATER)
    assert "counted_at" not in reporting.compute_report(unit=world.units["tinh"], **WHOLE, not_before=LATER).as_json()


def test_too_many_changes_are_counted_anew_as_a_whole(kept, monkeypatch):
    world = kept(0)
    monkeypatch.setattr(following, "MOST_PEOPLE", 1)
    change(world, random.Random(0), 0)
    assert not rollup.bring_up(now=NOW)
    rollup.keep_up(now=NOW)
    assert not Note.objects.exists()
    hold(world, random.Random(0), periods=1)


def test_nothing_is_asked_of_it_where_it_is_off(kept, settings, django_assert_num_queries):
    world = kept(2)
    settings.ROLLUP_ENABLED = False
    Span.objects.all().delete()
    with django_assert_num_queries(0):
        assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is None
        rollup.keep_up(now=NOW)
        assert not rollup.ask_for_check(on=ON, now=datetime(2024, 2, 1, tzinfo=UTC))
    unit = world.units["tinh"]
    assert reporting.compute_report(unit=unit, **WHOLE) == answer.compute_report(unit=unit, **WHOLE)


def test_a_class_of_a_unit_that_had_ended_counts_where_facts_count_it(kept):
    world = kept(3)
    now = datetime(2023, 8, 2, tzinfo=UTC)
    org.record_reorganisation(
        actor=None,
        title="Sắp xếp",
        resolution="",
        steps=(org.Merge(("xa-1-c1",), "xa-1-c2"),),
        on=date(2023, 3, 1),
        today=now.date(),
        now=now,
    )
    world.open("muon", world.classes[0].programme, "xa-1-c1", date(2023, 9, 9))
    rollup.keep_up(now=NOW)
    hold(world, random.Random(3), periods=1)
    assert rollup.check(on=ON, now=NOW).differing == 0

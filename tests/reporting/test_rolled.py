"""From the roll-up or from facts: the same report, through changes, reorganisations and upkeep, for any unit and any days."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hocvien.jobs import api as jobs
from hocvien.journal.models import Entry
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.reporting.queries import answer, behind
from hocvien.rollup import api as rollup
from hocvien.rollup.arithmetic import tally
from hocvien.rollup.constants import CLASS, PERSON
from hocvien.rollup.errors import RollupNotInstalled, RollupTooWide
from hocvien.rollup.models import Group, Ledger, Note, Span
from hocvien.rollup.operations import keeping
from hocvien.rollup.queries import following, placing
from tests.reporting.conftest import make_people
from tests.reporting.rolled import LATER, NOW, ON, WHOLE, hold


@pytest.mark.parametrize("seed", range(2))
def test_the_report_is_the_same(rolled_world, seed):
    world = rolled_world(seed)
    assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is not None
    assert Span.objects.exists()
    hold(world, random.Random(seed))


@pytest.mark.parametrize("seed", range(2))
def test_it_follows_changes_before_and_after_they_are_counted(rolled_world, seed):
    world = rolled_world(seed, classes=10)
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


@pytest.mark.parametrize("seed", range(1))
def test_a_reorganisation_of_the_past_is_followed(rolled_world, seed):
    world = rolled_world(seed)
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


def test_what_is_wrong_is_found_told_and_mended(rolled_world):
    world = rolled_world(1)
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


def test_each_night_the_worker_finds_what_is_wrong_and_mends_it(rolled_world, settings):
    world = rolled_world(1)
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


def test_units_that_have_become_large_are_kept_from_the_next_night_on(rolled_world):
    world = rolled_world(1, least=30)
    many = make_people(200)
    held = world.open("dong", world.classes[0].programme, "xa-3", date(2023, 3, 3))
    for person in many:
        world.admit(held, person, "xa-3")
    rollup.keep_up(now=NOW)
    assert rollup.plan_of(world.units["xa-3"].pk, **WHOLE) is None
    rollup.ask_for_check(on=ON, now=NOW)
    assert rollup.plan_of(world.units["xa-3"].pk, **WHOLE) is not None
    hold(world, random.Random(1), periods=1)


def test_a_building_that_breaks_off_is_not_asked_and_is_done_again(rolled_world):
    world = rolled_world(2)
    steps = rollup.rebuild(now=NOW)
    next(steps)
    next(steps)
    steps.close()
    assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is None
    hold(world, random.Random(2), periods=1)
    list(rollup.rebuild(now=NOW))
    assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is not None
    hold(world, random.Random(2), periods=1)


def test_a_report_that_is_some_seconds_old_says_so(rolled_world):
    world = rolled_world(2)
    change(world, random.Random(2), 0)
    report = reporting.compute_report(unit=world.units["tinh"], **WHOLE)
    said = "Số liệu đếm đến 10:04:05 ngày 01/02/2024; có thay đổi sau đó đang được đếm tiếp."
    assert said in reporting.notes(report)
    assert said in reporting.report_as_text(report)
    assert report.as_json()["counted_at"] == "2024-02-01T10:04:05+07:00"
    rollup.settle(now=LATER)
    assert "counted_at" not in reporting.compute_report(unit=world.units["tinh"], **WHOLE, not_before=LATER).as_json()


def test_too_many_changes_are_counted_anew_as_a_whole(rolled_world, monkeypatch):
    world = rolled_world(0)
    monkeypatch.setattr(following, "MOST_PEOPLE", 1)
    change(world, random.Random(0), 0)
    assert not rollup.bring_up(now=NOW)
    rollup.keep_up(now=NOW)
    assert not Note.objects.exists()
    hold(world, random.Random(0), periods=1)


def test_where_codes_have_no_room_for_its_groups_it_is_built_anew_or_left_unasked(rolled_world, monkeypatch):
    world = rolled_world(0)
    unit = world.units["tinh"]
    made = world.open("them", world.classes[0].programme, "huyen-a", date(2023, 2, 3))
    world.admit(made, world.rows[0][1], "xa-1")
    change(world, random.Random(0), 1)
    monkeypatch.setattr(placing, "MOST_GROUPS", Group.objects.count() - 1)
    monkeypatch.setattr(keeping, "concerned_by", lambda _notes: None)  # as where too much has changed
    rollup.keep_up(now=NOW)
    # one group too many: reports are counted from facts, and the worker goes on
    assert rollup.plan_of(unit.pk, **WHOLE) is None
    assert reporting.compute_report(unit=unit, **WHOLE).counted_at is None
    rollup.keep_up(now=NOW)
    with pytest.raises(RollupTooWide) as refused:
        list(rollup.rebuild(now=NOW))
    assert "--least" in str(refused.value)


def test_without_the_library_it_stays_as_of_an_earlier_moment(rolled_world, monkeypatch):
    world = rolled_world(0)
    change(world, random.Random(0), 1)
    monkeypatch.setattr(keeping, "concerned_by", lambda _notes: None)
    monkeypatch.setattr(tally, "np", None)
    rollup.keep_up(now=NOW)
    assert reporting.compute_report(unit=world.units["tinh"], **WHOLE).counted_at == NOW
    with pytest.raises(RollupNotInstalled):
        list(rollup.rebuild(now=NOW))
    assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is not None


def test_nothing_is_asked_of_it_where_it_is_off(rolled_world, settings, django_assert_num_queries):
    world = rolled_world(2)
    settings.ROLLUP_ENABLED = False
    Span.objects.all().delete()
    with django_assert_num_queries(0):
        assert rollup.plan_of(world.units["tinh"].pk, **WHOLE) is None
        rollup.keep_up(now=NOW)
        assert not rollup.ask_for_check(on=ON, now=datetime(2024, 2, 1, tzinfo=UTC))
    unit = world.units["tinh"]
    assert reporting.compute_report(unit=unit, **WHOLE) == answer.compute_report(unit=unit, **WHOLE)


def test_a_class_of_a_unit_that_had_ended_counts_where_facts_count_it(rolled_world):
    world = rolled_world(3)
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


@pytest.mark.parametrize("most", [1000, 6, 2])
@pytest.mark.parametrize("seed", range(2))
def test_a_small_unit_looked_for_by_ids_has_the_same_report(random_world, monkeypatch, seed, most):
    monkeypatch.setattr(behind, "_MOST_BELOW", most)
    world = random_world(seed)
    for day in (date(2023, 6, 1), date(2023, 7, 1), date(2023, 8, 1)):
        world.move("xa-2", "huyen-a" if day.month % 2 else "huyen-b", day)
    met = 0
    for unit in world.units.values():
        for basis in reporting.BASES:
            for seen_on in (None, date(2024, 6, 1)):
                asked = {
                    "unit": unit,
                    "from_": date(2022, 3, 10),
                    "to": date(2024, 2, 20),
                    "basis": basis,
                    "seen_on": seen_on,
                }
                plain = answer.compute_report(**asked)
                assert answer.compute_report(**asked, by_ids=True) == plain, (unit.code, basis, seen_on)
                met += len(plain.joint) + len(plain.sent) + plain.totals.participations
    assert met

"""From the roll-up or from facts: the same report, through changes, reorganisations and upkeep, for any unit and any days."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from hocvien.journal.models import Entry
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.reporting.queries import answer
from hocvien.rollup import api as rollup
from hocvien.rollup.models import Note, Odd, Span

ON = date(2024, 2, 1)
WHOLE = {"from_": date(2022, 10, 1), "to": date(2023, 12, 31)}


@pytest.fixture
def kept(random_world, settings):
    """A world by its seed, with its roll-up."""
    settings.ROLLUP_ENABLED = True

    def fill(seed, **sizes):
        made = random_world(seed, **sizes)
        list(rollup.rebuild())
        return made

    return fill


def told(report):
    """The whole report; in which order the classes of one row are named is nobody's promise."""

    def rows(beside):
        return tuple(replace(one, class_names=tuple(sorted(one.class_names))) for one in beside)

    return replace(report, joint=rows(report.joint), sent=rows(report.sent))


def hold(world, chance, *, periods=2):
    """Some units over all days, over a year, and over random ones with ragged ends, also as known on some day."""
    for code in ("tinh", *chance.sample(sorted(set(world.units) - {"tinh"}), 2)):
        unit = world.units[code]
        asked = [WHOLE, {"from_": date(2023, 1, 1), "to": date(2023, 12, 31)}]
        for _number in range(periods):
            first = date(2022, 9, 1) + timedelta(days=chance.randrange(480))
            known_on = date(2022, 9, 1) + timedelta(days=chance.randrange(480)) if chance.random() < 0.3 else None
            asked.append({"from_": first, "to": first + timedelta(days=chance.randrange(480)), "known_on": known_on})
        for days in asked:
            fresh = org.get_unit(unit.code)
            here = reporting.compute_report(unit=fresh, **days)
            assert told(here) == told(answer.compute_report(unit=fresh, **days)), (code, days)


@pytest.mark.parametrize("seed", range(2))
def test_the_report_is_the_same(kept, seed):
    world = kept(seed)
    assert rollup.plan_of(**WHOLE) is not None
    assert Span.objects.exists()
    hold(world, random.Random(seed))


@pytest.mark.parametrize("seed", range(2))
def test_it_follows_changes_before_and_after_they_are_counted(kept, seed):
    world = kept(seed, classes=10)
    chance = random.Random(seed)
    for step in range(4):
        change(world, chance, step)
        assert Note.objects.exists()
        hold(world, chance, periods=1)
        assert rollup.bring_up()
        assert not Note.objects.exists()
        hold(world, chance, periods=1)
    assert rollup.check(on=ON).rows == 0


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
def test_a_reorganisation_of_the_past_is_followed(kept, seed):
    world = kept(seed)
    now = datetime(2023, 8, 2, tzinfo=UTC)
    steps = (org.Merge(("xa-1",), "xa-3"), org.Dissolve("xa-1-c1"))
    org.record_reorganisation(
        actor=None, title="Sắp xếp", resolution="", steps=steps[:1], on=date(2023, 8, 1), today=now.date(), now=now
    )
    chance = random.Random(seed)
    hold(world, chance, periods=1)
    rollup.keep_up()
    hold(world, chance, periods=1)
    assert rollup.check(on=ON).rows == 0


def test_what_is_wrong_is_found_told_and_mended(kept):
    world = kept(1)
    wrong = Span.objects.filter(is_year=False).order_by("pk").first()
    right = bytes(wrong.counts)
    Span.objects.filter(pk=wrong.pk).update(counts=b"\xa0")
    Span.objects.filter(is_year=True).order_by("pk").first().delete()
    assert rollup.check(on=ON).rows == 1
    assert bytes(Span.objects.get(pk=wrong.pk).counts) != right
    assert rollup.check(on=ON, repair=True).rows
    assert rollup.check(on=ON).rows == 0
    hold(world, random.Random(1), periods=1)
    entries = list(Entry.objects.filter(verb="rollup.check").order_by("seq"))
    assert len(entries) == 3


def test_nothing_is_asked_of_it_where_it_is_off(kept, settings, django_assert_num_queries):
    world = kept(2)
    settings.ROLLUP_ENABLED = False
    Span.objects.all().delete()
    with django_assert_num_queries(0):
        assert rollup.plan_of(**WHOLE) is None
        rollup.keep_up()
        assert not rollup.ask_for_check(on=ON, now=datetime(2024, 2, 1, tzinfo=UTC))
    unit = world.units["tinh"]
    assert reporting.compute_report(unit=unit, **WHOLE) == answer.compute_report(unit=unit, **WHOLE)


def test_a_month_with_a_unit_that_had_ended_is_counted_from_facts(kept):
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
    rollup.keep_up()
    assert Odd.objects.filter(first_on=date(2023, 9, 1)).exists()
    hold(world, random.Random(3), periods=1)
    assert rollup.check(on=ON).rows == 0

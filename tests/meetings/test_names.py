"""Members named at a point: only members, each at the unit that tells them; the number follows; names go by their term and the number stays."""

from datetime import date, timedelta

import pytest

from hocvien.access import api as access
from hocvien.journal import api as journal
from hocvien.meetings import api as meetings
from hocvien.people import api as people
from tests import scenarios
from tests.meetings.conftest import DAY
from tests.meetings.test_study_sessions import figures, tell


def listed(world, hall, unit="xa-a"):
    return meetings.members_to_name(hall, world.units[unit])


def name(world, hall, persons, *, actor=None, unit="xa-a"):
    return meetings.record_names(
        actor=actor, point=hall, unit=world.units[unit], person_uuids={one.uuid for one in persons}, today=DAY
    )


def test_the_number_follows_from_the_names_and_is_not_typed_beside_them(world, session, hall):
    members = listed(world, hall)
    assert len(members) == 5, "people who are only proposed are not on the list"
    assert name(world, hall, members[:3], actor=world.commune) == 3
    assert figures(session).present == 3
    unit = world.units["xa-a"].pk
    with pytest.raises(meetings.PresentByName):
        tell(world.commune, hall, (unit, 5, 4))
    assert tell(world.commune, hall, (unit, 5, 3)) == 1, "how many were summoned is still typed"
    assert name(world, hall, members[:1], actor=world.commune) == 1
    assert [one.is_present for one in listed(world, hall)] == [True, False, False, False, False]
    meetings.drop_names(actor=world.commune, point=hall, unit=world.units["xa-a"], today=DAY)
    assert meetings.PresentMember.objects.count() == 0
    assert figures(session).present == 1
    assert tell(world.commune, hall, (unit, 5, 4)) == 1


def test_only_who_may_there_and_only_its_members(world, session, hall):
    others = listed(world, hall, "xa-b")
    with pytest.raises(access.NotAllowed):
        name(world, hall, others, actor=world.commune, unit="xa-b")
    with pytest.raises(meetings.NotAMember):
        name(world, hall, others, actor=world.commune)
    assert meetings.nameable(world.commune, [world.units["xa-a"].pk, world.units["xa-b"].pk], DAY) == {
        world.units["xa-a"].pk
    }
    with pytest.raises(meetings.NotSummoned):
        listed(world, hall, "huyen")
    meetings.lock_study_session(actor=world.committee, session=session, on=DAY)
    with pytest.raises(meetings.StudySessionLocked):
        name(world, hall, listed(world, hall))


def test_a_member_is_named_at_the_unit_that_tells_them(world, session, hall):
    meetings.summon_units(actor=None, point=hall, units=[world.units["xa-a-cb1"]], today=DAY)
    assert listed(world, hall) == []
    assert len(listed(world, hall, "xa-a-cb1")) == 5


def test_the_journal_keeps_numbers_and_no_names(world, session, hall):
    members = listed(world, hall)
    name(world, hall, members, actor=world.commune)
    entry = journal.last_entry("meetings.record_names")
    assert (entry.unit_code, '"present":5' in entry.detail.content.replace(" ", "")) == ("xa-a", True)
    assert not any(one.full_name in entry.detail.content or str(one.uuid) in entry.detail.content for one in members)


def test_names_go_when_their_term_is_over_and_the_number_stays(world, session, hall):
    name(world, hall, listed(world, hall)[:2])
    now = scenarios.at(DAY)
    assert meetings.forget_names(before=now, now=now) == 0
    assert meetings.forget_names(before=now + timedelta(days=2), now=now) == 2
    assert figures(session).present == 2
    unit = world.units["xa-a"].pk
    with pytest.raises(meetings.PresentByName):
        tell(None, hall, (unit, 5, 4))


def test_who_becomes_anonymous_is_named_nowhere(world, session, hall):
    members = listed(world, hall)
    name(world, hall, members)
    person = people.people().get(uuid=members[0].uuid)
    assert meetings.forget_names_of(actor=None, person_ids=[person.pk], now=scenarios.at(DAY)) == 1
    assert figures(session).present == 5


def test_naming_costs_the_same_for_three_and_thirty(world, session, hall, django_assert_max_num_queries):
    counts = []
    for more in (0, 30):
        scenarios.add_members(world, more, cell="xa-a-cb1")
        members = listed(world, hall)
        with django_assert_max_num_queries(25) as asked:
            name(world, hall, members)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_every_cell_below_is_one_choice(world, session):
    cells = meetings.cells_at_or_below(world.units["huyen"], DAY)
    assert [one.code for one in cells] == ["xa-a-cb1", "xa-b-cb1"]
    assert meetings.cells_at_or_below(world.units["huyen"], date(2019, 1, 1)) == []

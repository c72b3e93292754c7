from datetime import date

from hocvien.meetings import api as meetings
from tests import scenarios
from tests.kept import kept

DAY = date(2026, 5, 20)


@kept()
def world():
    world = scenarios.found_place(seeded=False)
    scenarios.give_account(world, "cell", ("unit_officer", "xa-a-cb1"))
    scenarios.add_members(world, 5, cell="xa-a-cb1")
    scenarios.add_members(world, 3, cell="xa-b-cb1")
    scenarios.add_members(world, 2, cell="huyen")
    scenarios.add_candidates(world, 4, cell="xa-a-cb1")
    return world


@kept()
def session(world):
    return meetings.call_study_session(
        actor=world.committee, organiser=world.units["huyen"], topic="Nghị quyết mẫu về học tập", opens_on=DAY, on=DAY
    )


@kept()
def hall(world, session):
    """The district's hall, where both communes gather."""
    point = meetings.add_point(actor=world.committee, session=session, place="Hội trường huyện", on=DAY, today=DAY)
    meetings.summon_units(
        actor=world.committee, point=point, units=[world.units["xa-a"], world.units["xa-b"]], today=DAY
    )
    return point

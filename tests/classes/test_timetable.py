from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.classes import api as classes
from tests import scenarios
from tests.kept import kept

MORNING, AFTERNOON = classes.Half.MORNING, classes.Half.AFTERNOON


@kept()
def enrolling(world):
    return scenarios.open_class(world)


def half_day(on=scenarios.OPENS, half=MORNING, **fields):
    return classes.NewSession(on=on, half=half, title="Bài 1", **fields)


def plan(world, training_class, *sessions, actor=...):
    who = world.centre if actor is ... else actor
    return classes.plan_sessions(
        actor=who, training_class=training_class, sessions=list(sessions), today=scenarios.TODAY
    )


def test_timetable_is_proposed_from_the_curriculum(enrolling):
    proposed = classes.propose_timetable(enrolling, scenarios.OPENS, [AFTERNOON, MORNING], range(5))
    assert [s.half for s in proposed[:2]] == [MORNING, AFTERNOON]
    assert [s.on.day for s in proposed] == [8, 8, 9, 9, 10, 10, 11, 11, 12, 12]
    assert sum(s.periods for s in proposed) == classes.curriculum_periods(enrolling) == 50
    two_parts = [s.title for s in proposed if s.title.endswith("/2)")]
    assert len(two_parts) == 2  # the lesson of 10 periods takes two half-days


def test_short_class_keeps_what_fits_and_tells_the_rest(enrolling):
    mornings = {"start_on": scenarios.OPENS, "halves": [MORNING], "weekdays": range(5)}
    assert len(classes.propose_timetable(enrolling, **mornings)) == 5
    assert sum(lesson.periods for lesson in classes.lessons_left_out(enrolling, **mornings)) == 25


def test_timetable_needs_a_day(enrolling):
    with pytest.raises(classes.NoHalfDays, match="12/06/2026"):
        classes.propose_timetable(enrolling, scenarios.OPENS, [MORNING], [6])


def test_session_stays_inside_the_class(world, enrolling):
    with pytest.raises(classes.SessionOutsideClass, match="20/06/2026"):
        plan(world, enrolling, half_day(on=date(2026, 6, 20)))


def test_class_meets_once_a_half_day(world, enrolling):
    with pytest.raises(classes.SessionClash, match="đã có buổi khác"):
        plan(world, enrolling, half_day(), half_day())
    plan(world, enrolling, half_day())
    with pytest.raises(classes.SessionClash):
        plan(world, enrolling, half_day())


def test_lecturer_is_in_one_place_at_a_time(world, enrolling):
    lecturer = scenarios.add_lecturer(world)
    other = scenarios.open_class(world, name="Lớp đảng viên mới", place="Phòng 3")
    plan(world, enrolling, half_day(lecturer_id=lecturer.pk))
    with pytest.raises(classes.SessionClash) as clash:
        plan(world, other, half_day(lecturer_id=lecturer.pk))
    assert "Trần Quốc Bình" in str(clash.value)
    assert enrolling.name in str(clash.value)
    assert plan(world, other, half_day(half=AFTERNOON, lecturer_id=lecturer.pk))


def test_clash_does_not_name_a_class_out_of_sight(world, enrolling):
    lecturer = scenarios.add_lecturer(world)
    plan(world, enrolling, half_day(lecturer_id=lecturer.pk))
    elsewhere = scenarios.open_class(
        world, opened_by="huyen-khac", actor=world.outsider, invited=("xa-z",), place="Hội trường Zét"
    )
    with pytest.raises(classes.SessionClash) as clash:
        plan(world, elsewhere, half_day(lecturer_id=lecturer.pk), actor=world.outsider)
    assert enrolling.name not in str(clash.value)
    assert "một lớp khác" in str(clash.value)


def test_hall_holds_one_class_but_halls_of_two_hosts_may_share_a_name(world, enrolling):
    other = scenarios.open_class(world, name="Lớp khác", place="HỘI TRƯỜNG  tầng 2")
    plan(world, enrolling, half_day())
    with pytest.raises(classes.SessionClash, match="đã dùng cho"):
        plan(world, other, half_day())
    elsewhere = scenarios.open_class(world, opened_by="huyen-khac", actor=world.outsider, invited=("xa-z",))
    assert plan(world, elsewhere, half_day(), actor=world.outsider)


def test_session_is_changed_until_its_roll_is_recorded(world, enrolling):
    scenarios.admit_people(world, enrolling, 1)
    (session,) = plan(world, enrolling, half_day())
    moved = classes.update_session(
        actor=world.centre, session=session, changes={"half": AFTERNOON, "title": "Bài 2"}, today=scenarios.TODAY
    )
    assert (moved.half, moved.title) == (AFTERNOON, "Bài 2")
    scenarios.record(world, moved)
    with pytest.raises(classes.RollRecorded):
        classes.update_session(actor=world.centre, session=moved, new=half_day(), today=scenarios.OPENS)
    with pytest.raises(classes.RollRecorded):
        classes.remove_session(actor=world.centre, session=moved, today=scenarios.OPENS)
    renamed = classes.update_session(
        actor=world.centre, session=moved, changes={"title": "Bài 3"}, today=scenarios.OPENS
    )
    assert renamed.title == "Bài 3"


def test_session_without_roll_is_removed(world, enrolling):
    (session,) = plan(world, enrolling, half_day())
    classes.remove_session(actor=world.centre, session=session, today=scenarios.TODAY)
    assert classes.session_rows(enrolling) == []


def test_timetable_is_the_centres_or_the_heads(world):
    headed = scenarios.open_class(world, head_id=world.commune.pk)  # the head needs no grant at the centre
    assert plan(world, headed, half_day(), actor=world.commune)
    assert plan(world, headed, half_day(half=AFTERNOON), actor=world.head)
    for stranger in (world.neighbour, world.committee, world.outsider):
        with pytest.raises(access.NotAllowed):
            plan(world, headed, half_day(on=date(2026, 6, 9)), actor=stranger)

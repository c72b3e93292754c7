from datetime import date
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.journal import api as journal
from tests import scenarios
from tests.kept import kept


@kept()
def taught(world):
    """A class of four with its timetable, on its first morning."""
    training_class = scenarios.open_class(world)
    people = scenarios.admit_people(world, training_class, 4)
    return training_class, people, scenarios.plan_timetable(world, training_class)


def statuses(session):
    return [row.status for row in classes.roll_rows(session)]


def test_nothing_is_present_until_somebody_says_so(taught):
    _class, _people, sessions = taught
    assert statuses(sessions[0]) == [None] * 4
    assert classes.roll_summary(sessions[0]).unrecorded == 4


def test_all_present_except(world, taught):
    training_class, people, sessions = taught
    summary = scenarios.record(
        world,
        sessions[0],
        {people[0].uuid: ("absent_with_leave", "Ốm"), people[1].uuid: ("late", "")},
    )
    assert (summary.total, summary.present, summary.late, summary.absent, summary.unrecorded) == (4, 2, 1, 1, 0)
    assert str(summary) == "Đã điểm danh 4 người: có mặt 3, vắng 1."
    sessions[0].refresh_from_db()
    assert sessions[0].roll_recorded_by == world.centre
    training_class.refresh_from_db()
    assert training_class.status == "running"  # the first roll begins the class


def test_recording_again_replaces_the_sheet(world, taught):
    _class, people, sessions = taught
    scenarios.record(world, sessions[0], {people[0].uuid: ("absent_with_leave", "")})
    scenarios.record(world, sessions[0], {people[1].uuid: ("left_early", "")})
    assert sorted(statuses(sessions[0])) == ["left_early", "present", "present", "present"]
    entry = journal.list_entries(subject_uuid=sessions[0].uuid)[0]
    assert entry.detail.before["marks"] == {
        str(people[0].uuid): "absent_with_leave",
        str(people[1].uuid): "present",
    }


def test_without_rest_only_the_named_change(world, taught):
    _class, people, sessions = taught
    summary = scenarios.record(world, sessions[0], {people[0].uuid: ("present", "")}, rest=None)
    assert (summary.recorded, summary.unrecorded) == (1, 3)
    sessions[0].refresh_from_db()
    assert sessions[0].roll_recorded_at is None
    scenarios.record(world, sessions[0], {str(people[0].uuid): ("", "")}, rest=None)
    assert statuses(sessions[0]) == [None] * 4


def test_person_of_another_class_is_refused(world, taught):
    _class, _people, sessions = taught
    stranger = scenarios.admit_people(world, scenarios.open_class(world, name="Lớp khác"), 1)[0]
    for key in (stranger.uuid, uuid4(), "không phải mã"):
        with pytest.raises(classes.NotInClass, match="1 người không phải học viên"):
            scenarios.record(world, sessions[0], {key: ("present", "")})
    assert statuses(sessions[0]) == [None] * 4


def test_unknown_status_is_refused(world, taught):
    _class, people, sessions = taught
    with pytest.raises(classes.RollStatusUnknown):
        scenarios.record(world, sessions[0], {people[0].uuid: ("ốm", "")})


def test_roll_of_a_day_to_come_is_refused(world, taught):
    _class, _people, sessions = taught
    with pytest.raises(classes.RollTooEarly, match="08/06/2026"):
        scenarios.record(world, sessions[0], now=scenarios.at(date(2026, 6, 7)))


def test_roll_of_a_cancelled_class_is_refused(world, taught):
    training_class, _people, sessions = taught
    classes.cancel_class(actor=world.centre, training_class=training_class, reason="Hoãn", today=scenarios.TODAY)
    with pytest.raises(classes.ClassNotRunning, match="Đã hủy"):
        scenarios.record(world, sessions[0])


def test_roll_is_locked_by_recognition(world):
    training_class, _people = scenarios.finished_class(world, 1)
    scenarios.recognise(world, training_class)
    session = classes.Session.objects.filter(training_class=training_class).first()
    with pytest.raises(classes.ClassRecognised, match="45-QĐ/TTCT"):
        scenarios.record(world, session, now=scenarios.at(scenarios.CLOSES))


def test_who_left_is_off_the_later_sheets(world, taught):
    _class, people, sessions = taught
    scenarios.record(world, sessions[0])
    classes.end_participation(actor=world.centre, participation=people[0], reason="Nghỉ", on=date(2026, 6, 9))
    assert len(classes.roll_rows(sessions[0])) == 4
    assert len(classes.roll_rows(sessions[2])) == 3
    assert scenarios.record(world, sessions[2]).total == 3


def test_roll_is_recorded_by_centre_class_head_and_head(world, taught):
    _class, _people, sessions = taught
    scenarios.record(world, sessions[0], actor=world.head)
    for stranger in (world.commune, world.committee, world.outsider):
        with pytest.raises(access.NotAllowed):
            scenarios.record(world, sessions[0], actor=stranger)


def test_attendance_counts_periods(world, taught):
    training_class, people, sessions = taught
    scenarios.record(world, sessions[0], {people[0].uuid: ("absent_with_leave", "")})
    scenarios.record(world, sessions[1], {people[0].uuid: ("late", "")})
    there = classes.attendance(training_class)[people[0].pk]
    assert (there.present_periods, there.absent_periods, there.unrecorded_periods) == (5, 5, 40)
    assert (there.present_sessions, there.absent_sessions, there.total_sessions) == (1, 1, 10)


def test_sheet_goes_by_group_and_name(world, taught):
    training_class, _people, sessions = taught
    rows = classes.roll_rows(sessions[0])
    classes.assign_groups(
        actor=world.centre, training_class=training_class, mapping={rows[3].uuid: 1}, on=scenarios.TODAY
    )
    assert [row.uuid for row in classes.roll_rows(sessions[0])] == [rows[3].uuid, *(r.uuid for r in rows[:3])]
    assert classes.roll_rows(sessions[0], typed={str(rows[0].uuid): "late"})[1].status == "late"
    assert classes.session_number(sessions[2]) == 3


def test_roll_takes_the_same_queries_whatever_the_class(world):
    used = []
    for number in (3, 40):
        training_class = scenarios.open_class(world, name=f"Lớp {number}", place=f"Phòng {number}")
        people = scenarios.admit_people(world, training_class, number)
        session = scenarios.plan_timetable(world, training_class)[0]
        with CaptureQueriesContext(connection) as written:
            scenarios.record(world, session, {people[0].uuid: ("late", "")})
        with CaptureQueriesContext(connection) as read:
            classes.roll_rows(session)
        used.append((len(written), len(read)))
    assert used[0] == used[1]
    assert used[1] <= (25, 6)

"""Rows of the screens: what they say, and that no list asks once more for each row."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.classes import api as classes
from tests import scenarios

DAY = scenarios.TODAY


def queries_of(call):
    with CaptureQueriesContext(connection) as queries:
        call()
    return len(queries)


def test_class_rows_tell_heads_and_rolls(world):
    training_class = scenarios.open_class(world)
    people = scenarios.admit_people(world, training_class, 3)
    scenarios.approved_list(world, training_class, 2)
    sessions = scenarios.plan_timetable(world, training_class)
    scenarios.record(world, sessions[0])
    classes.end_participation(actor=world.centre, participation=people[0], reason="Nghỉ", on=date(2026, 6, 9))
    (row,) = classes.class_rows(world.centre, date(2026, 6, 9), unit=world.units["ttct"])
    assert (row.learners, row.sessions_count, row.rolls, row.waiting) == (3, 10, 1, 2)
    assert row.women in {1, 2}
    assert (row.programme_name, row.opener_name) == (
        "Bồi dưỡng nhận thức về Đảng",
        "Trung tâm Chính trị huyện Mẫu",
    )
    assert row.next_session_on == date(2026, 6, 9)


def test_class_rows_follow_unit_and_period(world):
    training_class = scenarios.open_class(world, invited=("xa-a",))
    rows = classes.class_rows(None, DAY)
    assert list(classes.class_rows(None, DAY, unit=world.units["xa-a"])) == [training_class]
    assert list(classes.class_rows(None, DAY, unit=world.units["xa-b"])) == []
    assert list(classes.class_rows(None, DAY, start=date(2026, 6, 12), end=date(2026, 7, 1))) == [training_class]
    assert list(classes.class_rows(None, DAY, start=date(2026, 6, 13), end=date(2026, 7, 1))) == []
    assert list(classes.class_rows(None, DAY, start=date(2026, 1, 1), end=date(2026, 6, 8))) == []
    assert rows.count() == 1


def test_class_rows_take_the_same_queries_for_one_and_three(world):
    used = []
    for number in (1, 3):
        while classes.TrainingClass.objects.count() < number:
            n = classes.TrainingClass.objects.count()
            opened = scenarios.open_class(world, name=f"Lớp {n}", place=f"Phòng {n}")
            scenarios.admit_people(world, opened, number)
        used.append(queries_of(lambda: list(classes.class_rows(world.centre, DAY, unit=world.units["ttct"]))))
    assert used[0] == used[1]
    assert used[1] <= 4


def test_class_counts_point_at_the_next_roll(world):
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 2)
    sessions = scenarios.plan_timetable(world, training_class)
    scenarios.record(world, sessions[0])
    counts = classes.class_counts(training_class, date(2026, 6, 9))
    assert (counts.active, counts.rolls, counts.rolls_missing) == (2, 1, 3)
    assert (counts.next_roll, counts.next_roll_number) == (sessions[1], 2)
    assert counts.waiting == 0
    assert queries_of(lambda: classes.class_counts(training_class, DAY)) <= 7


@pytest.mark.parametrize("rows", ["learners", "nominations", "candidates", "sessions", "invitations", "actions"])
def test_rows_take_the_same_queries_whatever_the_class(world, rows):
    used = []
    for number in (2, 20):
        opened = scenarios.open_class(world, name=f"Lớp {number}", place=f"Phòng {number}")
        scenarios.admit_people(world, opened, number)
        scenarios.plan_timetable(world, opened)
        call = {
            "learners": lambda opened=opened: classes.learner_rows(world.centre, opened, DAY),
            "nominations": lambda opened=opened: classes.nomination_rows(world.centre, opened, DAY),
            "candidates": lambda opened=opened: classes.candidate_rows(world.commune, opened, world.units["xa-a"], DAY),
            "sessions": lambda opened=opened: classes.session_rows(opened),
            "invitations": lambda opened=opened: classes.invitation_rows(opened),
            "actions": lambda opened=opened: classes.actions_of(world.centre, opened, DAY),
        }[rows]
        used.append(queries_of(call))
    assert used[0] == used[1]
    assert used[1] <= 17


def test_candidates_are_told_with_verdict_and_place_on_the_list(world):
    opened = scenarios.open_class(world)
    listed, free = scenarios.add_candidates(world, 2)
    member = scenarios.add_members(world, 1)[0]
    scenarios.propose(world, opened, [listed])
    rows = {row.uuid: row for row in classes.candidate_rows(world.commune, opened, world.units["xa-a"], DAY)}
    assert rows[listed.uuid].state_label == "Chờ cấp ủy duyệt"
    assert (rows[free.uuid].verdict, rows[free.uuid].failed_words) == ("met", "")
    assert rows[member.uuid].failed_words.startswith("Chưa đủ: ")
    assert rows[free.uuid].unit_name == "Chi bộ thôn 1 An Bình"
    assert classes.person_ids_for(world.commune, [str(free.uuid), "x"], DAY) == [free.pk]
    assert classes.person_ids_for(world.outsider, [free.uuid], DAY) == []


def test_one_learner_is_told_with_clauses(world):
    opened = scenarios.open_class(world)
    (participation,) = scenarios.admit_people(world, opened, 1)
    row = classes.find_learner(world.centre, opened, str(participation.uuid), DAY)
    assert [clause.verdict for clause in row.clauses] == ["met"] * 4
    assert row.is_active
    assert classes.find_learner(world.outsider, opened, participation.uuid, DAY) is None
    assert classes.find_learner(world.centre, opened, "không phải mã", DAY) is None


def test_search_ignores_marks(world):
    opened = scenarios.open_class(world)
    assert classes.search_classes(world.centre, "nhan thuc ve dang", DAY) == [opened]
    assert classes.search_classes(world.centre, "ntvd-26", DAY) == [opened]
    assert classes.search_classes(world.centre, "sơ cấp", DAY) == []


def test_todays_sessions_are_those_one_may_record(world):
    opened = scenarios.open_class(world)
    scenarios.plan_timetable(world, opened)
    assert len(classes.todays_sessions(world.centre, scenarios.OPENS)) == 2
    assert classes.todays_sessions(world.centre, DAY) == []
    assert classes.todays_sessions(world.commune, scenarios.OPENS) == []


# --- Work that waits ------------------------------------------------------------------------------------------------


def kinds(actor, on, scope=None):
    return [(item.kind, item.count) for item in classes.work_items(actor, on, scope)]


def test_work_follows_the_class_from_desk_to_desk(world):
    line = date(2026, 5, 28)
    opened = scenarios.open_class(world)
    assert kinds(world.commune, line) == [("propose", 0)]
    assert kinds(world.commune, DAY) == []  # the list closes in more than a week
    nominations = [o.nomination for o in scenarios.propose(world, opened, scenarios.add_candidates(world, 3))]
    assert kinds(world.committee, line) == [("approve_list", 3)]
    scenarios.approve(world, nominations)
    assert ("admit_list", 3) in kinds(world.centre, line)
    classes.return_nominations(
        actor=world.centre,
        nominations=[nominations[0].uuid],
        reason="paper_missing",
        note="",
        now=scenarios.at(DAY),
    )
    assert kinds(world.commune, line) == [("complete_returned", 1), ("names_elsewhere", 2)]
    participations = scenarios.admit(world, opened, nominations[1:])
    assert kinds(world.centre, date(2026, 6, 5)) == [("plan_timetable", 0)]
    sessions = scenarios.plan_timetable(world, opened)
    first = classes.work_items(world.centre, scenarios.OPENS)
    assert {item.kind for item in first} == {"record_roll", "start_class"}
    assert next(item for item in first if item.kind == "record_roll").session_uuid == sessions[0].uuid
    assert kinds(world.head, scenarios.OPENS) == [("record_roll", 0)]
    for session in sessions:
        scenarios.record(world, session)
    assert kinds(world.centre, scenarios.CLOSES) == (
        [("enter_results", 0)] if classes.assessment_of(opened).kind != "none" else []
    )
    scenarios.enter(world, opened, participations)
    assert kinds(world.committee, scenarios.CLOSES) == [("recognise_results", 2)]
    assert kinds(world.centre, date(2026, 6, 13)) == [("finish_class", 0)]
    classes.close_class(actor=world.centre, training_class=opened, today=scenarios.CLOSES)
    opened.refresh_from_db()
    scenarios.recognise(world, opened)
    assert kinds(world.centre, date(2026, 6, 15)) == [("issue_certificates", 2)]
    scenarios.issue(world, opened)
    assert kinds(world.centre, date(2026, 6, 20)) == []
    assert kinds(world.committee, date(2026, 6, 20)) == []


def test_work_stays_inside_the_scope(world):
    opened = scenarios.open_class(world)
    scenarios.propose(world, opened, scenarios.add_candidates(world, 1))
    assert kinds(world.committee, DAY, [world.units["xa-b"].pk]) == []
    assert kinds(world.committee, DAY, [world.units["xa-a"].pk]) == [("approve_list", 1)]


def test_more_than_are_shown_are_counted(world):
    scenarios.give_account(world, "all_hats", *[(role, "ttct") for role in ("clerk", "class_head", "committee_office")])
    row = scenarios.open_class(world)
    values = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    classes.TrainingClass.objects.bulk_create(
        classes.TrainingClass(
            **values
            | {"id": None, "uuid": uuid4(), "code": f"L{n}", "name": f"Lớp {n:02}", "name_folded": f"lop {n:02}"}
        )
        for n in range(22)
    )
    found = [item for item in classes.work_items(world.all_hats, scenarios.OPENS) if item.stands_for == 1]
    assert [item.kind for item in found].count("start_class") == 20
    rest = [item for item in classes.work_items(world.all_hats, scenarios.OPENS) if item.stands_for > 1]
    # of 23 classes three are not shown, neither to be opened nor to be given a timetable
    assert [(item.kind, item.stands_for, item.title) for item in rest] == [
        ("more_classes", 3, "Khai giảng: còn 3 việc nữa"),
        ("more_classes", 3, "Xếp lịch học: còn 3 việc nữa"),
    ]


def test_work_takes_a_fixed_number_of_queries(world):
    scenarios.give_account(
        world, "all_hats", *[(role, "huyen") for role in ("clerk", "class_head", "unit_officer", "committee_office")]
    )
    used = []
    for number in (1, 3):
        while classes.TrainingClass.objects.count() < number:
            n = classes.TrainingClass.objects.count()
            opened = scenarios.open_class(world, name=f"Lớp {n}", place=f"Phòng {n}")
            scenarios.admit_people(world, opened, 1)
            scenarios.plan_timetable(world, opened)
        used.append(queries_of(lambda: classes.work_items(world.all_hats, scenarios.CLOSES + timedelta(days=1))))
    assert used[0] == used[1]
    assert used[1] <= 18

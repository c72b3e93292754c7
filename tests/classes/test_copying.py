"""Last year's classes prepared again: same weekdays, timetable, lecturers who still teach; each whole or not at all, and taken back."""

from datetime import date, timedelta

import pytest

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.classes.arithmetic import carried_words, days_to_next_year
from hocvien.faculty import api as faculty
from hocvien.planning import api as planning
from tests import scenarios
from tests.kept import kept

TODAY = date(2026, 12, 1)
HOLIDAY = date(2027, 6, 9)


def draw(world, year, *, classes_=2, approve=True):
    plan = planning.create_plan(actor=None, unit=world.units["ttct"], year=year)
    planning.add_line(
        actor=None,
        plan=plan,
        programme=catalogue.get_programme("NTVD"),
        classes=classes_,
        seats=100,
        opener=world.units["ttct"],
    )
    if approve:
        planning.submit_plan(actor=None, plan=plan)
        planning.approve_plan(actor=None, plan=plan, number=f"{year}", issued_on=date(year, 1, 5))
    return plan


@kept()
def held(world):
    """A class of the plan of 2026 with its timetable, a lecturer on its first half-day."""
    line = planning.list_lines(draw(world, 2026))[0]
    row = scenarios.open_class(world, plan_line_id=line.pk, name="Lớp mẫu năm 2026", intake="Khóa 1/2026")
    sessions = scenarios.plan_timetable(world, row)
    lecturer = scenarios.add_lecturer(world)
    classes.update_session(actor=None, session=sessions[0], changes={"lecturer_id": lecturer.pk}, today=scenarios.TODAY)
    return row


def copies(plan, free_days=()):
    return classes.copies_of_last_year(plan, dict(free_days))


def copy(world, plan, chosen, actor=None):
    return classes.copy_classes(actor=actor, plan=plan, chosen={one.uuid for one in chosen}, free_days={}, today=TODAY)


@pytest.mark.parametrize(
    "on", [date(2026, 1, 1), date(2026, 1, 5), date(2026, 6, 8), date(2026, 12, 31), date(2024, 2, 29)]
)
def test_days_move_to_the_next_year_on_the_same_weekday(on):
    moved = on + timedelta(days=days_to_next_year(on, on.year + 1))
    assert (moved.year, moved.weekday()) == (on.year + 1, on.weekday())
    assert abs((moved - on).days - 365) <= 7


def test_a_name_that_says_the_year_says_the_next():
    assert carried_words("Khóa 1/2026, lớp 20261", 2026, 2027) == "Khóa 1/2027, lớp 20261"


def test_a_class_is_prepared_with_its_timetable_and_units(world, held):
    plan = draw(world, 2027)
    (shown,) = copies(plan)
    assert (shown.opens_on, shown.closes_on) == (date(2027, 6, 7), date(2027, 6, 11))
    (made,) = copy(world, plan, [held], world.centre)
    row = made.training_class
    assert (row.status, row.name, row.intake) == ("planned", "Lớp mẫu năm 2027", "Khóa 1/2027")
    assert (row.opens_on, row.plan_line.plan_id) == (shown.opens_on, plan.pk)
    old, new = classes.session_rows(held), classes.session_rows(row)
    assert [(one.on.weekday(), one.half, one.title) for one in old] == [
        (one.on.weekday(), one.half, one.title) for one in new
    ]
    assert classes.Session.objects.filter(training_class=row, lecturer__isnull=False).count() == 1
    assert {one.unit_id for one in row.invitations.all()} == {one.unit_id for one in held.invitations.all()}
    # planned: no names yet, and no figure counts it
    with pytest.raises(classes.ClassNotEnrolling):
        scenarios.propose(world, row, scenarios.add_candidates(world, 1), today=TODAY)
    assert classes.counts_by_plan_line([row.plan_line_id]) == {}
    (again,) = copies(plan)
    assert again.new is None
    assert row.code in again.why_not
    classes.announce_class(actor=world.centre, training_class=row, today=TODAY)
    row.refresh_from_db()
    assert row.status == "enrolling"


def test_what_cannot_be_carried_is_told(world, held):
    lecturer = faculty.Lecturer.objects.get()
    lecturer.is_active = False
    lecturer.save()
    plan = draw(world, 2027)
    (shown,) = copies(plan, {HOLIDAY: "Ngày nghỉ mẫu"}.items())
    told = " ".join(shown.notes)
    assert lecturer.full_name in told
    assert "09/06/2027 (Ngày nghỉ mẫu)" in told
    assert all(one.lecturer_id is None for one in shown.sessions)


def test_a_lecturer_and_a_hall_taken_elsewhere_are_left_out_and_told(world, held):
    plan = draw(world, 2027, classes_=3)
    (made,) = copy(world, plan, [held])
    # another class of last year in the same hall with the same lecturer would meet the one just prepared
    second = scenarios.open_class(
        world, plan_line_id=held.plan_line_id, name="Lớp khác", opens_on=held.opens_on, closes_on=held.closes_on
    )
    first = classes.Session.objects.filter(training_class=held).order_by("on", "half").first()
    classes.plan_sessions(
        actor=None,
        training_class=second,
        sessions=[classes.NewSession(on=first.on, half="3_evening", title="Bài mẫu", place="Hội trường mẫu")],
        today=scenarios.TODAY,
    )
    taken = classes.Session.objects.get(training_class=second)
    clash = classes.Session.objects.filter(training_class=made.training_class).order_by("on", "half").first()
    classes.update_session(
        actor=None, session=clash, changes={"half": "3_evening", "place": "Hội trường mẫu"}, today=TODAY
    )
    shown = next(one for one in copies(plan) if one.source.pk == second.pk)
    assert "Địa điểm đã có lớp khác, không chép: 1 buổi." in shown.notes
    assert shown.sessions == ()
    assert taken.on.weekday() == clash.on.weekday()


def test_no_more_than_the_line_has_and_nothing_before_approval(world, held):
    plan = draw(world, 2027, approve=False)
    assert [one.new for one in copies(plan)] == [None]
    planning.submit_plan(actor=None, plan=plan)
    planning.approve_plan(actor=None, plan=plan, number="1", issued_on=date(2027, 1, 5))
    planning.PlanLine.objects.filter(plan=plan).update(classes=1)
    scenarios.open_class(world, plan_line_id=held.plan_line_id, name="Lớp thứ hai")
    assert [one.new is not None for one in copies(plan)] == [True, False]


def test_only_who_opens_classes_prepares_and_a_refusal_leaves_nothing(world, held):
    plan = draw(world, 2027)
    (made,) = copy(world, plan, [held], world.outsider)
    assert made.training_class is None
    assert made.why_not
    assert not classes.TrainingClass.objects.filter(copied_from=held).exists()


def test_prepared_classes_are_taken_back_while_nothing_stands_on_them(world, held):
    plan = draw(world, 2027)
    copy(world, plan, [held])
    with pytest.raises(access.NotAllowed):
        classes.take_back_copies(actor=world.outsider, plan=plan, today=TODAY)
    gone, kept = classes.take_back_copies(actor=world.centre, plan=plan, today=TODAY)
    assert (len(gone), kept) == (1, [])
    assert copies(plan)[0].new is not None
    (made,) = copy(world, plan, [held])
    classes.announce_class(actor=None, training_class=made.training_class, today=TODAY)
    scenarios.propose(world, made.training_class, scenarios.add_candidates(world, 1), today=TODAY)
    assert classes.take_back_copies(actor=None, plan=plan, today=TODAY) == ([], [])


def test_reading_costs_the_same_for_one_class_and_three(world, held, django_assert_max_num_queries):
    plan = draw(world, 2027, classes_=5)
    counts = []
    for more in ("", "Lớp hai", "Lớp ba"):
        if more:
            scenarios.open_class(world, plan_line_id=held.plan_line_id, name=more, outside_plan_decision="QĐ mẫu")
        with django_assert_max_num_queries(14) as asked:
            copies(plan)
        counts.append(len(asked))
    assert counts[1] == counts[2]

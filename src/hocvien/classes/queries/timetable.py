"""Reads of the timetable, and its proposal from the curriculum."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.classes.arithmetic import half_days, lay_out
from hocvien.classes.data import HalfDays, LessonPlan, NewSession, SessionRow
from hocvien.classes.errors import NoCurriculum, NoHalfDays
from hocvien.classes.models import (
    ClassStatus,
    Half,
    Participation,
    ParticipationStatus,
    RollStatus,
    Session,
    TrainingClass,
)
from hocvien.classes.queries.visibility import classes_where


def session_rows(training_class: TrainingClass) -> list[SessionRow]:
    """The class's half-days in order with what was recorded; one query."""
    return _rows(Session.objects.filter(training_class=training_class))


def todays_sessions(actor: User | None, on: date) -> list[SessionRow]:
    """Half-days of that day in classes where the actor records the roll; `number` is left 0. Two queries."""
    rows = Session.objects.filter(
        on=on,
        training_class_id__in=classes_where(actor, access.Permission.ROLL_RECORD, on).values("pk"),
        training_class__status__in=[ClassStatus.ENROLLING, ClassStatus.RUNNING],
    )
    return _rows(rows, is_numbered=False)


def sessions_of_person(person_id: int, first: date, *, most: int = 60) -> list[SessionRow]:
    """Half-days from that day on of the classes the person attends, the earliest first; `number` is left 0. One query."""
    attended = Participation.objects.filter(person_id=person_id, status=ParticipationStatus.ACTIVE)
    rows = Session.objects.filter(
        on__gte=first,
        training_class_id__in=attended.values("training_class_id"),
        training_class__status__in=[ClassStatus.PLANNED, ClassStatus.ENROLLING, ClassStatus.RUNNING],
    )
    return _rows(rows, is_numbered=False, most=most)


def propose_timetable(
    training_class: TrainingClass,
    start_on: date,
    halves: Iterable[str],
    weekdays: Iterable[int],
    skip: Iterable[date] = (),
) -> list[NewSession]:
    """The curriculum laid onto half-days from `start_on` to the closing day; what does not fit is in `lessons_left_out`. Two queries.

    Raises NoCurriculum, NoHalfDays.
    """
    return _propose(training_class, start_on, halves, weekdays, skip)[0]


def lessons_left_out(
    training_class: TrainingClass,
    start_on: date,
    halves: Iterable[str],
    weekdays: Iterable[int],
    skip: Iterable[date] = (),
) -> list[LessonPlan]:
    """Lessons, or rests of them, for which the class has no half-day: told, never blocking (real classes run shorter)."""
    return _propose(training_class, start_on, halves, weekdays, skip)[1]


def curriculum_periods(training_class: TrainingClass) -> int:
    """Periods the class's curriculum asks for; 0 where none is recorded. One query."""
    if training_class.curriculum_id is None:
        return 0
    return int(
        catalogue.Lesson.objects.filter(curriculum_id=training_class.curriculum_id).aggregate(
            periods=Coalesce(Sum("periods"), 0)
        )["periods"]
    )


def _propose(
    training_class: TrainingClass,
    start_on: date,
    halves: Iterable[str],
    weekdays: Iterable[int],
    skip: Iterable[date],
) -> tuple[list[NewSession], list[LessonPlan]]:
    curriculum = training_class.curriculum
    lessons = [] if curriculum is None else catalogue.list_lessons(curriculum.pk)
    if curriculum is None or not lessons:
        raise NoCurriculum(training_class.programme.name, training_class.opens_on)
    first = max(start_on, training_class.opens_on)
    slots = half_days(
        HalfDays.of(
            first, training_class.closes_on, (str(half) for half in halves), (int(day) for day in weekdays), skip
        )
    )
    if not slots:
        raise NoHalfDays(first, training_class.closes_on)
    plans = [
        LessonPlan(lesson_id=lesson.pk, title=lesson.title, periods=lesson.periods, form=lesson.form)
        for lesson in lessons
    ]
    return lay_out(plans, curriculum.periods_per_session, slots)


def _heads(*statuses: str) -> Any:
    return Count("marks", filter=Q(marks__status__in=statuses))


def _rows(sessions: QuerySet[Session], *, is_numbered: bool = True, most: int | None = None) -> list[SessionRow]:
    expected = (
        Participation.objects.filter(training_class_id=OuterRef("training_class_id"))
        .filter(Q(ended_on__isnull=True) | Q(ended_on__gt=OuterRef("on")))
        .order_by()
        .values("training_class_id")
        .annotate(heads=Count("pk"))
        .values("heads")
    )
    rows = (
        sessions.select_related("training_class", "lecturer")
        .annotate(
            expected=Coalesce(Subquery(expected), 0),
            present=_heads(RollStatus.PRESENT),
            late=_heads(RollStatus.LATE),
            left_early=_heads(RollStatus.LEFT_EARLY),
            with_leave=_heads(RollStatus.ABSENT_WITH_LEAVE),
            without_leave=_heads(RollStatus.ABSENT_WITHOUT_LEAVE),
        )
        .order_by("on", "half", "training_class_id")[:most]
    )
    return [
        SessionRow(
            uuid=s.uuid,
            class_uuid=s.training_class.uuid,
            class_code=s.training_class.code,
            class_name=s.training_class.name,
            number=number if is_numbered else 0,
            on=s.on,
            half=s.half,
            half_label=str(Half(s.half).label),
            title=s.title,
            form=s.form,
            form_label=str(catalogue.SessionForm(s.form).label) if s.form in catalogue.SessionForm.values else s.form,
            periods=s.periods,
            lecturer_name=s.lecturer.full_name if s.lecturer else "",
            place=s.place or s.training_class.place,
            expected=s.expected,
            present=s.present,
            late=s.late,
            left_early=s.left_early,
            with_leave=s.with_leave,
            without_leave=s.without_leave,
        )
        for number, s in enumerate(rows, start=1)
    ]

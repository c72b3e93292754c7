"""Reads of sheets and attendance."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from hocvien.classes.arithmetic import birth_text
from hocvien.classes.data import Attendance, RollRow, RollSummary
from hocvien.classes.models import Participation, RollMark, RollStatus, Session, TrainingClass
from hocvien.org import api as org

ATTENDED = (RollStatus.PRESENT, RollStatus.LATE, RollStatus.LEFT_EARLY)


def expected_at(session: Session) -> QuerySet[Participation]:
    """Participations on the sheet of a session: everybody of the class who had not left by that day."""
    return Participation.objects.filter(training_class_id=session.training_class_id).filter(
        Q(ended_on__isnull=True) | Q(ended_on__gt=session.on)
    )


def roll_rows(session: Session, *, typed: Mapping[Any, str] | None = None) -> list[RollRow]:
    """The sheet of one session by tổ and name, with what is recorded, or what was just typed; five queries for any class."""
    people = list(
        expected_at(session)
        .select_related("person")
        .annotate(no_group=Case(When(group=None, then=Value(1)), default=Value(0), output_field=IntegerField()))
        .order_by("no_group", "group", "person__name_key", "pk")
    )
    marks = {
        pk: (status, note)
        for pk, status, note in RollMark.objects.filter(session=session).values_list(
            "participation_id", "status", "note"
        )
    }
    labels = org.labels_as_of((p.sending_unit_id for p in people), session.on)
    said = {str(key): value for key, value in (typed or {}).items()}
    return [
        RollRow(
            uuid=p.uuid,
            person_uuid=p.person.uuid,
            full_name=p.person.full_name,
            folded=p.person.name_folded,
            birth_text=birth_text(p.person.birth),
            unit_name=labels[p.sending_unit_id].short_name,
            group=p.group,
            status=said.get(str(p.uuid)) or (marks[p.pk][0] if p.pk in marks else None),
            note=marks[p.pk][1] if p.pk in marks else "",
        )
        for p in people
    ]


def roll_summary(session: Session) -> RollSummary:
    """Heads of one session by status; two queries."""
    counts = dict(
        RollMark.objects.filter(session=session, participation_id__in=expected_at(session).values("pk"))
        .values_list("status")
        .annotate(heads=Count("pk"))
    )
    return RollSummary(total=expected_at(session).count(), **counts)


def session_number(session: Session) -> int:
    """The how-manieth half-day of its class this is."""
    return (
        Session.objects.filter(training_class_id=session.training_class_id)
        .filter(Q(on__lt=session.on) | Q(on=session.on, half__lt=session.half))
        .count()
        + 1
    )


def marks_of(training_class: TrainingClass) -> dict[tuple[UUID, UUID], str]:
    """(participation uuid, session uuid) → status, for the whole class book; one query."""
    return {
        (participation, session): status
        for participation, session, status in RollMark.objects.filter(
            session__training_class=training_class
        ).values_list("participation__uuid", "session__uuid", "status")
    }


def attendance(training_class: TrainingClass) -> dict[int, Attendance]:
    """Participation id → periods and sessions attended and missed, of the whole timetable; three queries.

    Late and early leavers attended; absence with leave is absence (`regulations.md` §4: the share of periods missed).
    """
    return attendance_of(
        Participation.objects.filter(training_class=training_class).values_list("pk", flat=True), training_class
    )


def attendance_of(participation_ids: Iterable[int], training_class: TrainingClass) -> dict[int, Attendance]:
    """As `attendance`, for these participations of the class; two queries."""
    totals = Session.objects.filter(training_class=training_class).aggregate(
        all_periods=Coalesce(Sum("periods"), 0), all_sessions=Count("pk")
    )
    was_there = Q(status__in=ATTENDED)
    was_away = Q(status__in=[status for status in RollStatus.values if status not in ATTENDED])
    rows = (
        RollMark.objects.filter(session__training_class=training_class)
        .values("participation_id")
        .annotate(
            present_periods=Coalesce(Sum("session__periods", filter=was_there), 0),
            absent_periods=Coalesce(Sum("session__periods", filter=was_away), 0),
            present_sessions=Count("pk", filter=was_there),
            absent_sessions=Count("pk", filter=was_away),
        )
    )
    found = {row.pop("participation_id"): row for row in rows}
    return {
        pk: Attendance(total_periods=totals["all_periods"], total_sessions=totals["all_sessions"], **found.get(pk, {}))
        for pk in participation_ids
    }

"""What figures are counted from. One rule of counting, used by reports, by plan lines and by the screens alike.

A study trip is no class: `trip_facts` alone tells of it. A class counts unless it is only planned or was cancelled. A participation counts once admitted, except one that was replaced by a substitute:
the substitute counts in its place. Leaving later does not take it away.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, IntegerField, Q, QuerySet, Value

from hocvien.catalogue import api as catalogue
from hocvien.classes.data import DoneAsked, LineNotes
from hocvien.classes.models import ClassStatus, Participation, ParticipationStatus, TrainingClass
from hocvien.common.among import among
from hocvien.common.batched import batched

_NOT_HELD = (ClassStatus.PLANNED, ClassStatus.CANCELLED)
COUNTED = (ParticipationStatus.ACTIVE, ParticipationStatus.WITHDRAWN)
OPENED, RUNNING, FINISHED = "opened", "running", "finished"


def counts(prefix: str = "") -> Q:
    """The condition under which a participation counts; `prefix` is the path to it, empty on the participation itself."""
    return Q(**{f"{prefix}__status__in" if prefix else "status__in": COUNTED})


def class_facts(*, from_: date, to_exclusive: date, basis: str | None = OPENED) -> QuerySet[TrainingClass]:
    """Classes that count in the period by the basis, also without participations; `basis=None`: classes of any day.

    opened: opens in the period; running: some day of it lies in the period; finished: closes in the period and is finished.
    """
    rows = _held().exclude(programme__in=catalogue.trip_programmes())
    return rows if basis is None else rows.filter(_in_period("", from_, to_exclusive, basis))


def trip_facts(*, from_: date, to_exclusive: date, basis: str = OPENED) -> QuerySet[TrainingClass]:
    """Study trips of the period by the basis, as `class_facts` says for classes."""
    return _held().filter(_in_period("", from_, to_exclusive, basis), programme__in=catalogue.trip_programmes())


def _held() -> QuerySet[TrainingClass]:
    return TrainingClass.objects.exclude(status__in=_NOT_HELD)


def participation_facts(*, from_: date, to_exclusive: date, basis: str | None = OPENED) -> QuerySet[Participation]:
    """Participations that count, of the classes of `class_facts`, with what a report groups by.

    Beside the row's own `person_id` and `sending_unit_id`: programme_id, opened_by_id, hosted_by_id, taught_by_id, is_joint,
    joint_with_id, opens_on, sex.
    """
    rows = (
        Participation.objects.filter(counts())
        .exclude(training_class__status__in=_NOT_HELD)
        .exclude(training_class__programme__in=catalogue.trip_programmes())
    )
    if basis is not None:
        rows = rows.filter(_in_period("training_class__", from_, to_exclusive, basis))
    return rows.annotate(
        programme_id=F("training_class__programme_id"),
        opened_by_id=F("training_class__opened_by_id"),
        hosted_by_id=F("training_class__hosted_by_id"),
        taught_by_id=F("training_class__taught_by_id"),
        is_joint=F("training_class__is_joint"),
        joint_with_id=F("training_class__joint_with_id"),
        opens_on=F("training_class__opens_on"),
        sex=F("person__sex"),
    )


def counts_by_plan_line(line_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """Plan line id → (classes opened, participations), for lines of which a class was opened, not only planned; one query."""
    rows = (
        TrainingClass.objects.filter(among("plan_line_id", line_ids))
        .exclude(status__in=_NOT_HELD)
        .values_list("plan_line_id")
        .annotate(opened=Count("pk", distinct=True), learners=Count("participations", filter=counts("participations")))
    )
    return {line_id: (opened, learners) for line_id, opened, learners in rows if line_id is not None}


def class_notes_by_plan_line(line_ids: Iterable[int]) -> dict[int, LineNotes]:
    """Plan line id → how many of its classes are only prepared from last year's, how many of those opened are held within another meeting; one query."""
    rows = TrainingClass.objects.filter(among("plan_line_id", line_ids)).values_list("plan_line_id")
    opened = ~Q(status__in=_NOT_HELD)
    told = rows.annotate(
        prepared=Count("pk", filter=Q(status=ClassStatus.PLANNED, copied_from__isnull=False)),
        within=Count("pk", filter=opened & ~Q(held_within="")),
    )
    return {line_id: LineNotes(prepared, within) for line_id, prepared, within in told if line_id is not None}


def counts_outside_plan(unit_ids: QuerySet | Iterable[int], *, from_: date, to_exclusive: date) -> tuple[int, int]:
    """(classes, participations) of classes these units opened in the period without a plan line; two queries."""
    rows = class_facts(from_=from_, to_exclusive=to_exclusive).filter(opened_by_id__in=unit_ids, plan_line=None)
    learners = Participation.objects.filter(counts(), training_class__in=rows.values("pk"))
    return rows.count(), learners.count()


def people_by_unit(
    programme_id: int, unit_ids: QuerySet | Iterable[int], *, from_: date, to_exclusive: date
) -> dict[int, int]:
    """Unit that sent them last → how many people were admitted to the programme in the period; each person once. One query."""
    rows = (
        participation_facts(from_=from_, to_exclusive=to_exclusive)
        .filter(training_class__programme_id=programme_id, sending_unit_id__in=unit_ids)
        .order_by("opens_on", "pk")
    )
    last = dict(rows.values_list("person_id", "sending_unit_id"))
    return Counter(last.values())


def classes_by_unit(
    programme_id: int, unit_ids: QuerySet | Iterable[int], *, from_: date, to_exclusive: date
) -> dict[int, int]:
    """Unit that opened them → how many classes of the programme in the period; one query."""
    rows = class_facts(from_=from_, to_exclusive=to_exclusive).filter(
        programme_id=programme_id, opened_by_id__in=unit_ids
    )
    return Counter(rows.values_list("opened_by_id", flat=True))


def modes_by_unit(
    programme_id: int, unit_ids: QuerySet | Iterable[int], *, from_: date, to_exclusive: date
) -> dict[int, tuple[int, int]]:
    """Sending unit → (participations in full-time classes, all) of the programme in the period; one query."""
    rows = (
        participation_facts(from_=from_, to_exclusive=to_exclusive)
        .filter(training_class__programme_id=programme_id, sending_unit_id__in=unit_ids)
        .order_by()
        .values_list("sending_unit_id")
        .annotate(
            full=Count("pk", filter=Q(training_class__study_mode=catalogue.StudyMode.FULL_TIME)), every=Count("pk")
        )
    )
    return {unit_id: (full, every) for unit_id, full, every in rows}


def done_of_each(asked: Iterable[DoneAsked]) -> dict[int, tuple[int, int]]:
    """Key → (done, of how many) of each that is asked; one query for every 100. `of` is 0 but for the full-time share.

    people: distinct people admitted; classes: classes opened; full_time: full-time participations, of all. What nothing was done of is left out.
    """
    found: dict[int, tuple[int, int]] = {}
    for part in batched(asked, 100):
        first, *more = [_done_of(one).values_list("key", "done", "of") for one in part]
        found |= {key: (done, of) for key, done, of in (first.union(*more, all=True) if more else first)}
    return found


def _done_of(asked: DoneAsked) -> QuerySet[Any]:
    nothing = Value(0, output_field=IntegerField())
    key = Value(asked.key, output_field=IntegerField())
    opened: QuerySet[Any] = class_facts(from_=asked.from_, to_exclusive=asked.to_exclusive).filter(
        programme_id=asked.programme_id, opened_by_id__in=asked.unit_ids
    )
    rows: QuerySet[Any] = participation_facts(from_=asked.from_, to_exclusive=asked.to_exclusive).filter(
        training_class__programme_id=asked.programme_id, sending_unit_id__in=asked.unit_ids
    )
    found: QuerySet[Any] = (opened if asked.what == "classes" else rows).order_by().annotate(key=key).values("key")
    if asked.what == "classes":
        found = found.annotate(done=Count("pk"), of=nothing)
    elif asked.what == "people":
        found = found.annotate(done=Count("person_id", distinct=True), of=nothing)
    else:
        is_full = Q(training_class__study_mode=catalogue.StudyMode.FULL_TIME)
        found = found.annotate(done=Count("pk", filter=is_full), of=Count("pk"))
    return found


def counts_by_programme(
    unit_ids: QuerySet | Iterable[int], *, from_: date, to_exclusive: date
) -> dict[tuple[int, str], int]:
    """(programme id, mode of study) → participations of people these units sent in the period; one query."""
    rows = (
        participation_facts(from_=from_, to_exclusive=to_exclusive)
        .filter(sending_unit_id__in=unit_ids)
        .order_by()
        .values_list("training_class__programme_id", "training_class__study_mode")
        .annotate(learners=Count("pk"))
    )
    return {(programme_id, mode): learners for programme_id, mode, learners in rows}


def _in_period(prefix: str, from_: date, to_exclusive: date, basis: str) -> Q:
    if basis == OPENED:
        return Q(**{f"{prefix}opens_on__gte": from_, f"{prefix}opens_on__lt": to_exclusive})
    if basis == RUNNING:
        return Q(**{f"{prefix}opens_on__lt": to_exclusive, f"{prefix}closes_on__gte": from_})
    if basis == FINISHED:
        return Q(
            **{
                f"{prefix}closes_on__gte": from_,
                f"{prefix}closes_on__lt": to_exclusive,
                f"{prefix}status": ClassStatus.FINISHED,
            }
        )
    message = f"unknown basis {basis!r}"
    raise ValueError(message)

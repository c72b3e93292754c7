"""Who and what stands behind one figure of a breakdown: the same rows, placed in the same way, one by one."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet

from hocvien.classes import api as classes
from hocvien.common.among import among
from hocvien.reporting.arithmetic import needed
from hocvien.reporting.constants import OWN
from hocvien.reporting.data import (
    ABSENCE,
    CLASS,
    LESSON,
    MEASURE_OF,
    PARTICIPATION,
    SENDING,
    SESSION,
    SHARE,
    TAUGHT,
    TOTAL,
    Breakdown,
    Question,
    Source,
)
from hocvien.reporting.queries.breakdown.answer import check, read_rows
from hocvien.sending import api as sending

_CLASS_OF = {CLASS: "pk", LESSON: "pk", SESSION: "training_class_id", TAUGHT: "training_class_id"}


def participations_of(
    question: Question, breakdown: Breakdown, measure: str, row: str = TOTAL, column: str = TOTAL
) -> QuerySet[Any] | None:
    """The participations of one figure; None where it counts none (classes, study sessions). Raises MeasureUnknown, DimensionUnknown."""
    return _behind(
        question, breakdown, measure, row, column, {PARTICIPATION: "pk", ABSENCE: "participation_id"}, _PEOPLE
    )


def sendings_of(
    question: Question, breakdown: Breakdown, measure: str, row: str = TOTAL, column: str = TOTAL
) -> QuerySet[Any] | None:
    """Those sent by a decision whom one figure counts; None where it counts none."""
    return _behind(question, breakdown, measure, row, column, {SENDING: "pk"}, sending.Sending.objects)


def classes_of(
    question: Question, breakdown: Breakdown, measure: str, row: str = TOTAL, column: str = TOTAL
) -> QuerySet[Any] | None:
    """The classes of one figure: those it counts, or those whose sessions and lessons it adds up; None where it counts people."""
    check(Breakdown((measure,)))
    paths = dict(_CLASS_OF)
    if MEASURE_OF[measure].else_from:
        paths[PARTICIPATION] = "training_class_id"
    return _behind(question, breakdown, measure, row, column, paths, classes.TrainingClass.objects)


_PEOPLE = classes.Participation.objects


def _behind(
    question: Question,
    breakdown: Breakdown,
    measure: str,
    row: str,
    column: str,
    paths: dict[str, str],
    model: Any,
) -> QuerySet[Any] | None:
    check(breakdown)
    check(Breakdown((measure,)))
    where = dict(breakdown.where)
    for dimension, value in ((breakdown.rows, row), (breakdown.columns, column)):
        if dimension == "part" and value == TOTAL:
            where.setdefault("part", (OWN,))  # what stands beside the own is in no total
        elif dimension and value != TOTAL:
            kept = where.get(dimension)
            where[dimension] = (value,) if kept is None or value in kept else ()
    sources = [source for source in _sources(measure, breakdown.dimensions) if source.fact in paths]
    if not sources:
        return None
    ids: set[int] = set()
    for source in sources:
        ids |= read_rows(question, source, breakdown.dimensions, where, paths[source.fact])
    found: QuerySet[Any] = model.filter(among("pk", ids))
    return found


def _sources(measure: str, dimensions: Sequence[str]) -> tuple[Source, ...]:
    codes = MEASURE_OF[measure].share_of if MEASURE_OF[measure].how == SHARE else (measure,)
    return tuple(source for found in needed(codes, dimensions).values() for source in found)

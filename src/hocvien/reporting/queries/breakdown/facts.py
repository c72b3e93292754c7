"""The rows each measure counts: from the same sets as the standard report, so that no two answers can differ."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from hocvien.classes import api as classes
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.records import api as records
from hocvien.reporting.constants import FINISHED, JOINT, OWN, RUNNING, SENT, TRIP
from hocvien.reporting.data import (
    ABSENCE,
    CLASS,
    LESSON,
    PARTICIPATION,
    SENDING,
    SESSION,
    STANDING,
    STUDY,
    TAUGHT,
    Question,
)
from hocvien.reporting.queries.behind import (
    joint_classes,
    joint_participations,
    own_classes,
    own_participations,
    sent_classes,
    sent_participations,
    study_units_behind,
    trip_classes,
    trip_participations,
)
from hocvien.reporting.queries.sent import sent_out

_ABSENT = (classes.RollStatus.ABSENT_WITH_LEAVE, classes.RollStatus.ABSENT_WITHOUT_LEAVE)


@dataclass(frozen=True, slots=True)
class Facts:
    """How one kind of fact is read. Paths lead from its row to the class, the person, the participation, …; None: it has none of those.

    `day`: whose structure and age count. `period_day`: by which months and years are told; None: by the basis of the question. `sums` and `ids`:
    the columns a measure may ask for; `only`: the rows that count in a column, where not all do.
    """

    rows: Callable[[Question, str], QuerySet[Any]]
    sums: dict[str, Any]
    ids: dict[str, str] = field(default_factory=dict)
    to_class: str | None = None
    to_participation: str | None = None
    person: str | None = None
    sender: str | None = None
    programme: str | None = None
    mode: str | None = None
    day: str = ""
    period_day: str | None = None
    form: str | None = None
    only: dict[str, Q] = field(default_factory=dict)


def _classes(question: Question, part: str) -> QuerySet[Any]:
    return {OWN: own_classes, JOINT: joint_classes, SENT: sent_classes, TRIP: trip_classes}[part](question)


def _participations(question: Question, part: str) -> QuerySet[Any]:
    by_part = {
        OWN: own_participations,
        JOINT: joint_participations,
        SENT: sent_participations,
        TRIP: trip_participations,
    }
    return by_part[part](question)


def _absences(question: Question, part: str) -> QuerySet[Any]:
    marks = classes.RollMark.objects.filter(status__in=_ABSENT)
    return marks.filter(participation__in=_participations(question, part).values("pk"))


def _sessions(question: Question, part: str) -> QuerySet[Any]:
    """Half-days whose roll was taken, of the classes counted."""
    held = classes.Session.objects.filter(roll_recorded_at__isnull=False)
    if question.known_on is not None:
        held = held.filter(on__lte=question.known_on)
    return held.filter(training_class__in=_classes(question, part).values("pk"))


def _lessons(question: Question, part: str) -> QuerySet[Any]:
    return _classes(question, part).filter(curriculum__lessons__isnull=False)


def _taught(question: Question, part: str) -> QuerySet[Any]:
    """Half-days with a lecturer, roll taken, on a day of the period, of classes of the unit whenever they opened."""
    held = classes.Session.objects.filter(
        roll_recorded_at__isnull=False, lecturer__isnull=False, on__gte=question.from_, on__lte=question.to
    )
    if question.known_on is not None:
        held = held.filter(on__lte=question.known_on)
    of_days = question.with_basis(RUNNING)
    return held.filter(training_class__in=_classes(of_days, part).values("pk"))


def _sendings(question: Question, _part: str) -> QuerySet[Any]:
    return sent_out(question)


def _studied(question: Question, _part: str) -> QuerySet[Any]:
    return study_units_behind(question)


def _standings(question: Question, _part: str) -> QuerySet[Any]:
    """As kept, which is today: who belongs to the unit or below it on the day the rows are of."""
    on = obligations.computed_for() or question.to
    return obligations.Standing.objects.filter(unit_id__in=org.descendant_ids_as_of(question.unit_id, on))


_ROWS = Count("pk")
_GRADUATED = Q(result__decided_outcome=classes.Outcome.COMPLETED)
_CERTIFIED = Q(result__certificate__isnull=False) & ~Q(result__certificate__status=records.CertificateStatus.WITHDRAWN)
_MET = Q(is_met=True)

FACTS: dict[str, Facts] = {
    CLASS: Facts(
        _classes, {}, {"class": "pk"}, to_class="", programme="programme__", mode="study_mode", day="opens_on"
    ),
    PARTICIPATION: Facts(
        _participations,
        {
            "rows": _ROWS,
            "graduates": Count("pk", filter=_GRADUATED),
            "certificates": Count("pk", filter=_CERTIFIED),
        },
        {"class": "training_class_id", "person": "person_id"},
        to_class="training_class__",
        to_participation="",
        person="person__",
        sender="sending_unit_id",
        programme="training_class__programme__",
        mode="training_class__study_mode",
        day="training_class__opens_on",
        only={"graduates": _GRADUATED, "certificates": _CERTIFIED},
    ),
    ABSENCE: Facts(
        _absences,
        {"rows": _ROWS},
        {"person": "participation__person_id"},
        to_class="session__training_class__",
        to_participation="participation__",
        person="participation__person__",
        sender="participation__sending_unit_id",
        programme="session__training_class__programme__",
        mode="session__training_class__study_mode",
        day="session__training_class__opens_on",
    ),
    SESSION: Facts(
        _sessions,
        {"periods": Coalesce(Sum("periods"), 0)},
        {},
        to_class="training_class__",
        programme="training_class__programme__",
        mode="training_class__study_mode",
        day="training_class__opens_on",
        form="form",
    ),
    LESSON: Facts(
        _lessons,
        {"periods": Coalesce(Sum("curriculum__lessons__periods"), 0)},
        {},
        to_class="",
        programme="programme__",
        mode="study_mode",
        day="opens_on",
        form="curriculum__lessons__form",
    ),
    TAUGHT: Facts(
        _taught,
        {"periods": Coalesce(Sum("periods"), 0)},
        {},
        to_class="training_class__",
        programme="training_class__programme__",
        mode="training_class__study_mode",
        day="training_class__opens_on",
        period_day="on",
        form="form",
    ),
    SENDING: Facts(
        _sendings,
        {"rows": _ROWS},
        {"person": "person_id"},
        person="person__",
        sender="sending_unit_id",
        programme="notice__programme__",
        mode="notice__study_mode",
        day="decision__decided_on",
        period_day="day",
    ),
    STUDY: Facts(
        _studied,
        {},  # what meetings tell of each unit: see `answer`
        {"session": "session_id"},
        sender="unit_id",
        day="session__opens_on",
        period_day="session__opens_on",
    ),
    STANDING: Facts(_standings, {"rows": _ROWS, "met": Count("pk", filter=_MET)}, sender="unit_id"),
}


def period_day_of(facts: Facts, question: Question) -> str | None:
    """The day by which months are told, as a path; None where the basis has none: a class that runs has no one month."""
    if facts.period_day is not None:
        return facts.period_day
    if facts.to_class is None or question.basis == RUNNING:
        return None
    return f"{facts.to_class}{'closes_on' if question.basis == FINISHED else 'opens_on'}"

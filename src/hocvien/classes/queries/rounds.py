"""Rounds of a class's list: which takes names on a day, what each holds, who still has names of it."""

from datetime import date

from django.db.models import Count, Q

from hocvien.catalogue import api as catalogue
from hocvien.classes.data import RoundRow, RoundWaiting
from hocvien.classes.errors import RoundNotFound
from hocvien.classes.models import STANDING, WAITING, NominationStatus, Round, TrainingClass
from hocvien.org import api as org


def round_taking(training_class: TrainingClass, on: date) -> tuple[bool, Round | None]:
    """(whether the list is taken in rounds, the round that names of that day belong to: the one open, else the next). One query."""
    rounds = list(Round.objects.filter(training_class=training_class).order_by("number"))
    taking = [one for one in rounds if one.closed_at is None and one.closes_on >= on]
    return bool(rounds), taking[0] if taking else None


def round_rows(training_class: TrainingClass) -> list[RoundRow]:
    """Every round with its names; one query."""
    rows = (
        Round.objects.filter(training_class=training_class)
        .annotate(
            names=Count("nominations", filter=Q(nominations__status__in=STANDING)),
            taken=Count("nominations", filter=Q(nominations__status=NominationStatus.ADMITTED)),
            waiting=Count("nominations", filter=Q(nominations__status__in=WAITING)),
        )
        .order_by("number")
    )
    return [
        RoundRow(
            uuid=row.uuid,
            class_uuid=training_class.uuid,
            number=row.number,
            opens_on=row.opens_on,
            closes_on=row.closes_on,
            seats=row.seats,
            is_closed=row.closed_at is not None,
            names=row.names,
            taken=row.taken,
            waiting=row.waiting,
        )
        for row in rows
    ]


def get_round(training_class: TrainingClass, number: int) -> Round:
    """One round of this class; RoundNotFound (404)."""
    found = Round.objects.filter(training_class=training_class, number=number).first()
    if found is None:
        raise RoundNotFound
    return found


def round_waiting(found: Round, on: date) -> list[RoundWaiting]:
    """Who has how many names of the round at which step, in the order of the steps; two queries."""
    rows = list(
        found.nominations.filter(status__in=WAITING)
        .order_by()
        .values("step", "step_kind", "step_unit_id")
        .annotate(names=Count("pk"))
        .order_by("step", "step_unit_id")
    )
    labels = org.labels_as_of({row["step_unit_id"] for row in rows if row["step_unit_id"]}, on)
    return [
        RoundWaiting(
            kind_label=str(catalogue.StepKind(row["step_kind"]).label) if row["step_kind"] else "",
            unit_name=labels[row["step_unit_id"]].name if row["step_unit_id"] in labels else "",
            names=row["names"],
        )
        for row in rows
    ]

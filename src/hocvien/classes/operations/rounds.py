"""Rounds in which the list of a class is taken: opened one after the other, closed by somebody."""

from datetime import date, datetime

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.data import RoundWaiting
from hocvien.classes.errors import RoundAfterOpening, RoundClosed, RoundNotFound, RoundOverlaps
from hocvien.classes.models import Round, TrainingClass
from hocvien.classes.operations.locking import check, day_of, lock_class, require_open_class
from hocvien.classes.queries.rounds import round_waiting
from hocvien.classes.rules import require_for_class
from hocvien.journal import api as journal


@transaction.atomic
def open_round(
    *,
    actor: User | None,
    training_class: TrainingClass,
    opens_on: date,
    closes_on: date,
    today: date,
    seats: int | None = None,
) -> Round:
    """The next round of a class's list, after the last one. class.edit at the opener or the host.

    Once there are rounds, they say when names are taken, not the one deadline of the class. Raises NotAllowed, ClassLocked, RoundOverlaps,
    RoundAfterOpening, FieldsRefused.
    """
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, today)
    row = lock_class(training_class)
    require_open_class(row)
    last = Round.objects.filter(training_class=row).order_by("-number").first()
    if last is not None and opens_on <= last.closes_on:
        raise RoundOverlaps(last.number, last.closes_on)
    if closes_on > row.opens_on:
        raise RoundAfterOpening(row.opens_on)
    made = Round(
        training_class=row,
        number=1 if last is None else last.number + 1,
        opens_on=opens_on,
        closes_on=closes_on,
        seats=seats,
    )
    check(made, exclude=["training_class"])
    made.save()
    journal.record(
        actor=actor,
        verb="classes.open_round",
        subject=row,
        unit_code=row.opened_by.code,
        after={"number": made.number, "opens_on": opens_on, "closes_on": closes_on, "seats": seats},
    )
    return made


@transaction.atomic
def close_round(*, actor: User | None, training_class: TrainingClass, number: int, now: datetime) -> list[RoundWaiting]:
    """Take no more names in this round; those on the way go on. Gives who has how many of them at which step. class.edit as `open_round`.

    Raises NotAllowed, RoundNotFound (404), RoundClosed.
    """
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, day_of(now))
    row = lock_class(training_class)
    found = Round.objects.filter(training_class=row, number=number).first()
    if found is None:
        raise RoundNotFound
    if found.closed_at is not None:
        raise RoundClosed(found.number)
    found.closed_at = now
    found.save(update_fields=["closed_at"])
    waiting = round_waiting(found, day_of(now))
    journal.record(
        actor=actor,
        verb="classes.close_round",
        subject=row,
        unit_code=row.opened_by.code,
        after={"number": number, "waiting": sum(one.names for one in waiting)},
        at=now,
    )
    return waiting

"""Preparing last year's classes again, taking that back, and announcing what was prepared."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import ProtectedError

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.data import ClassCopy, CopyOutcome
from hocvien.classes.errors import ClassLocked
from hocvien.classes.models import ClassStatus, TrainingClass
from hocvien.classes.operations.inviting import invite_units
from hocvien.classes.operations.locking import lock_class
from hocvien.classes.operations.opening import move, open_class
from hocvien.classes.operations.timetable import plan_sessions
from hocvien.classes.queries.copying import copies_of_last_year, copies_planned
from hocvien.classes.queries.seats import quota_of
from hocvien.classes.rules import require_for_class
from hocvien.common.errors import DomainError
from hocvien.journal import api as journal
from hocvien.planning import api as planning


def copy_classes(
    *,
    actor: User | None,
    plan: planning.Plan,
    chosen: Collection[UUID],
    free_days: Mapping[date, str],
    today: date,
) -> list[CopyOutcome]:
    """Prepare these classes of last year's plan again, as `copies_of_last_year` shows them: planned classes with timetable and units called.

    Each is made whole or not at all; a refusal is told at its row and stops no other. About 60 queries a class.
    """
    return [_copy(actor, copy, today) for copy in copies_of_last_year(plan, free_days) if copy.source.uuid in chosen]


@transaction.atomic
def take_back_copies(*, actor: User | None, plan: planning.Plan, today: date) -> tuple[list[str], list[str]]:
    """Take away the planned classes prepared in this plan's lines: (codes taken away, codes that stay because something stands on them).

    A class that was announced stays. Raises NotAllowed.
    """
    gone, kept = [], []
    for one in copies_planned(plan):
        require_for_class(actor, access.Permission.CLASS_OPEN, one, today)
        row = lock_class(one)
        told = {"code": row.code, "name": row.name, "opens_on": row.opens_on}
        try:
            with transaction.atomic():
                journal.record(
                    actor=actor,
                    verb="classes.take_back_copy",
                    subject=row,
                    unit_code=row.opened_by.code,
                    before=told,
                )
                row.delete()
        except ProtectedError:
            kept.append(one.code)
        else:
            gone.append(one.code)
    return gone, kept


@transaction.atomic
def announce_class(*, actor: User | None, training_class: TrainingClass, today: date) -> TrainingClass:
    """From planned to enrolling: names are taken from then on. Raises ClassLocked, NotAllowed. Enrolling already: nothing."""
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, today)
    row = lock_class(training_class)
    if row.status == ClassStatus.ENROLLING:
        return row
    if row.status != ClassStatus.PLANNED:
        raise ClassLocked(row.name, ClassStatus(row.status).label)
    return move(actor, row, "classes.announce_class", ClassStatus.ENROLLING)


def _copy(actor: User | None, copy: ClassCopy, today: date) -> CopyOutcome:
    if copy.new is None:
        return CopyOutcome(source=copy.source, why_not=copy.why_not)
    try:
        with transaction.atomic():
            row = open_class(actor=actor, new=copy.new, today=today)
            if copy.seats:
                # where the line has a quota, its ledger says how many
                seats = dict(copy.seats) if quota_of(row) is None else dict.fromkeys(copy.seats)
                invite_units(actor=actor, training_class=row, seats=seats, today=today)
            if copy.sessions:
                plan_sessions(actor=actor, training_class=row, sessions=copy.sessions, today=today)
    except DomainError as refusal:
        return CopyOutcome(source=copy.source, why_not=str(refusal))
    return CopyOutcome(source=copy.source, training_class=row)

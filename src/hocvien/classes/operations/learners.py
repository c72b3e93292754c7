"""Learners of a class: leaving, coming back, and their tổ."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.arithmetic import divide_into_groups, group_count, seats_missing
from hocvien.classes.constants import GROUP_SIZE
from hocvien.classes.errors import (
    ClassNotEnrolling,
    EndsBeforeAdmitted,
    NotInClass,
    ParticipationEnded,
    ReasonNeeded,
    SeatsTaken,
)
from hocvien.classes.models import (
    ClassStatus,
    Participation,
    ParticipationStatus,
    TrainingClass,
)
from hocvien.classes.operations.locking import lock_class, require_not_recognised
from hocvien.classes.operations.seats import confirm_for, release_of
from hocvien.classes.rules import can_for_class, require_for_class
from hocvien.common.clock import now
from hocvien.common.clock import today as clock_today
from hocvien.common.text import clean_name
from hocvien.journal import api as journal


@transaction.atomic
def end_participation(
    *,
    actor: User | None,
    participation: Participation,
    reason: str,
    on: date,
    status: str = ParticipationStatus.WITHDRAWN,
) -> Participation:
    """A learner leaves (thôi học) from that day; the place in the class is free again. list.admit at the opener or the host.

    Leaving by the opening day frees the seat of the quota too; later it stays used.

    Raises NotAllowed, ReasonNeeded, ParticipationEnded, EndsBeforeAdmitted, ClassRecognised.
    """
    if status != ParticipationStatus.WITHDRAWN:
        message = "a participation is replaced by admitting its substitute"
        raise ValueError(message)
    if not reason.strip():
        raise ReasonNeeded
    row, fresh = _own(actor, participation, on)
    if fresh.status != ParticipationStatus.ACTIVE:
        raise ParticipationEnded(fresh.person.full_name, ParticipationStatus(fresh.status).label)
    if on < fresh.admitted_on:
        raise EndsBeforeAdmitted(fresh.person.full_name, fresh.admitted_on)
    fresh.status, fresh.ended_on, fresh.status_reason = ParticipationStatus.WITHDRAWN, on, clean_name(reason)[:200]
    fresh.save(update_fields=["status", "ended_on", "status_reason"])
    if on <= row.opens_on:
        release_of(actor, [(row, [fresh.person_id])], on, now())
    journal.record(
        actor=actor,
        verb="classes.end_participation",
        subject=fresh,
        unit_code=row.opened_by.code,
        before={"status": "active"},
        after={"status": "withdrawn", "on": on, "reason": fresh.status_reason},
    )
    return fresh


@transaction.atomic
def reopen_participation(*, actor: User | None, participation: Participation, on: date) -> Participation:
    """Take an ended participation up again, if a seat is free. Raises NotAllowed, ParticipationEnded, SeatsTaken, ClassRecognised, QuotaSeatsMissing."""
    row, fresh = _own(actor, participation, on)
    if fresh.status == ParticipationStatus.ACTIVE:
        raise ParticipationEnded(fresh.person.full_name, ParticipationStatus.ACTIVE.label)
    active = Participation.objects.filter(training_class=row, status=ParticipationStatus.ACTIVE).count()
    if beyond := seats_missing(row.seats, active, 0, 1):
        raise SeatsTaken(row.name, row.seats, active, 1, beyond)
    before = {"status": str(fresh.status), "on": fresh.ended_on, "reason": fresh.status_reason}
    fresh.status, fresh.ended_on, fresh.status_reason = ParticipationStatus.ACTIVE, None, ""
    fresh.save(update_fields=["status", "ended_on", "status_reason"])
    confirm_for(actor, row, [fresh], on, now())
    journal.record(
        actor=actor,
        verb="classes.reopen_participation",
        subject=fresh,
        unit_code=row.opened_by.code,
        before=before,
        after={"status": "active"},
    )
    return fresh


@transaction.atomic
def assign_groups(
    *,
    actor: User | None,
    training_class: TrainingClass,
    size: int = GROUP_SIZE,
    mapping: Mapping[UUID, int | None] | None = None,
    on: date | None = None,
) -> int:
    """Divide the class into tổ: by name order into groups near `size`, or exactly as `mapping` says for those it names.

    Gives the number of groups. session.edit or class.edit at the class. Raises NotAllowed, NotInClass. Fixed number of queries.
    """
    day = on or clock_today()
    if not can_for_class(actor, access.Permission.SESSION_EDIT, training_class, day):
        require_for_class(actor, access.Permission.CLASS_EDIT, training_class, day)
    row = lock_class(training_class)
    rows = list(
        Participation.objects.filter(training_class=row, status=ParticipationStatus.ACTIVE)
        .select_related("person")
        .order_by("person__name_key", "pk")
    )
    if mapping is None:
        numbers = divide_into_groups(len(rows), group_count(len(rows), size))
        for participation, number in zip(rows, numbers, strict=True):
            participation.group = number
        changed = rows
    else:
        unknown = set(mapping) - {p.uuid for p in rows}
        if unknown:
            raise NotInClass(len(unknown), row.name)
        changed = [p for p in rows if p.uuid in mapping]
        for participation in changed:
            participation.group = mapping[participation.uuid]
    Participation.objects.bulk_update(changed, ["group"])
    groups = len({p.group for p in rows if p.group is not None})
    journal.record(
        actor=actor,
        verb="classes.assign_groups",
        subject=row,
        unit_code=row.opened_by.code,
        after={"groups": groups, "people": {str(p.uuid): p.group for p in changed}},
    )
    return groups


def _own(actor: User | None, participation: Participation, on: date) -> tuple[TrainingClass, Participation]:
    """The locked class and the fresh participation, if the actor may change it."""
    training_class = participation.training_class
    require_for_class(actor, access.Permission.LIST_ADMIT, training_class, on)
    row = lock_class(training_class)
    if row.status == ClassStatus.CANCELLED:
        raise ClassNotEnrolling(row.name, ClassStatus(row.status).label)
    require_not_recognised(row)
    return row, Participation.objects.select_related("person").get(pk=participation.pk)

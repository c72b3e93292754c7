"""Units called to send people to a class (chiêu sinh)."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.errors import InvitationInUse, SeatsByQuota
from hocvien.classes.models import STANDING, Invitation, Nomination, TrainingClass
from hocvien.classes.operations.locking import lock_class, require_open_class
from hocvien.classes.operations.opening import check_units
from hocvien.classes.queries.seats import quota_of
from hocvien.classes.rules import require_for_class
from hocvien.journal import api as journal
from hocvien.org import api as org


@transaction.atomic
def invite_units(
    *,
    actor: User | None,
    training_class: TrainingClass,
    unit_ids: Iterable[int] = (),
    seats: Mapping[int, int | None] | None = None,
    today: date,
) -> list[Invitation]:
    """Call units to send lists: those of `unit_ids` and those `seats` gives a number (None: no bound). Invited before: the new number.

    Where the plan line has a quota its ledger says how many: no number is typed. Raises NotAllowed, ClassLocked, UnitNotThen, SeatsByQuota.
    """
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, today)
    row = lock_class(training_class)
    require_open_class(row)
    bounds = dict(seats or {})
    if any(number is not None for number in bounds.values()) and quota_of(row) is not None:
        raise SeatsByQuota(row.name)
    wanted = list(dict.fromkeys([*unit_ids, *bounds]))
    check_units(row, wanted)
    Invitation.objects.bulk_create(
        [Invitation(training_class=row, unit_id=unit_id, seats=bounds.get(unit_id)) for unit_id in wanted],
        update_conflicts=True,
        unique_fields=["training_class", "unit"],
        update_fields=["seats"],
    )
    journal.record(
        actor=actor,
        verb="classes.invite_units",
        subject=row,
        unit_code=row.opened_by.code,
        after={"units": [{"unit_id": unit_id, "seats": bounds.get(unit_id)} for unit_id in wanted]},
    )
    return list(Invitation.objects.filter(training_class=row, unit_id__in=wanted))


@transaction.atomic
def withdraw_invitation(*, actor: User | None, training_class: TrainingClass, unit_id: int, today: date) -> None:
    """Take an invitation back; InvitationInUse while the unit or one below has people on the list. Nothing happens when there is none."""
    require_for_class(actor, access.Permission.CLASS_EDIT, training_class, today)
    row = lock_class(training_class)
    open_list = Nomination.objects.filter(
        training_class=row,
        sending_unit_id__in=org.descendant_ids_as_of(unit_id, today),
        status__in=STANDING,
    )
    if open_list.exists():
        raise InvitationInUse(org.label_as_of(unit_id, today).name)
    Invitation.objects.filter(training_class=row, unit_id=unit_id).delete()
    journal.record(
        actor=actor,
        verb="classes.withdraw_invitation",
        subject=row,
        unit_code=row.opened_by.code,
        before={"unit_id": unit_id},
    )

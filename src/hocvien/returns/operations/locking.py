"""What every write of a form or a return does: lock its row, check what is saved, tell the journal."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from hocvien.accounts.api import User
from hocvien.common.clock import today
from hocvien.common.errors import DomainError
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.returns.errors import ReturnLocked, ReturnRefused, SheetNotOpen
from hocvien.returns.models import Return, ReturnStatus, Sheet, SheetStatus
from hocvien.returns.rules import require_ask, require_submit

FILLABLE = (SheetStatus.OPEN, SheetStatus.SENT_BACK)


def lock_return(actor: User | None, asked: Return, on: date | None) -> Return:
    """The return under lock, for who runs it; raises NotAllowed, ReturnLocked."""
    require_ask(actor, asked, on or today())
    locked = Return.objects.select_for_update(of=("self",)).select_related("unit", "form").get(pk=asked.pk)
    if locked.status == ReturnStatus.LOCKED:
        raise ReturnLocked(locked.title)
    return locked


def lock_sheet(sheet: Sheet) -> Sheet:
    """The sheet under lock; raises ReturnLocked once its return is. Whoever locks a return locks all its sheets, so both see one order."""
    locked = (
        Sheet.objects.select_for_update(of=("self",))
        .select_related("in_return__form", "in_return__unit", "unit", "receiver", "parent")
        .get(pk=sheet.pk)
    )
    # asked again: while this waited for the row, PostgreSQL kept the joined return as it was before
    if Return.objects.filter(pk=locked.in_return_id, status=ReturnStatus.LOCKED).exists():
        raise ReturnLocked(locked.in_return.title)
    return locked


def lock_fillable(actor: User | None, sheet: Sheet, on: date | None) -> Sheet:
    """The sheet under lock for who fills it in, while it is with its unit. Raises NotAllowed, ReturnLocked, SheetNotOpen."""
    day = on or today()
    require_submit(actor, sheet, day)
    locked = lock_sheet(sheet)
    require_fillable(locked, day)
    return locked


def require_fillable(sheet: Sheet, on: date) -> None:
    """Raise SheetNotOpen once it is handed in."""
    if sheet.status not in FILLABLE:
        raise SheetNotOpen(unit_name(sheet, on), SheetStatus(sheet.status).label)


def unit_name(sheet: Sheet, on: date) -> str:
    return org.label_as_of(sheet.unit_id, on).name


def check_and_save(row: models.Model, refusal: Callable[[str], DomainError] = ReturnRefused) -> None:
    """Save a row whose fields and constraints hold; raises ReturnRefused (or the refusal named) with their sentences."""
    try:
        row.full_clean()
    except ValidationError as refused:
        raise refusal(" ".join(refused.messages)) from None
    row.save()


def note(
    actor: User | None,
    verb: str,
    subject: models.Model,
    unit: org.Unit | None,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Tell the journal, at the unit it concerns; at none of a shipped form."""
    journal.record(
        actor=actor,
        verb=verb,
        subject=subject,
        unit_code=unit.code if unit is not None else "",
        before=before or {},
        after=after or {},
    )

"""Who fills in a sheet, who receives it: the unit itself, and the level that asked for it."""

from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.returns.models import Form, Return, Sheet

_P = access.Permission


def can_ask(actor: User | None, asked: Return, on: date) -> bool:
    """Whether the actor runs the return: adds units, locks, opens again. At most two queries."""
    return access.can(actor, _P.RETURN_OPEN, asked.unit_id, on)


def require_ask(actor: User | None, asked: Return, on: date) -> None:
    """Raise NotAllowed unless `can_ask`."""
    access.require(actor, _P.RETURN_OPEN, asked.unit, on)


def can_submit(actor: User | None, sheet: Sheet, on: date) -> bool:
    """Whether the actor fills in and hands in the sheet: in its unit, or for it where it is received (units without the program)."""
    return access.can(actor, _P.RETURN_SUBMIT, sheet.unit_id, on) or can_receive(actor, sheet, on)


def require_submit(actor: User | None, sheet: Sheet, on: date) -> None:
    """Raise NotAllowed unless `can_submit`."""
    if not can_submit(actor, sheet, on):
        access.require(actor, _P.RETURN_SUBMIT, sheet.unit, on)


def can_receive(actor: User | None, sheet: Sheet, on: date) -> bool:
    """Whether the actor takes the sheet, sends it back, locks it. At most two queries."""
    return access.can(actor, _P.RETURN_OPEN, sheet.receiver_id, on)


def require_receive(actor: User | None, sheet: Sheet, on: date) -> None:
    """Raise NotAllowed unless `can_receive`."""
    access.require(actor, _P.RETURN_OPEN, sheet.receiver, on)


def can_collect(actor: User | None, sheet: Sheet, on: date) -> bool:
    """Whether the actor asks the units below this one for their sheets. At most two queries."""
    return access.can(actor, _P.RETURN_SUBMIT, sheet.unit_id, on)


def require_collect(actor: User | None, sheet: Sheet, on: date) -> None:
    """Raise NotAllowed unless `can_collect`."""
    access.require(actor, _P.RETURN_SUBMIT, sheet.unit, on)


def can_edit_form(actor: User | None, form: Form, on: date) -> bool:
    """Whether the actor changes the form: at its owner; a shipped one only over every unit there is. At most two queries."""
    if form.owner_id is not None:
        return access.can(actor, _P.FORM_EDIT, form.owner_id, on)
    try:
        access.require_everywhere(actor, _P.FORM_EDIT, on)
    except access.NotAllowed:
        return False
    return True

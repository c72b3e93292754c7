"""Who may change the catalogue. It is one for the whole installation, so the permission counts wherever it is held."""

from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue.errors import ProgrammeEditForbidden


def can_edit(actor: User | None, on: date) -> bool:
    """Whether the actor holds programme.edit at any unit that day; one query. None, the operator, may."""
    return actor is None or (actor.is_active and access.Permission.PROGRAMME_EDIT in access.permissions_of(actor, on))


def require_edit(actor: User | None, on: date) -> None:
    """Raise ProgrammeEditForbidden unless `can_edit`."""
    if not can_edit(actor, on):
        raise ProgrammeEditForbidden

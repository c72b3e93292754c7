"""Who may change the catalogue, and which unit may open classes of a programme.

The catalogue is one for the whole installation, so its permission counts wherever it is held.
"""

from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue.data import OpeningStanding
from hocvien.catalogue.errors import OpeningNotAuthorised, ProgrammeEditForbidden
from hocvien.catalogue.models import Programme
from hocvien.catalogue.queries import last_authority, opening_standing
from hocvien.org import api as org


def can_edit(actor: User | None, on: date) -> bool:
    """Whether the actor holds programme.edit at any unit that day; one query. None, the operator, may."""
    return actor is None or (actor.is_active and access.Permission.PROGRAMME_EDIT in access.permissions_of(actor, on))


def require_edit(actor: User | None, on: date) -> None:
    """Raise ProgrammeEditForbidden unless `can_edit`."""
    if not can_edit(actor, on):
        raise ProgrammeEditForbidden


def require_opening(
    programme: Programme, unit_id: int, from_: date, to_exclusive: date | None = None
) -> OpeningStanding:
    """What the unit may open the programme's classes by on that day (or on one of the period); raises OpeningNotAuthorised.

    Where nothing was ever recorded for the unit it is told (`is_missing`), not refused, unless the programme demands it. At most seven queries.
    """
    standing = opening_standing(programme, unit_id, from_, to_exclusive)
    if standing.verdict == "refused":
        last = last_authority(programme, unit_id, from_)
        raise OpeningNotAuthorised(
            org.label_as_of(unit_id, from_).name,
            programme.name,
            from_,
            ended="" if last is None else last.number,
            ended_on=None if last is None else last.valid_to,
        )
    return standing

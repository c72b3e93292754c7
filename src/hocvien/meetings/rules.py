"""Who may tell the numbers of a unit: those who do so there, and whoever organises the study session."""

from collections.abc import Iterable
from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.meetings.models import StudySession

_P = access.Permission


def can_organise(actor: User | None, session: StudySession, on: date) -> bool:
    """Whether the actor organises the study session: changes it, sees all its numbers, locks them. At most two queries."""
    return access.can(actor, _P.STUDY_EDIT, session.organiser_id, on)


def require_organise(actor: User | None, session: StudySession, on: date) -> None:
    """Raise NotAllowed unless `can_organise`."""
    access.require(actor, _P.STUDY_EDIT, session.organiser, on)


def answerable(actor: User | None, session: StudySession, unit_ids: Iterable[int], on: date) -> set[int]:
    """Of these units, those whose numbers the actor may tell; two queries, and one for every 500 units."""
    if can_organise(actor, session, on):
        return set(unit_ids)
    return access.units_among(actor, _P.STUDY_ANSWER, unit_ids, on)

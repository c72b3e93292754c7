"""Who may tell the numbers of a unit: those who do so there, and whoever organises the study session."""

from collections.abc import Iterable, Sequence
from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.errors import DomainError
from hocvien.meetings.errors import BothPresent
from hocvien.meetings.models import PresentMember, StudySession

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


def nameable(actor: User | None, unit_ids: Iterable[int], on: date) -> set[int]:
    """Of these units, those whose present members the actor may record and read by name: a right of its own at the unit. Two queries."""
    return access.units_among(actor, _P.STUDY_NAMES, unit_ids, on)


def refuse_merge_of_present(survivor_id: int, merged_id: int) -> Sequence[DomainError]:
    """Why two records cannot be one person: both are named in one study session. One query."""
    rows = PresentMember.objects.filter(person_id__in=[survivor_id, merged_id]).order_by("pk")
    seen: dict[int, set[int]] = {}
    topics: dict[int, str] = {}
    for session_id, person_id, topic in rows.values_list(
        "headcount__point__session_id", "person_id", "headcount__point__session__topic"
    ):
        seen.setdefault(session_id, set()).add(person_id)
        topics[session_id] = topic
    return [BothPresent(topics[pk]) for pk, persons in seen.items() if len(persons) > 1]

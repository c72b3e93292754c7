"""Who sees which study session, and of whom the numbers.

A study session is seen where it is organised and above, and at the units it summons; who sees it only as a unit summoned sees the numbers
of units in sight alone.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.common.text import collation_key
from hocvien.meetings.data import Row
from hocvien.meetings.errors import PointNotFound, StudySessionNotFound
from hocvien.meetings.models import Headcount, Point, StudySession, SummonedUnit
from hocvien.org import api as org

_P = access.Permission


def sessions_visible_to(actor: User | None, on: date) -> QuerySet[StudySession]:
    """Study sessions the actor may see that day, newest first."""
    sessions = StudySession.objects.select_related("organiser").order_by("-opens_on", "pk")
    if actor is None:
        return sessions
    units = access.unit_ids_for(actor, _P.STUDY_VIEW, on)
    summoned = SummonedUnit.objects.filter(session=OuterRef("pk"), unit_id__in=units)
    return sessions.filter(Q(organiser_id__in=units) | Exists(summoned))


def get_session_for(actor: User | None, uuid: UUID, on: date) -> StudySession:
    """The study session, if visible to the actor that day; else StudySessionNotFound (a 404)."""
    session = sessions_visible_to(actor, on).filter(uuid=uuid).first()
    if session is None:
        raise StudySessionNotFound
    return session


def sessions_of(
    actor: User | None, unit: org.Unit | None, *, from_: date, to_exclusive: date, on: date, as_of: date | None = None
) -> QuerySet[StudySession]:
    """Visible study sessions that begin in the days, organised by the unit or below it, or that summon one of these.

    What lies below is asked of `as_of` (default: `on`).
    """
    sessions = sessions_visible_to(actor, on).filter(opens_on__gte=from_, opens_on__lt=to_exclusive)
    if unit is None:
        return sessions
    below = org.descendant_ids_as_of(unit.pk, as_of or on, with_past=True)
    summoned = SummonedUnit.objects.filter(session=OuterRef("pk"), unit_id__in=below)
    return sessions.filter(Q(organiser_id__in=below) | Exists(summoned))


def units_seen(actor: User | None, session: StudySession, on: date) -> QuerySet[Any, Any] | None:
    """Ids of units whose numbers the actor sees, as a subquery; None: all of them."""
    if access.can(actor, _P.STUDY_VIEW, session.organiser_id, on):
        return None
    return access.unit_ids_for(actor, _P.STUDY_VIEW, on)


def list_points(session: StudySession) -> list[Point]:
    """Points in order, those that make up last; one query."""
    return list(session.points.order_by("is_makeup", "on", "position"))


def get_point(session: StudySession, uuid: UUID) -> Point:
    """A point of this study session; PointNotFound (a 404)."""
    point = session.points.filter(uuid=uuid).first()
    if point is None:
        raise PointNotFound
    return point


def rows_of_point(point: Point, *, within: QuerySet[Any, Any] | set[int] | None = None) -> list[Row]:
    """What is to be entered at a point, by name; at one that makes up every unit of the study session has a line. Two queries."""
    session = point.session
    there = Headcount.objects.filter(point=point)
    told = {pk: (invited, present) for pk, invited, present in there.values_list("summoned", "invited", "present")}
    summoned = session.summoned.all() if point.is_makeup else session.summoned.filter(pk__in=there.values("summoned"))
    if within is not None:
        summoned = summoned.filter(unit_id__in=within)
    rows = list(summoned.values_list("pk", "unit_id", "members"))
    labels = org.labels_as_of([unit_id for _pk, unit_id, _members in rows], session.opens_on)
    found = [
        Row(unit_id, labels[unit_id].code, labels[unit_id].name, *told.get(pk, (None, None)), members)
        for pk, unit_id, members in rows
    ]
    return sorted(found, key=lambda row: (collation_key(row.name), row.code))


def places_of_units(session: StudySession) -> dict[int, str]:
    """Summoned unit id → the places where it gathers or made up, in words; one query."""
    found: dict[int, list[str]] = {}
    rows = Headcount.objects.filter(point__session=session).order_by("point__is_makeup", "point__position")
    for summoned_id, place in rows.values_list("summoned_id", "point__place"):
        if place not in found.setdefault(summoned_id, []):
            found[summoned_id].append(place)
    return {pk: "; ".join(places) for pk, places in found.items()}


def sessions_by_ids(ids: Iterable[int]) -> list[StudySession]:
    """These study sessions, newest first; one query. Nobody is asked whether they may be seen."""
    return list(StudySession.objects.filter(among("pk", ids)).order_by("-opens_on", "pk"))

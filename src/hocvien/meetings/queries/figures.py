"""Numbers of study sessions, each unit once: present at its points, make-up, members."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from hocvien.common.among import among
from hocvien.meetings.data import Figures, UnitFigures
from hocvien.meetings.models import StudySession, SummonedUnit

_MAIN = Q(headcounts__point__is_makeup=False)


def with_figures(summoned: QuerySet[SummonedUnit]) -> QuerySet[Any]:
    """Summoned units with `invited`, `present`, `made_up` and `untold` (points where it has told no presence): one join, each row once."""
    return summoned.annotate(
        invited=Coalesce(Sum("headcounts__invited", filter=_MAIN), 0),
        present=Coalesce(Sum("headcounts__present", filter=_MAIN), 0),
        made_up=Coalesce(Sum("headcounts__present", filter=~_MAIN), 0),
        untold=Count("headcounts", filter=_MAIN & Q(headcounts__present=None)),
    )


def figures_of_units(summoned: QuerySet[SummonedUnit]) -> list[UnitFigures]:
    """A line for each summoned unit; one query."""
    rows = with_figures(summoned).order_by("session_id", "pk")
    return [
        UnitFigures(
            pk, session_id, opens_on, unit_id, Figures(1, int(not untold), invited, present, made_up, members or 0)
        )
        for pk, session_id, opens_on, unit_id, untold, invited, present, made_up, members in rows.values_list(
            "pk", "session_id", "session__opens_on", "unit_id", "untold", "invited", "present", "made_up", "members"
        )
    ]


def figures_by_session(sessions: Iterable[int], within: QuerySet[Any, Any] | None = None) -> dict[int, Figures]:
    """Study session id → its sum, of units within alone if given; one query."""
    summoned = SummonedUnit.objects.filter(among("session_id", sessions))
    if within is not None:
        summoned = summoned.filter(unit_id__in=within)
    found: dict[int, Figures] = {}
    for row in figures_of_units(summoned):
        found[row.session_id] = found.get(row.session_id, Figures()) + row.figures
    return found


def figures_by_point(session: StudySession, within: QuerySet[Any, Any] | None = None) -> dict[int, Figures]:
    """Point id → units there, how many told, invited and present; at a point that makes up `made_up`. Without members. One query."""
    points = session.points.all()
    here = Q() if within is None else Q(headcounts__summoned__unit_id__in=within)
    rows = points.annotate(
        units=Count("headcounts", filter=here),
        told=Count("headcounts__present", filter=here),
        invited=Coalesce(Sum("headcounts__invited", filter=here), 0),
        there=Coalesce(Sum("headcounts__present", filter=here), 0),
    ).values_list("pk", "is_makeup", "units", "told", "invited", "there")
    return {
        pk: Figures(units, told, invited, 0 if is_makeup else there, there if is_makeup else 0)
        for pk, is_makeup, units, told, invited, there in rows
    }


def summoned_between(from_: date, to_exclusive: date, *, known_on: date | None = None) -> QuerySet[SummonedUnit]:
    """Summoned units of study sessions that begin in these days, by `known_on` at the latest: what figures of a period are made of."""
    rows = SummonedUnit.objects.filter(session__opens_on__gte=from_, session__opens_on__lt=to_exclusive)
    return rows if known_on is None else rows.filter(session__opens_on__lte=known_on)

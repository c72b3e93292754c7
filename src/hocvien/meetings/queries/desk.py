"""What of study sessions waits for an account: numbers to tell, numbers that others have not told."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.meetings.data import DeskItem
from hocvien.meetings.models import Headcount, StudyStatus, SummonedUnit

_P = access.Permission


def untold_units() -> QuerySet[SummonedUnit]:
    """Summoned units that have not told who was there at a point of theirs; make-up is told only if there was any."""
    untold = Headcount.objects.filter(summoned=OuterRef("pk"), point__is_makeup=False, present=None)
    return SummonedUnit.objects.filter(Exists(untold))


def sessions_on_desk(actor: User | None, on: date, within: QuerySet[Any] | None = None) -> list[DeskItem]:
    """Open study sessions that have begun and lack numbers: of units where the actor's own grant to tell them lies (answer), and of
    any unit where the actor's own grant to organise lies at the organiser (missing). Who may do so from further above is not asked.

    `within`: of these units, or of organisers among them, alone. Two queries.
    """
    if actor is None:
        return []
    waiting = untold_units().filter(session__status=StudyStatus.OPEN, session__opens_on__lte=on)
    found = []
    for kind, permission, field in (
        ("answer", _P.STUDY_ANSWER, "unit_id"),
        ("missing", _P.STUDY_EDIT, "session__organiser_id"),
    ):
        deep, flat = access.granted_unit_ids(actor, permission, on)
        own = waiting.filter(**{f"{field}__in": [*deep, *flat]})
        if within is not None:
            own = own.filter(**{f"{field}__in": within})
        rows = own.order_by().values_list("session__uuid", "session__topic", "session__answers_due_on")
        found += [
            DeskItem(kind, uuid, topic, units, due_on)
            for uuid, topic, due_on, units in rows.annotate(units=Count("pk"))
        ]
    return sorted(found, key=lambda item: (item.due_on or date.max, item.kind, item.topic))

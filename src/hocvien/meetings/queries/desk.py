"""What of study sessions waits for an account: numbers to tell, numbers that others have not told."""

from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, QuerySet, Value

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

    `within`: of these units, or of organisers among them, alone. One query.
    """
    if actor is None:
        return []
    waiting = untold_units().filter(session__status=StudyStatus.OPEN, session__opens_on__lte=on)
    asked: list[QuerySet[Any, Any]] = []
    for kind, permission, field in (
        ("answer", _P.STUDY_ANSWER, "unit_id"),
        ("missing", _P.STUDY_EDIT, "session__organiser_id"),
    ):
        deep, flat = access.granted_unit_ids(actor, permission, on)
        if not deep and not flat:
            continue
        own = waiting.filter(**{f"{field}__in": [*deep, *flat]})
        if within is not None:
            own = own.filter(**{f"{field}__in": within})
        words = Value(kind, output_field=CharField())
        rows = own.order_by().values_list(words, "session__uuid", "session__topic", "session__answers_due_on")
        asked.append(rows.annotate(units=Count("pk")))
    if not asked:
        return []
    told = asked[0].union(*asked[1:], all=True)
    found = [DeskItem(kind, uuid, topic, units, due_on) for kind, uuid, topic, due_on, units in told]
    return sorted(found, key=lambda item: (item.due_on or date.max, item.kind, item.topic))

"""What of returns waits for an account: to hand in, to mend, to check, to ask after."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, Count, F, Min, Q, QuerySet, Value, When

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.returns.data import DeskItem
from hocvien.returns.models import ReturnStatus, Sheet, SheetStatus

_P = access.Permission
_ORDER = {"mend": 0, "submit": 1, "check": 2, "missing": 3}


def returns_on_desk(actor: User | None, on: date, within: QuerySet[Any] | None = None) -> list[DeskItem]:
    """Sheets to hand in and to mend where the actor's own grant to do so lies; sheets to check, and late ones, where the own grant to receive lies.

    `within`: of these units (for those received: these receivers) alone. One query.
    """
    if actor is None:
        return []
    asked: list[QuerySet[Any, Any]] = []
    waiting = Sheet.objects.filter(in_return__status=ReturnStatus.OPEN).order_by()
    with_unit = (SheetStatus.OPEN, SheetStatus.SENT_BACK)
    own = _own(actor, _P.RETURN_SUBMIT, "unit_id", on, within)
    if own is not None:
        kind = Case(When(status=SheetStatus.SENT_BACK, then=Value("mend")), default=Value("submit"))
        rows = waiting.filter(own, status__in=with_unit)
        name = org.name_subquery("unit_id", on)
        asked.append(
            rows.annotate(kind=kind, name=name, n=Value(0)).values_list(
                "kind", "in_return__title", "n", "due_on", "in_return__uuid", "uuid", "name", "parent__uuid"
            )
        )
    received = _own(actor, _P.RETURN_OPEN, "receiver_id", on, within)
    if received is not None:
        late = Q(status__in=with_unit, due_on__lt=on)
        kind = Case(When(status=SheetStatus.SUBMITTED, then=Value("check")), default=Value("missing"))
        rows = waiting.filter(received).filter(Q(status=SheetStatus.SUBMITTED) | late)
        grouped = rows.annotate(kind=kind).values(
            "kind", "in_return_id", "in_return__title", "in_return__uuid", "parent__uuid"
        )
        asked.append(
            grouped.annotate(
                n=Count("pk"), due=Min("due_on"), sheet=F("in_return__uuid"), name=Value("", output_field=CharField())
            ).values_list("kind", "in_return__title", "n", "due", "in_return__uuid", "sheet", "name", "parent__uuid")
        )
    if not asked:
        return []
    told = asked[0].union(*asked[1:], all=True)
    found = [
        DeskItem(
            kind=kind,
            title=title,
            count=count,
            # sheets that wait to be checked have no day by which
            due_on=due_on if kind != "check" else None,
            return_uuid=return_uuid,
            sheet_uuid=sheet_uuid if kind in {"submit", "mend"} else None,
            unit_name=name,
            parent_uuid=parent_uuid,
        )
        for kind, title, count, due_on, return_uuid, sheet_uuid, name, parent_uuid in told
    ]
    return sorted(found, key=lambda item: (item.due_on or date.max, _ORDER[item.kind], item.title, item.unit_name))


def _own(actor: User, permission: str, field: str, on: date, within: QuerySet[Any] | None) -> Q | None:
    """Units where the actor's own grant lies (not through a unit above); None where there is none."""
    deep, flat = access.granted_unit_ids(actor, permission, on)
    if not deep and not flat:
        return None
    found = Q(**{f"{field}__in": [*deep, *flat]})
    return found if within is None else found & Q(**{f"{field}__in": within})

"""Who sees which return, and how it stands over its units.

A return is seen where it is asked and above, and at the units asked; who sees it only as a unit asked sees the sheets of units in sight alone.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Sum, When

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.org import api as org
from hocvien.returns.data import Standing
from hocvien.returns.errors import ReturnNotFound
from hocvien.returns.models import Return, Sheet, SheetStatus

_P = access.Permission
_WITH_UNIT = (SheetStatus.OPEN, SheetStatus.SENT_BACK)


def returns_visible_to(actor: User | None, on: date) -> QuerySet[Return]:
    """Returns the actor may see that day, the latest period first."""
    returns = Return.objects.select_related("unit", "form").order_by("-to_on", "-due_on", "pk")
    if actor is None:
        return returns
    units = access.unit_ids_for(actor, _P.RETURN_VIEW, on)
    asked = Sheet.objects.filter(in_return=OuterRef("pk"), unit_id__in=units)
    return returns.filter(Q(unit_id__in=units) | Exists(asked))


def get_return_for(actor: User | None, uuid: UUID, on: date) -> Return:
    """The return, if visible to the actor that day; else ReturnNotFound (a 404)."""
    found = returns_visible_to(actor, on).filter(uuid=uuid).first()
    if found is None:
        raise ReturnNotFound
    return found


def get_whole_return_for(actor: User | None, uuid: UUID, on: date) -> Return:
    """The return, if the actor sees it where it is received, and so all its sheets; else ReturnNotFound (a 404)."""
    found = get_return_for(actor, uuid, on)
    if not access.can(actor, _P.RETURN_VIEW, found.unit_id, on):
        raise ReturnNotFound
    return found


def returns_of(
    actor: User | None, unit: org.Unit | None, *, from_: date, to_exclusive: date, on: date, as_of: date | None = None
) -> QuerySet[Return]:
    """Visible returns whose period touches the days, asked by the unit or below it, or of one of these. What lies below is asked of `as_of`."""
    returns = returns_visible_to(actor, on).filter(from_on__lt=to_exclusive, to_on__gte=from_)
    if unit is None:
        return returns
    below = org.descendant_ids_as_of(unit.pk, as_of or on, with_past=True)
    asked = Sheet.objects.filter(in_return=OuterRef("pk"), unit_id__in=below)
    return returns.filter(Q(unit_id__in=below) | Exists(asked))


def get_sheet_for(actor: User | None, uuid: UUID, on: date) -> Sheet:
    """The sheet, if the actor sees returns at its unit or where it is received; else ReturnNotFound (a 404). At most four queries."""
    sheet = (
        Sheet.objects.select_related("in_return__form", "in_return__unit", "unit", "receiver", "parent__unit")
        .filter(uuid=uuid)
        .first()
    )
    if sheet is None or not (
        access.can(actor, _P.RETURN_VIEW, sheet.unit_id, on) or access.can(actor, _P.RETURN_VIEW, sheet.receiver_id, on)
    ):
        raise ReturnNotFound
    return sheet


def sheets_of(actor: User | None, asked: Return, on: date, *, parent: Sheet | None = None) -> QuerySet[Sheet]:
    """Sheets of a return (or of a unit that collects within it) that the actor sees: all where they are received, else those of units in sight."""
    sheets = Sheet.objects.filter(in_return=asked, parent=parent)
    received = asked.unit_id if parent is None else parent.unit_id
    if access.can(actor, _P.RETURN_VIEW, received, on):
        return sheets
    return sheets.filter(unit_id__in=access.unit_ids_for(actor, _P.RETURN_VIEW, on))


def standing_of(sheets: QuerySet[Sheet], on: date) -> Standing:
    """How many sheets wait, are late, were handed in, contradict themselves; one query."""
    return Standing(**sheets.aggregate(**_counts(on)))


def standing_by_return(ids: Iterable[int], on: date, within: QuerySet[Any, Any] | None = None) -> dict[int, Standing]:
    """Return id → how its own sheets stand (not those collected further below), of units within alone if given; one query."""
    rows = Sheet.objects.filter(among("in_return_id", ids), parent=None)
    if within is not None:
        rows = rows.filter(unit_id__in=within)
    found = rows.order_by().values("in_return_id").annotate(**_counts(on))
    return {one.pop("in_return_id"): Standing(**one) for one in found}


def standing_seen(actor: User | None, rows: Iterable[Return], on: date) -> dict[int, Standing]:
    """`standing_by_return` as far as the actor sees: all sheets where a return is received in sight, else those of units in sight. Four queries."""
    found = list(rows)
    whole = access.units_among(actor, _P.RETURN_VIEW, {row.unit_id for row in found}, on)
    standing = standing_by_return([row.pk for row in found if row.unit_id in whole], on)
    narrow = [row.pk for row in found if row.unit_id not in whole]
    if narrow:
        standing |= standing_by_return(narrow, on, access.unit_ids_for(actor, _P.RETURN_VIEW, on))
    return standing


def standing_below(parent_ids: Iterable[int], on: date) -> dict[int, Standing]:
    """Sheet id → how the sheets stand that it collects; nothing of one that collects none. One query."""
    rows = Sheet.objects.filter(among("parent_id", parent_ids)).order_by().values("parent_id").annotate(**_counts(on))
    return {one.pop("parent_id"): Standing(**one) for one in rows}


def _counts(on: date) -> dict[str, Any]:
    with_unit = Q(status__in=_WITH_UNIT)
    contradicts = Case(When(Q(contradicting__gt=0) & ~with_unit, then=1), default=0, output_field=IntegerField())
    return {
        "units": Count("pk"),
        "waiting": Count("pk", filter=Q(status=SheetStatus.OPEN)),
        "late": Count("pk", filter=with_unit & Q(due_on__lt=on)),
        "submitted": Count("pk", filter=Q(status=SheetStatus.SUBMITTED)),
        "sent_back": Count("pk", filter=Q(status=SheetStatus.SENT_BACK)),
        "locked": Count("pk", filter=Q(status=SheetStatus.LOCKED)),
        "contradicting": Sum(contradicts, default=0),
    }


def is_late(sheet: Sheet, on: date) -> bool:
    """Whether it is past its day and still with its unit, or was handed in after it."""
    if sheet.status in _WITH_UNIT:
        return sheet.due_on < on
    return sheet.submitted_on is not None and sheet.submitted_on > sheet.due_on


def late_among(sheets: QuerySet[Sheet], on: date) -> QuerySet[Sheet]:
    """Twin of `is_late`."""
    return sheets.filter(
        Q(status__in=_WITH_UNIT, due_on__lt=on) | (~Q(status__in=_WITH_UNIT) & Q(submitted_on__gt=F("due_on")))
    )

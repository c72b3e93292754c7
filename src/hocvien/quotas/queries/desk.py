"""What of seats waits for an account: names to give, moves to answer."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.quotas.data import DeskItem
from hocvien.quotas.models import Account, AskStatus, Entry, MoveStatus, Quota, SeatAsk, SeatMove
from hocvien.quotas.queries.balances import sums


def seats_on_desk(actor: User | None, on: date, within: QuerySet[Any] | Iterable[int] | None = None) -> list[DeskItem]:
    """Seats without a name at units where the actor's own grant lies, moves that wait for these units' answer, and quotas of these units
    in which seats are to be taken back or asked for; by deadline.

    `within`: of these units alone. One query where there is nothing, one for seats, one for moves, and one for the names of units.
    """
    if actor is None:
        return []
    deep, flat = access.granted_unit_ids(actor, access.Permission.LIST_PROPOSE, on)
    granted = [*deep, *flat]
    found: dict[str, dict[int, int]] = {"quota": {}, "move": {}, "share": {}, "unit": {}}
    legs = (_touched(granted, on), _asked(granted), _to_share(actor, on, within), _living(granted, on, within))
    for what, pk, number in legs[0].union(*legs[1:], all=True):
        found[what][pk] = number
    units = set(found["unit"])
    items = [*_of_seats(found["quota"], found["share"], units, on), *_to_answer(found["move"], units)]
    labels = access.labels_for(actor, {pk for item, named in items for pk in (item.unit_id, *named)}, on)
    told = [
        replace(
            item,
            unit_code=labels[item.unit_id].code,
            unit_name=labels[item.unit_id].name,
            words=": ".join([*(labels[pk].name for pk in named), *filter(None, [item.words])]),
        )
        for item, named in items
    ]
    return sorted(told, key=lambda item: (item.due_on or date.max, item.programme, item.unit_code))


def _leg(rows: QuerySet[Any], kind: str, number: Any = None) -> QuerySet[Any, Any]:
    """(kind, id, a number or 0) of these rows, a leg of the union."""
    output: Any = CharField()
    told = Value(0, output_field=IntegerField()) if number is None else number
    return rows.order_by().values_list(Value(kind, output_field=output), "pk", told)


def _touched(granted: list[int], on: date) -> QuerySet[Any, Any]:
    touched = Entry.objects.filter(to_unit_id__in=granted).order_by().values("quota_id")
    return _leg(Quota.objects.filter(pk__in=touched, year__gte=on.year - 1), "quota")


def _asked(granted: list[int]) -> QuerySet[Any, Any]:
    asked = Q(asked_by_giver=True, to_unit_id__in=granted) | Q(asked_by_giver=False, from_unit_id__in=granted)
    return _leg(SeatMove.objects.filter(asked, status=MoveStatus.ASKED), "move")


def _to_share(actor: User, on: date, within: QuerySet[Any] | Iterable[int] | None) -> QuerySet[Any, Any]:
    """Quotas owned by units where the actor draws up plans, past their deadline or asked for seats; with how many units ask."""
    deep, flat = access.granted_unit_ids(actor, access.Permission.PLAN_EDIT, on)
    asked = SeatAsk.objects.filter(quota=OuterRef("pk"), status=AskStatus.WAITING)
    rows = Quota.objects.filter(
        Q(names_due_on__lt=on) | Exists(asked), owner_id__in=[*deep, *flat], year__gte=on.year - 1
    )
    if within is not None:
        rows = rows.filter(owner_id__in=within)
    number = asked.order_by().values("quota").annotate(number=Count("pk")).values("number")
    return _leg(rows, "share", Coalesce(Subquery(number), 0))


def _living(granted: list[int], on: date, within: QuerySet[Any] | Iterable[int] | None) -> QuerySet[Any, Any]:
    ours = org.Unit.objects.filter(pk__in=granted, valid_to__gt=on)
    return _leg(ours if within is None else ours.filter(pk__in=within), "unit")


def _of_seats(
    quota_ids: Iterable[int], asks: Mapping[int, int], units: set[int], on: date
) -> list[tuple[DeskItem, tuple[int, ...]]]:
    """What these units have without a name; and of each quota in `asks` what `share_out` would take back and how many wait; one query."""
    ids = {*(quota_ids if units else ()), *asks}
    if not ids:
        return []
    told = ("quota__uuid", "quota__programme__name", "quota__names_due_on", "quota__owner_id")
    facts: dict[int, tuple[Any, ...]] = {}
    unused: dict[int, Counter[int]] = {}
    for quota_id, unit_id, account, *more, number in sums(
        Entry.objects.filter(quota_id__in=ids), sorted(units), *told, whole=asks
    ):
        facts[quota_id] = tuple(more)
        if account in {Account.FREE, Account.RESERVED}:
            unused.setdefault(quota_id, Counter())[unit_id] += number
    found: list[tuple[DeskItem, tuple[int, ...]]] = []
    for quota_id, (uuid, programme, due_on, owner_id) in facts.items():
        # what the owner has left waits for nobody's name
        seats = {at: number for at, number in unused.get(quota_id, {}).items() if number and at != owner_id}
        if quota_id in quota_ids:
            found += [
                (DeskItem("name", uuid, programme, at, number, due_on), ())
                for at, number in seats.items()
                if at in units
            ]
        if quota_id in asks:
            back = sum(seats.values()) if due_on < on else 0
            item = DeskItem("share", uuid, programme, owner_id, back, due_on if back else None, asks=asks[quota_id])
            found += [(item, ())] if back or item.asks else []
    return found


def _to_answer(move_ids: Iterable[int], units: set[int]) -> list[tuple[DeskItem, tuple[int, ...]]]:
    """Moves these units are asked for, each with the unit that asks; one query, none without a move."""
    ids = list(move_ids)
    moves = SeatMove.objects.filter(pk__in=ids).select_related("quota__programme") if ids and units else ()
    found: list[tuple[DeskItem, tuple[int, ...]]] = []
    for move in moves:
        sides = [move.from_unit_id, move.to_unit_id]
        asker, other = sides if move.asked_by_giver else reversed(sides)
        if other in units:
            quota = move.quota
            item = DeskItem("move", quota.uuid, quota.programme.name, other, move.seats, words=move.reason)
            found.append((item, (asker,)))
    return found

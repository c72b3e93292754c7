"""What of seats waits for an account: names to give, moves to answer."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.quotas.data import DeskItem
from hocvien.quotas.models import AskStatus, Entry, MoveStatus, Quota, SeatAsk, SeatMove
from hocvien.quotas.queries.balances import balances


def seats_on_desk(actor: User | None, on: date, within: QuerySet[Any] | Iterable[int] | None = None) -> list[DeskItem]:
    """Seats without a name at units where the actor's own grant lies, moves that wait for these units' answer, and quotas of these units
    in which seats are to be taken back or asked for; by deadline.

    `within`: of these units alone. One query where there is nothing, else eight.
    """
    if actor is None:
        return []
    deep, flat = access.granted_unit_ids(actor, access.Permission.LIST_PROPOSE, on)
    granted = [*deep, *flat]
    touched = Entry.objects.filter(to_unit_id__in=granted).order_by().values("quota_id")
    asked = Q(asked_by_giver=True, to_unit_id__in=granted) | Q(asked_by_giver=False, from_unit_id__in=granted)
    kind: Any = CharField()
    quotas = Quota.objects.filter(pk__in=touched, year__gte=on.year - 1).values_list(
        Value("quota", output_field=kind), "pk"
    )
    moves = SeatMove.objects.filter(asked, status=MoveStatus.ASKED).values_list(Value("move", output_field=kind), "pk")
    found: dict[str, list[int]] = {"quota": [], "move": [], "share": []}
    for what, pk in quotas.union(moves, _to_share(actor, on), all=True):
        found[what].append(pk)
    if not any(found.values()):
        return []
    ours = org.Unit.objects.filter(pk__in=granted, valid_to__gt=on)
    if within is not None:
        ours = ours.filter(pk__in=within)
    units = set(ours.values_list("pk", flat=True))
    return sorted(
        [
            *_without_name(found["quota"], units, on),
            *_to_answer(found["move"], units, on),
            *_of_owner(found["share"], within, on),
        ],
        key=lambda item: (item.due_on or date.max, item.programme, item.unit_code),
    )


def _to_share(actor: User, on: date) -> QuerySet[Any, Any]:
    """Quotas owned by units where the actor draws up plans, past their deadline or asked for seats, as a leg of the union."""
    deep, flat = access.granted_unit_ids(actor, access.Permission.PLAN_EDIT, on)
    asked = SeatAsk.objects.filter(quota=OuterRef("pk"), status=AskStatus.WAITING)
    rows = Quota.objects.filter(
        Q(names_due_on__lt=on) | Exists(asked), owner_id__in=[*deep, *flat], year__gte=on.year - 1
    )
    kind: Any = CharField()
    return rows.values_list(Value("share", output_field=kind), "pk")


def _of_owner(quota_ids: list[int], within: QuerySet[Any] | Iterable[int] | None, on: date) -> list[DeskItem]:
    """What `share_out` would take back and who waits, for each of these quotas where there is either; four queries."""
    quotas = Quota.objects.filter(pk__in=quota_ids).select_related("programme", "owner")
    if within is not None:
        quotas = quotas.filter(owner_id__in=within)
    known = list(quotas)
    if not known:
        return []
    held = balances([quota.pk for quota in known])
    asks = SeatAsk.objects.filter(quota__in=known, status=AskStatus.WAITING).order_by()
    waiting = dict(asks.values_list("quota_id").annotate(asks=Count("pk")))
    labels = org.labels_as_of({quota.owner_id for quota in known}, on)
    found = []
    for quota in known:
        owner = labels[quota.owner_id]
        unused = sum(one.unused for at, one in held[quota.pk].items() if at != quota.owner_id)
        back = unused if quota.names_due_on < on else 0
        due = quota.names_due_on if back else None
        if back or quota.pk in waiting:
            item = DeskItem("share", quota.uuid, quota.programme.name, owner.code, owner.name, back, due)
            found.append(replace(item, asks=waiting.get(quota.pk, 0)))
    return found


def _without_name(quota_ids: list[int], units: set[int], on: date) -> list[DeskItem]:
    if not quota_ids or not units:
        return []
    held = balances(quota_ids, sorted(units))
    waiting = {pk: {at: one for at, one in seats.items() if one.unused} for pk, seats in held.items()}
    quotas = Quota.objects.filter(pk__in=[pk for pk, seats in waiting.items() if seats]).select_related("programme")
    labels = org.labels_as_of({at for seats in waiting.values() for at in seats}, on)
    return [
        DeskItem(
            "name", quota.uuid, quota.programme.name, labels[at].code, labels[at].name, one.unused, quota.names_due_on
        )
        for quota in quotas
        for at, one in waiting[quota.pk].items()
        # what the owner has left waits for nobody's name
        if at != quota.owner_id
    ]


def _to_answer(move_ids: list[int], units: set[int], on: date) -> list[DeskItem]:
    moves = list(SeatMove.objects.filter(pk__in=move_ids).select_related("quota__programme")) if move_ids else []
    labels = org.labels_as_of({pk for move in moves for pk in (move.from_unit_id, move.to_unit_id)}, on)
    found = []
    for move in moves:
        sides = [move.from_unit_id, move.to_unit_id]
        asker, other = sides if move.asked_by_giver else reversed(sides)
        if other in units:
            words = f"{labels[asker].name}: {move.reason}"
            found.append(
                DeskItem(
                    "move",
                    move.quota.uuid,
                    move.quota.programme.name,
                    labels[other].code,
                    labels[other].name,
                    move.seats,
                    words=words,
                )
            )
    return found

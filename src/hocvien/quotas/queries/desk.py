"""What of seats waits for an account: names to give, moves to answer."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import CharField, Q, QuerySet, Value

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.quotas.data import DeskItem
from hocvien.quotas.models import Entry, MoveStatus, Quota, SeatMove
from hocvien.quotas.queries.balances import balances


def seats_on_desk(actor: User | None, on: date, within: QuerySet[Any] | Iterable[int] | None = None) -> list[DeskItem]:
    """Seats without a name at units where the actor's own grant lies, and moves that wait for these units' answer; by deadline.

    `within`: of these units alone. One query where there is nothing, else six.
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
    found: dict[str, list[int]] = {"quota": [], "move": []}
    for what, pk in quotas.union(moves, all=True):
        found[what].append(pk)
    if not any(found.values()):
        return []
    ours = org.Unit.objects.filter(pk__in=granted, valid_to__gt=on)
    if within is not None:
        ours = ours.filter(pk__in=within)
    units = set(ours.values_list("pk", flat=True))
    return sorted(
        _without_name(found["quota"], units, on) + _to_answer(found["move"], units, on),
        key=lambda item: (item.due_on or date.max, item.programme, item.unit_code),
    )


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

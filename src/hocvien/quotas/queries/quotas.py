"""Reads of quotas, of their ledger, and of what waits in them.

Who sees a quota: those who see plans at its owner, above it, or at a unit below it. Which of its units they see is asked again
(`unit_in_quota`): a commune sees its own seats, not those of its neighbours.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.quotas.arithmetic import share_seats
from hocvien.quotas.data import Balance, Sharing, Waiting
from hocvien.quotas.errors import QuotaNotFound, RequestNotFound
from hocvien.quotas.models import AskStatus, Entry, MoveStatus, Quota, SeatAsk, SeatMove
from hocvien.quotas.queries.balances import balances, holdings, seats_of_unit
from hocvien.quotas.queries.places import goes_to_served, is_of_quota

P = access.Permission


def quotas_visible_to(actor: User | None, on: date) -> QuerySet[Quota]:
    """Quotas of units where the actor sees plans that day, of units above them, and for plan lines of centres that serve these; the newest
    first.

    At most two queries to build.
    """
    rows = Quota.objects.select_related("owner", "programme", "plan_line__plan", "plan_line__programme")
    rows = rows.order_by("-year", "-pk")
    if actor is None:
        return rows
    deep, flat = access.granted_unit_ids(actor, P.PLAN_VIEW, on)
    above = {pk for line in org.ancestor_ids_of_many([*deep, *flat], on).values() for pk in line}
    served = Q(owner_id__in=org.centre_ids_of(above, on), plan_line__isnull=False)
    return rows.filter(served | Q(owner_id__in=above) | Q(owner_id__in=access.unit_ids_for(actor, P.PLAN_VIEW, on)))


def get_quota_for(actor: User | None, uuid: UUID, on: date) -> Quota:
    """The quota, if visible to the actor that day; else QuotaNotFound (a 404)."""
    row = quotas_visible_to(actor, on).filter(uuid=uuid).first()
    if row is None:
        raise QuotaNotFound
    return row


def quotas_of(actor: User | None, unit: org.Unit | None, on: date) -> QuerySet[Quota]:
    """Visible quotas that concern a unit: its own, those of units above it and of centres that serve it, and those below; all without a unit."""
    rows = quotas_visible_to(actor, on)
    if unit is None:
        return rows
    line = set(org.ancestor_ids_as_of(unit.pk, on))
    served = Q(owner_id__in=org.centre_ids_of(line, on), plan_line__isnull=False)
    below = org.descendant_ids_as_of(unit.pk, on, with_past=True)
    return rows.filter(served | Q(owner_id__in=line) | Q(owner_id__in=below))


def sums_seen(actor: User | None, quota_ids: Iterable[int], unit: org.Unit | None, on: date) -> dict[int, Balance]:
    """Quota id → seats at the units the actor sees, at and below `unit` where told. Two queries whatever the number of quotas."""
    seen: Any = access.unit_ids_for(actor, P.PLAN_VIEW, on)
    if unit is not None:
        seen = seen.filter(pk__in=org.descendant_ids_as_of(unit.pk, on, with_past=True))
    ids = list(quota_ids)
    held = balances(ids, seen) if ids else {}
    return {pk: sum(units.values(), Balance()) for pk, units in held.items()}


def find_quota_for_line(plan_line_id: int) -> Quota | None:
    """The quota of a plan line, or None where its seats are not split; one query."""
    rows = Quota.objects.select_related("owner", "programme", "plan_line__plan", "plan_line__programme")
    return rows.filter(plan_line_id=plan_line_id).first()


def lines_to_issue(actor: User | None, on: date) -> QuerySet[planning.PlanLine]:
    """Lines of approved plans that the actor may make a quota of: opened at units where it draws up plans, not split yet."""
    split = Quota.objects.filter(plan_line__isnull=False).values("plan_line_id")
    return planning.lines_open_for(access.unit_ids_for(actor, P.PLAN_EDIT, on), on).exclude(pk__in=split)


def unit_in_quota(actor: User | None, quota: Quota, code: str, on: date) -> org.Unit:
    """The unit by code, if it is the owner or below it and the actor sees plans there; else QuotaNotFound (a 404)."""
    unit = org.find_unit(code)
    if unit is None or not access.can(actor, P.PLAN_VIEW, unit, on) or not is_of_quota(quota, unit.pk, on):
        raise QuotaNotFound
    return unit


def first_unit_seen(actor: User | None, quota: Quota, on: date) -> org.Unit:
    """Where the actor's look at the quota begins: the owner, else the actor's topmost unit below it or served by it.

    Raises QuotaNotFound. Three queries, up to three more for a quota of a centre.
    """
    if actor is None or access.can(actor, P.PLAN_VIEW, quota.owner, on):
        return quota.owner
    deep, flat = access.granted_unit_ids(actor, P.PLAN_VIEW, on)
    paths = org.paths_of_many([*deep, *flat], on)
    below = sorted((len(path), pk) for pk, path in paths.items() if quota.owner_id in path)
    if not below and goes_to_served(quota):
        served = set(org.served_unit_ids(quota.owner, on).filter(pk__in=list(paths)))
        below = sorted((len(paths[pk]), pk) for pk in served)
    if not below:
        raise QuotaNotFound
    return org.Unit.objects.get(pk=below[0][1])


def upper_of(quota: Quota, unit_id: int, on: date) -> int | None:
    """Whom the unit returns seats to: the nearest above it that ever had seats of the quota, else the owner; None for the owner. Two queries."""
    if unit_id == quota.owner_id:
        return None
    path = list(org.ancestor_ids_as_of(unit_id, on))
    start = path.index(quota.owner_id) + 1 if quota.owner_id in path else 0
    between = [pk for pk in path[start:] if pk != unit_id]
    had = set(
        Entry.objects.filter(quota_id=quota.pk, to_unit_id__in=between).order_by().values_list("to_unit_id", flat=True)
    )
    return next((pk for pk in reversed(between) if pk in had), int(quota.owner_id))


def ledger(actor: User | None, quota: Quota, on: date) -> QuerySet[Entry]:
    """Entries of the quota that touch a unit where the actor sees plans, the newest first."""
    rows = quota.entries.select_related("actor", "person", "from_unit", "to_unit").order_by("-pk")
    if actor is None:
        return rows
    seen = access.unit_ids_for(actor, P.PLAN_VIEW, on)
    return rows.filter(Q(from_unit_id__in=seen) | Q(to_unit_id__in=seen))


def list_asks(quota: Quota) -> list[Any]:
    """`SeatAsk`s that wait, in the order in which they were made, with `given` so far; one query."""
    rows = quota.asks.filter(status=AskStatus.WAITING).select_related("unit").order_by("asked_at", "pk")
    return list(rows.annotate(given=_given()))


def get_ask(quota: Quota, uuid: UUID) -> SeatAsk:
    """One ask of this quota; RequestNotFound (a 404)."""
    row = quota.asks.select_related("unit").filter(uuid=uuid).first()
    if row is None:
        raise RequestNotFound
    return row


def list_moves(actor: User | None, quota: Quota, on: date) -> list[SeatMove]:
    """Moves that wait for an answer, from or to a unit where the actor sees plans; one query."""
    rows = quota.moves.filter(status=MoveStatus.ASKED).select_related("from_unit", "to_unit").order_by("asked_at")
    if actor is None:
        return list(rows)
    seen = access.unit_ids_for(actor, P.PLAN_VIEW, on)
    return list(rows.filter(Q(from_unit_id__in=seen) | Q(to_unit_id__in=seen)))


def get_move(actor: User | None, quota: Quota, uuid: UUID, on: date) -> SeatMove:
    """One request of this quota, if one of its units is seen; RequestNotFound (a 404)."""
    row = quota.moves.select_related("from_unit", "to_unit").filter(uuid=uuid).first()
    if row is None or not access.units_among(actor, P.PLAN_VIEW, [row.from_unit_id, row.to_unit_id], on):
        raise RequestNotFound
    return row


def preview_sharing(quota: Quota, on: date) -> Sharing:
    """What `share_out` would do that day: after the deadline seats without a name are taken back; then who waits is given them. Four queries."""
    asks = list_asks(quota)
    return share_seats(
        order=quota.waiting_order,
        free=seats_of_unit(quota, quota.owner_id).free,
        holdings=holdings(quota) if quota.names_due_on < on else (),
        waiting=[Waiting(ask.pk, ask.unit_id, ask.seats, ask.given) for ask in asks],
    )


def _given() -> Any:
    return Coalesce(Sum("entries__seats"), 0)

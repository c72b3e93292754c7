"""Who may do what with seats. Owners govern a quota, units hold their seats, whoever admits confirms them."""

from collections.abc import Sequence
from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.quotas.data import May
from hocvien.quotas.errors import BothHaveSeats
from hocvien.quotas.models import Entry, Quota
from hocvien.quotas.queries.balances import is_closed, seats_held

P = access.Permission


def can_govern(actor: User | None, quota: Quota, on: date) -> bool:
    """Whether the actor may issue, raise, lower, set the deadline and take back: who draws up plans at the owner."""
    return access.can(actor, P.PLAN_EDIT, quota.owner, on)


def require_govern(actor: User | None, quota: Quota, on: date) -> None:
    """Raise NotAllowed unless `can_govern`."""
    access.require(actor, P.PLAN_EDIT, quota.owner, on)


def can_hold(actor: User | None, unit: org.Unit, on: date) -> bool:
    """Whether the actor acts for the unit with its seats: who proposes its people."""
    return access.can(actor, P.LIST_PROPOSE, unit, on)


def require_hold(actor: User | None, quota: Quota, unit: org.Unit, on: date) -> None:
    """Raise NotAllowed unless the actor may hand out the unit's seats: at the owner who draws up plans, below `can_hold`."""
    access.require(actor, P.PLAN_EDIT if unit.pk == quota.owner_id else P.LIST_PROPOSE, unit, on)


def require_seat(actor: User | None, quota: Quota, unit: org.Unit, on: date) -> None:
    """Raise NotAllowed unless the actor may name or release there: who proposes or approves its lists, or admits for the quota."""
    if not (access.can(actor, P.LIST_APPROVE, unit, on) or _admits(actor, quota, on)):
        access.require(actor, P.LIST_PROPOSE, unit, on)


def require_confirm(actor: User | None, quota: Quota, unit: org.Unit, on: date) -> None:
    """Raise NotAllowed unless the actor admits for the quota, or approves lists at the unit."""
    if not _admits(actor, quota, on):
        access.require(actor, P.LIST_APPROVE, unit, on)


def can_confirm(actor: User | None, quota: Quota, unit: org.Unit, on: date) -> bool:
    """Twin of `require_confirm`."""
    return _admits(actor, quota, on) or access.can(actor, P.LIST_APPROVE, unit, on)


def actions_at(actor: User | None, quota: Quota, unit: org.Unit, on: date) -> May:
    """What the actor may do at this unit of the quota, nothing once its notice is cancelled; a few queries, fewer within a request."""
    if is_closed(quota):
        return May()
    govern = can_govern(actor, quota, on)
    hold = can_hold(actor, unit, on)
    return May(
        govern=govern,
        allot=govern if unit.pk == quota.owner_id else hold,
        hold=hold,
        confirm=can_confirm(actor, quota, unit, on),
    )


def _admits(actor: User | None, quota: Quota, on: date) -> bool:
    """Whether the actor takes in learners at the owner, or at the unit that opens classes of the plan line."""
    if access.can(actor, P.LIST_ADMIT, quota.owner, on):
        return True
    return quota.plan_line is not None and access.can(actor, P.LIST_ADMIT, quota.plan_line.opener_id, on)


def refuse_merge_of_holders(survivor_id: int, merged_id: int) -> Sequence[DomainError]:
    """Why two records cannot be one person: both have a seat of the same quota. Two queries, and one for each quota that names both."""
    ids = (survivor_id, merged_id)
    named: dict[int, set[int]] = {}
    for quota_id, person_id in Entry.objects.filter(person_id__in=ids).order_by().values_list("quota_id", "person_id"):
        named.setdefault(quota_id, set()).add(person_id)
    both = [quota_id for quota_id, people in named.items() if len(people) > 1]
    quotas = Quota.objects.filter(pk__in=both).select_related("programme").order_by("pk") if both else []
    return [
        BothHaveSeats(quota.programme.name, quota.year)
        for quota in quotas
        if len(seats_held(quota, person_ids=ids)) > 1
    ]

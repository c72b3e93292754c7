"""How many seats are where: always the sum of the entries."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When

from hocvien.common.among import among
from hocvien.org import api as org
from hocvien.quotas.data import Balance, Branch, Holding, SeatHeld
from hocvien.quotas.models import Account, Entry, Quota
from hocvien.quotas.queries.places import units_below


def sums(entries: QuerySet[Entry], units: Any = None, *more: str, whole: Iterable[int] = ()) -> QuerySet[Entry, Any]:
    """(quota, unit, account, *more, seats) of what came in and, as a negative number, of what went out; one statement.

    `units`: of these units alone (ids or a subquery), but of all units of the quotas in `whole`.
    """
    came, went = entries.exclude(to_unit=None), entries.exclude(from_unit=None)
    if units is not None:
        every = Q(quota_id__in=list(whole))
        came, went = came.filter(every | Q(to_unit_id__in=units)), went.filter(every | Q(from_unit_id__in=units))
    signed = Sum(F("seats") * Value(-1), output_field=IntegerField())
    rows = came.order_by().values_list("quota_id", "to_unit_id", "to_account", *more)
    others = went.order_by().values_list("quota_id", "from_unit_id", "from_account", *more)
    plus = Sum("seats", output_field=IntegerField())
    return rows.annotate(number=plus).union(others.annotate(number=signed), all=True)


def balances(quota_ids: Iterable[int], units: Any = None) -> dict[int, dict[int, Balance]]:
    """Quota id → unit id → its seats, for units that have any; of these units alone where told (ids or a subquery). One query."""
    found: dict[int, dict[int, dict[str, int]]] = {pk: defaultdict(lambda: defaultdict(int)) for pk in quota_ids}
    for quota_id, unit_id, account, number in sums(Entry.objects.filter(quota_id__in=list(found)), units):
        found[quota_id][unit_id][account] += number
    return {
        quota_id: {unit_id: Balance(**accounts) for unit_id, accounts in units_.items() if any(accounts.values())}
        for quota_id, units_ in found.items()
    }


def seats_of_unit(quota: Quota, unit_id: int) -> Balance:
    """Seats of the unit itself by account; one query."""
    return balances([quota.pk], [unit_id])[quota.pk].get(unit_id, Balance())


def seats_issued(quota: Quota) -> int:
    """How many seats the quota has in all; one query."""
    return sum((one.total for one in balances([quota.pk])[quota.pk].values()), 0)


def is_closed(quota: Quota) -> bool:
    """Whether the notice was cancelled: then, and only then, nothing at all is issued. One query for a notice, none for a plan line."""
    return quota.plan_line_id is None and seats_issued(quota) == 0


def issued_subquery(quota: str) -> Subquery:
    """As `seats_issued` within another query: of the quota that this field of the outer row names, null without one."""
    entries = Entry.objects.filter(quota_id=OuterRef(quota)).order_by().values("quota_id")
    signed = Case(
        When(from_unit=None, then=F("seats")),
        When(to_unit=None, then=F("seats") * Value(-1)),
        default=Value(0),
        output_field=IntegerField(),
    )
    return Subquery(entries.annotate(number=Sum(signed)).values("number"), output_field=IntegerField())


def holdings(quota: Quota) -> list[Holding]:
    """Seats without a name at units other than the owner, by unit; one query."""
    held = balances([quota.pk])[quota.pk]
    return [
        Holding(pk, one.free, one.reserved) for pk, one in sorted(held.items()) if pk != quota.owner_id and one.unused
    ]


def branches(quota: Quota, unit_id: int, on: date) -> list[Branch]:
    """The unit itself first, then each unit right below it that has seats in its branch, by name; their sum is all at and below the unit.

    At the owner also units it serves, and those that stand elsewhere by now, so that the sum is the number issued. Six queries, eight at an
    owner that serves others.
    """
    held = balances([quota.pk])[quota.pk]
    children = units_below(quota, unit_id, on)
    place = dict.fromkeys((unit_id,), unit_id)
    lines = org.lines_on(on).filter(among("ancestor_id", [unit_id, *children]), among("descendant_id", held))
    below = set(children)
    for descendant_id, ancestor_id in lines.values_list("descendant_id", "ancestor_id"):
        if ancestor_id in below:
            place[descendant_id] = ancestor_id
        else:
            place.setdefault(descendant_id, unit_id)
    sums: dict[int, Balance] = {}
    for pk, one in held.items():
        at = place.get(pk, pk if unit_id == quota.owner_id else None)
        if at is not None:
            sums[at] = sums.get(at, Balance()) + one
    own = sums.pop(unit_id, Balance())
    known = [pk for pk in children if pk in sums]
    rest = sorted(set(sums) - set(known))
    rows = [Branch(pk, held.get(pk, Balance()), sums[pk]) for pk in (*known, *rest)]
    return [Branch(unit_id, own, own, is_above=True), *rows]


def seats_held(quota: Quota, units: Any = None, *, person_ids: Iterable[int] | None = None) -> list[SeatHeld]:
    """Who has a seat, at which unit, named or confirmed; at these units or of these people alone where told. One query."""
    entries = Entry.objects.filter(quota_id=quota.pk, person__isnull=False)
    if person_ids is not None:
        entries = entries.filter(person_id__in=list(person_ids))
    found: dict[tuple[int, int, str], int] = defaultdict(int)
    for _quota_id, unit_id, account, person_id, number in sums(entries, units, "person_id"):
        found[person_id, unit_id, account] += number
    return [
        SeatHeld(person_id, unit_id, account)
        for (person_id, unit_id, account), number in sorted(found.items())
        if number and account in {Account.NAMED, Account.CONFIRMED}
    ]


def find_seat(quota: Quota, person_id: int) -> SeatHeld | None:
    """The person's seat in this quota, or None; one query."""
    return next(iter(seats_held(quota, person_ids=[person_id])), None)

"""Seats go down the tree, come back up, and are kept for somebody not yet named."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.org import api as org
from hocvien.quotas.errors import AllotmentRefused, NobodyAbove, NumberNotPositive
from hocvien.quotas.models import Account, Act, Entry, Quota
from hocvien.quotas.operations.locking import (
    asks_waiting,
    get_unit,
    lock_open,
    lock_quota,
    move,
    post,
    require_number,
    require_of_quota,
    require_reason,
    settle_asks,
)
from hocvien.quotas.queries.places import goes_to_served
from hocvien.quotas.queries.quotas import upper_of
from hocvien.quotas.rules import require_hold


@transaction.atomic
def allot_seats(
    *,
    actor: User | None,
    quota: Quota,
    unit_id: int,
    seats: Mapping[int, int],
    reason: str = "",
    today: date,
    now: datetime,
) -> list[Entry]:
    """Give the unit's free seats to units below it, or served by the owner (unit id → how many), all or nothing; what a unit asked for counts
    as given.

    Raises AllotmentRefused with the reason of each unit that cannot have them, SeatsMissing, NumberNotPositive, NotAllowed.
    A few queries whatever the number of units.
    """
    unit = get_unit(unit_id, quota)
    require_hold(actor, quota, unit, today)
    require_of_quota(quota, unit, today)
    wanted = {pk: number for pk, number in seats.items() if number}
    if not wanted:
        raise NumberNotPositive
    _require_below(quota, unit, wanted, today)
    locked = lock_open(quota)
    asks = asks_waiting(locked)
    free = Account.FREE.value
    entries = [
        move(locked, Act.ALLOT, number, from_=(unit.pk, free), to=(pk, free), ask_id=asks.get(pk))
        for pk, number in wanted.items()
    ]
    post(
        locked,
        entries,
        actor=actor,
        verb="quotas.allot_seats",
        unit=unit,
        now=now,
        today=today,
        reason=reason,
    )
    settle_asks(locked, asks.keys() & wanted.keys())
    return entries


@transaction.atomic
def return_seats(
    *,
    actor: User | None,
    quota: Quota,
    unit_id: int,
    free: int = 0,
    reserved: int = 0,
    reason: str,
    today: date,
    now: datetime,
) -> list[Entry]:
    """Give seats without a name back to the unit that handed them down. Raises NobodyAbove, SeatsMissing, ReasonMissing, NumberNotPositive, NotAllowed."""
    unit = get_unit(unit_id, quota)
    require_hold(actor, quota, unit, today)
    if free < 0 or reserved < 0:
        raise NumberNotPositive
    require_number(free + reserved)
    require_reason(reason)
    upper = upper_of(quota, unit.pk, today)
    if upper is None:
        raise NobodyAbove(org.label_as_of(unit.pk, today).name)
    locked = lock_quota(quota)
    entries = [
        move(locked, Act.RETURN, number, from_=(unit.pk, account), to=(upper, Account.FREE.value))
        for account, number in ((Account.FREE.value, free), (Account.RESERVED.value, reserved))
        if number
    ]
    return post(
        locked,
        entries,
        actor=actor,
        verb="quotas.return_seats",
        unit=unit,
        now=now,
        today=today,
        reason=reason,
    )


@transaction.atomic
def reserve_seats(
    *, actor: User | None, quota: Quota, unit_id: int, seats: int, reason: str = "", today: date, now: datetime
) -> list[Entry]:
    """Keep free seats of the unit for people not yet named. Raises SeatsMissing, NumberNotPositive, NotAllowed."""
    return _between(actor, quota, unit_id, seats, Act.RESERVE, reason, today, now)


@transaction.atomic
def free_reserved(
    *, actor: User | None, quota: Quota, unit_id: int, seats: int, reason: str = "", today: date, now: datetime
) -> list[Entry]:
    """Make kept seats free again. Raises SeatsMissing, NumberNotPositive, NotAllowed."""
    return _between(actor, quota, unit_id, seats, Act.FREE, reason, today, now)


def _between(
    actor: User | None, quota: Quota, unit_id: int, seats: int, act: Act, reason: str, today: date, now: datetime
) -> list[Entry]:
    unit = get_unit(unit_id, quota)
    require_hold(actor, quota, unit, today)
    require_number(seats)
    locked = lock_open(quota)
    free, kept = (unit.pk, Account.FREE.value), (unit.pk, Account.RESERVED.value)
    from_, to = (free, kept) if act == Act.RESERVE else (kept, free)
    return post(
        locked,
        [move(locked, act, seats, from_=from_, to=to)],
        actor=actor,
        verb=f"quotas.{'reserve_seats' if act == Act.RESERVE else 'free_reserved'}",
        unit=unit,
        now=now,
        today=today,
        reason=reason,
    )


def _require_below(quota: Quota, unit: org.Unit, wanted: Mapping[int, int], today: date) -> None:
    """Raise AllotmentRefused unless each of these lives below the unit, or is served by it as the owner, and gets at least one seat.

    Seats of a notice do not go to those served: its list takes the owner's own people. Two queries, up to three more at an owner that
    serves others, one more for a refusal.
    """
    below = org.lines_on(today).filter(among("descendant_id", wanted), ancestor_id=unit.pk, depth__gt=0)
    ids = set(below.values_list("descendant_id", flat=True))
    served: set[int] = set()
    if unit.pk == quota.owner_id and not wanted.keys() <= ids:
        served = set(org.served_unit_ids(unit, today).filter(among("pk", wanted)))
        if goes_to_served(quota):
            ids |= served
    living = set(
        org.Unit.objects.filter(among("pk", wanted), valid_from__lte=today, valid_to__gt=today).values_list(
            "pk", flat=True
        )
    )
    wrong: dict[int, object] = {}
    for pk, number in wanted.items():
        if number < 0:
            wrong[pk] = _("số chỉ tiêu phải từ 1 trở lên")
        elif pk not in living:
            wrong[pk] = _("đơn vị không hoạt động ngày hôm nay")
        elif pk not in ids and pk in served:
            wrong[pk] = _("chỉ thuộc địa bàn phục vụ; chỉ tiêu theo thông báo chỉ phân bổ cho đơn vị trực thuộc")
        elif pk not in ids:
            wrong[pk] = _("không phải đơn vị trực thuộc")
    if wrong:
        labels = org.labels_as_of(wrong, today)
        raise AllotmentRefused({pk: (labels[pk].name if pk in labels else str(pk), why) for pk, why in wrong.items()})

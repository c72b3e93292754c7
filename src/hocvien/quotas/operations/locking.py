"""What every write of seats does: lock the quota, see that the seats are there, add entries, tell the journal.

The quota row is the one lock of all its seats, taken after permissions are asked and before anything is read that is decided by; the
journal's head comes last.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from hocvien.accounts.api import User
from hocvien.common.bulk import insert_rows
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.quotas.data import Balance, SeatHeld
from hocvien.quotas.errors import (
    NumberNotPositive,
    QuotaClosed,
    QuotaRefused,
    ReasonMissing,
    SeatsMissing,
    UnitOutsideQuota,
)
from hocvien.quotas.models import Account, Act, AskStatus, Entry, Quota, SeatAsk
from hocvien.quotas.queries.balances import balances, is_closed
from hocvien.quotas.queries.places import is_of_quota

Place = tuple[int, str]


def lock_quota(quota: Quota | int) -> Quota:
    """The quota row, fresh, locked until the transaction ends."""
    rows = Quota.objects.select_for_update(of=("self",)).select_related("owner", "programme", "plan_line__plan")
    return rows.get(pk=quota if isinstance(quota, int) else quota.pk)


def lock_open(quota: Quota) -> Quota:
    """As `lock_quota`, for what is done by hand. Raises QuotaClosed where the notice was cancelled; one query more for a notice."""
    locked = lock_quota(quota)
    if is_closed(locked):
        raise QuotaClosed(locked.notice_number)
    return locked


def move(
    quota: Quota,
    act: str,
    seats: int,
    *,
    from_: Place | None = None,
    to: Place | None = None,
    person_id: int | None = None,
    ask_id: int | None = None,
) -> Entry:
    """An entry not yet saved; None on a side: into or out of the quota."""
    return Entry(
        quota=quota,
        act=act,
        seats=seats,
        from_unit_id=from_[0] if from_ else None,
        from_account=from_[1] if from_ else "",
        to_unit_id=to[0] if to else None,
        to_account=to[1] if to else "",
        person_id=person_id,
        ask_id=ask_id,
    )


def move_name(quota: Quota, act: str, unit_id: int, person_id: int, accounts: tuple[str, str]) -> Entry:
    """An entry not yet saved: one seat of the unit, with this person's name, from one of its accounts to another."""
    from_, to = accounts
    return move(quota, act, 1, from_=(unit_id, str(from_)), to=(unit_id, str(to)), person_id=person_id)


def confirmed(quota: Quota, held: Iterable[SeatHeld]) -> list[Entry]:
    """Entries not yet saved that confirm those of these seats that are only named."""
    accounts = (Account.NAMED, Account.CONFIRMED)
    return [
        move_name(quota, Act.CONFIRM, one.unit_id, one.person_id, accounts)
        for one in held
        if one.account == Account.NAMED
    ]


def released(quota: Quota, held: Iterable[SeatHeld]) -> list[Entry]:
    """Entries not yet saved that free these seats, named or confirmed, each at its unit."""
    return [move_name(quota, Act.RELEASE, one.unit_id, one.person_id, (one.account, Account.FREE)) for one in held]


def post(
    quota: Quota,
    entries: Sequence[Entry],
    *,
    actor: User | None,
    verb: str,
    unit: org.Unit,
    now: datetime,
    today: date,
    reason: str = "",
    more: Mapping[str, Any] | None = None,
) -> list[Entry]:
    """Add these entries under the lock the caller holds, and one line to the journal. Raises SeatsMissing; a few queries in all.

    Nothing is spent that an entry of the same call brings.
    """
    _require_seats(quota, entries, today)
    for entry in entries:
        entry.actor, entry.at, entry.reason = actor, now, reason.strip()[:300]
    insert_rows(Entry, list(entries))
    named = {pk for entry in entries for pk in (entry.from_unit_id, entry.to_unit_id) if pk}
    codes = org.codes_by_id(named) if len(named) > 1 or named - {unit.pk} else {unit.pk: unit.code}
    after = {"moves": [_told(entry, codes) for entry in entries], "reason": reason.strip(), **(more or {})}
    note(actor, verb, quota, unit, after=after, now=now)
    return list(entries)


def note(
    actor: User | None,
    verb: str,
    quota: Quota,
    unit: org.Unit,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    now: datetime | None = None,
) -> None:
    """Tell the journal of a quota, at the unit it was done for."""
    journal.record(
        actor=actor, verb=verb, subject=quota, unit_code=unit.code, before=before or {}, after=after or {}, at=now
    )


def check_and_save(row: models.Model) -> None:
    """Save a row whose fields and constraints hold; raises QuotaRefused with their sentences."""
    try:
        row.full_clean()
    except ValidationError as refused:
        raise QuotaRefused(" ".join(refused.messages)) from None
    row.save()


def require_number(seats: int) -> None:
    """Raise NumberNotPositive unless there is at least one."""
    if seats < 1:
        raise NumberNotPositive


def require_reason(reason: str) -> None:
    """Raise ReasonMissing for an empty one."""
    if not reason.strip():
        raise ReasonMissing


def require_of_quota(quota: Quota, unit: org.Unit, today: date) -> None:
    """Raise UnitOutsideQuota unless the unit lives and is the owner or below it."""
    if not unit.valid_from <= today < unit.valid_to or not is_of_quota(quota, unit.pk, today):
        raise UnitOutsideQuota(org.label_as_of(unit.pk, today).name)


def get_unit(unit_id: int, quota: Quota | None = None) -> org.Unit:
    """The unit by id; no query for the owner of the quota."""
    if quota is not None and unit_id == quota.owner_id:
        return quota.owner
    return org.Unit.objects.get(pk=unit_id)


def settle_asks(quota: Quota, unit_ids: Iterable[int]) -> None:
    """Asks of these units that were given all they wanted are met. Two queries at most."""
    waiting = quota.asks.filter(status=AskStatus.WAITING, unit_id__in=list(unit_ids))
    met = waiting.annotate(given=models.Sum("entries__seats")).filter(given__gte=models.F("seats"))
    ids = list(met.values_list("pk", flat=True))
    if ids:
        SeatAsk.objects.filter(pk__in=ids).update(status=AskStatus.MET)


def asks_waiting(quota: Quota, unit_ids: Iterable[int] | None = None) -> dict[int, int]:
    """Unit id → the id of its ask that waits; one query."""
    rows = quota.asks.filter(status=AskStatus.WAITING)
    if unit_ids is not None:
        rows = rows.filter(Q(unit_id__in=list(unit_ids)))
    return dict(rows.values_list("unit_id", "pk"))


def _require_seats(quota: Quota, entries: Sequence[Entry], today: date) -> None:
    wanted: Counter[Place] = Counter()
    for entry in entries:
        if entry.from_unit_id is not None:
            wanted[entry.from_unit_id, entry.from_account] += entry.seats
    if not wanted:
        return
    held = balances([quota.pk], sorted({pk for pk, _account in wanted}))[quota.pk]
    for (unit_id, account), seats in wanted.items():
        there = getattr(held.get(unit_id, Balance()), account)
        if there < seats:
            raise SeatsMissing(org.label_as_of(unit_id, today).name, Account(account).label, there, seats)


def _told(entry: Entry, codes: Mapping[int, str]) -> dict[str, Any]:
    """An entry as the journal tells it; a person by the key of the record alone."""
    said: dict[str, Any] = {"act": entry.act, "seats": entry.seats}
    if entry.from_unit_id is not None:
        said["from"] = f"{codes[entry.from_unit_id]}.{entry.from_account}"
    if entry.to_unit_id is not None:
        said["to"] = f"{codes[entry.to_unit_id]}.{entry.to_account}"
    if entry.person_id is not None:
        said["person"] = entry.person_id
    return said

"""Seats that the list of a class or of a notice takes, confirms and gives up.

No permission is asked here: whoever may put a name on the list, decide a step of its way or admit it has decided of the seat too, and
that operation has asked (0019). Only the apps that keep lists call these, inside their own transaction, after their own lock.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.quotas.data import Source
from hocvien.quotas.errors import SeatsMissing
from hocvien.quotas.models import Account, Act, Entry, Quota
from hocvien.quotas.operations.locking import confirmed, get_unit, lock_quota, move_name, post, released
from hocvien.quotas.queries.balances import seats_held, seats_of_unit
from hocvien.quotas.queries.lists import find_quotas_for_lines, sources_of


def lock_quota_of_line(plan_line_id: int | None) -> Quota | None:
    """The quota of the line, fresh, locked until the transaction ends; None where the line's seats are not split. Two queries."""
    found = find_quotas_for_lines([plan_line_id]) if plan_line_id is not None else {}
    return next((lock_quota(quota) for quota in found.values()), None)


def lock_quota_of_notice(quota_id: int | None) -> Quota | None:
    """The quota that a notice names, fresh, locked until the transaction ends; None where its seats are not split. One query."""
    return lock_quota(quota_id) if quota_id is not None else None


@transaction.atomic
def take_seats(
    *,
    actor: User | None,
    quota: Quota,
    senders: Mapping[int, int],
    is_owners: bool = False,
    reason: str = "",
    today: date,
    now: datetime,
) -> list[Entry]:
    """Name a seat for each person (person id → sending unit), reserved ones first; who has one keeps it. All or none.

    `reason`: which list, for the ledger. The seats are those of `sources_of`, or with `is_owners` what the owner has not handed down. Raises SeatsMissing. About ten queries whatever the number of people.
    """
    if not senders:
        return []
    locked = lock_quota(quota)
    having = {one.person_id for one in seats_held(locked, person_ids=senders)}
    wanting = {pk: unit_id for pk, unit_id in senders.items() if pk not in having}
    if not wanting:
        return []
    if is_owners:
        own = Source(locked.owner_id, seats_of_unit(locked, locked.owner_id))
        sources = dict.fromkeys(wanting.values(), own)
    else:
        sources = sources_of(locked, set(wanting.values()), today)
    _require_enough(wanting, sources, today)
    kept = {source.unit_id: source.balance.reserved for source in sources.values()}
    entries = []
    for person_id, unit_id in wanting.items():
        at = sources[unit_id].unit_id
        account = Account.RESERVED if kept[at] else Account.FREE
        kept[at] -= account == Account.RESERVED
        entries.append(move_name(locked, Act.NAME, at, person_id, (account, Account.NAMED)))
    return _post(locked, entries, actor, "quotas.name_seat", reason, today, now)


@transaction.atomic
def confirm_taken(
    *, actor: User | None, quota: Quota, senders: Mapping[int, int], reason: str = "", today: date, now: datetime
) -> list[Entry]:
    """Confirm the seats of these people (person id → sending unit); who has none takes one first, as `take_seats`. All or none."""
    if not senders:
        return []
    take_seats(actor=actor, quota=quota, senders=senders, reason=reason, today=today, now=now)
    locked = lock_quota(quota)
    entries = confirmed(locked, seats_held(locked, person_ids=senders))
    return _post(locked, entries, actor, "quotas.confirm_seats", reason, today, now)


@transaction.atomic
def release_taken(
    *, actor: User | None, quota: Quota, person_ids: Collection[int], reason: str = "", today: date, now: datetime
) -> list[Entry]:
    """Free the seats of these people, named or confirmed, each at the unit that has it; who has none is passed over.

    Seven queries whatever the number of people.
    """
    if not person_ids:
        return []
    locked = lock_quota(quota)
    entries = released(locked, seats_held(locked, person_ids=person_ids))
    return _post(locked, entries, actor, "quotas.release_seat", reason, today, now)


def _post(
    quota: Quota, entries: list[Entry], actor: User | None, verb: str, reason: str, today: date, now: datetime
) -> list[Entry]:
    """These entries with the reason of the list, told where the seats are; nothing where there are none."""
    if entries:
        unit = _unit_of(quota, entries)
        post(quota, entries, actor=actor, verb=verb, unit=unit, now=now, today=today, reason=reason)
    return entries


def _unit_of(quota: Quota, entries: Sequence[Entry]) -> org.Unit:
    """Where the journal tells it: at the one unit whose seats these are, else at the owner. At most one query."""
    units = {entry.from_unit_id for entry in entries if entry.from_unit_id is not None}
    return get_unit(units.pop(), quota) if len(units) == 1 else quota.owner


def _require_enough(wanting: Mapping[int, int], sources: Mapping[int, Source], today: date) -> None:
    """Raise SeatsMissing for the first unit that has fewer seats without a name than its people need."""
    wanted: dict[int, int] = {}
    there: dict[int, int] = {}
    for unit_id in wanting.values():
        source = sources[unit_id]
        wanted[source.unit_id] = wanted.get(source.unit_id, 0) + 1
        there[source.unit_id] = source.balance.unused
    for unit_id, number in wanted.items():
        if there[unit_id] < number:
            raise SeatsMissing(org.label_as_of(unit_id, today).name, Account.FREE.label, there[unit_id], number)

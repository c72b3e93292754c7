"""Units that end: their seats go to where their units go on, and come back where that is undone.

Seats without a name go to whoever carries the unit on, else to the nearest that lives above it. A named seat goes where its person is
sent by a division. Entries of a carry are the only ones ever taken out: by undoing their reorganisation, with the units it founded.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Model, Q

from hocvien.common.batched import batched
from hocvien.common.bulk import insert_rows
from hocvien.common.clock import now
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.quotas.errors import SeatsMovedSince
from hocvien.quotas.models import (
    Account,
    Act,
    AskStatus,
    Carried,
    Entry,
    MoveStatus,
    Quota,
    SeatAsk,
    SeatMove,
)
from hocvien.quotas.operations.locking import move
from hocvien.quotas.queries.balances import balances, seats_held

_BATCH = 500
_KEYS: dict[str, tuple[type[Any], tuple[str, ...]]] = {
    "Quota": (Quota, ("owner_id",)),
    "SeatAsk": (SeatAsk, ("unit_id", "status")),
    "SeatMove": (SeatMove, ("from_unit_id", "to_unit_id", "status")),
}


def count_seats_there(unit_ids: Sequence[int], _on: date) -> int:
    """Seats that stand at these units; the ledger is of today, whatever the day."""
    total = 0
    for ids in batched(unit_ids, _BATCH):
        held = balances(_quota_ids(ids), ids)
        total += sum(one.total for units in held.values() for one in units.values())
    return total


def count_seats_ever_there(unit_ids: Sequence[int]) -> int:
    """Entries, quotas, asks and moves that name these units, whatever the day."""
    found = 0
    for ids in batched(unit_ids, _BATCH):
        found += Entry.objects.filter(Q(from_unit_id__in=ids) | Q(to_unit_id__in=ids)).count()
        found += Quota.objects.filter(owner_id__in=ids).count()
        found += SeatAsk.objects.filter(unit_id__in=ids).count()
        found += SeatMove.objects.filter(Q(from_unit_id__in=ids) | Q(to_unit_id__in=ids)).count()
    return found


def carry_seats(key: str, carries: Sequence[org.Carry], on: date) -> int:
    """Move what stands at ending units to where they go on; returns how many seats. In the reorganisation's transaction.

    A few queries for every 500 units and for every quota concerned.
    """
    heirs = _heirs(carries, on)
    named = {(one.from_id, uuid): one.to_id for one in carries for uuid in one.people if one.to_id}
    quota_ids: set[int] = set()
    for ids in batched(sorted({one.from_id for one in carries}), _BATCH):
        quota_ids.update(_quota_ids(ids))
        quota_ids.update(Quota.objects.filter(owner_id__in=ids).values_list("pk", flat=True))
        quota_ids.update(SeatAsk.objects.filter(unit_id__in=ids).values_list("quota_id", flat=True))
        both = SeatMove.objects.filter(Q(from_unit_id__in=ids) | Q(to_unit_id__in=ids))
        quota_ids.update(both.values_list("quota_id", flat=True))
    # every quota is locked before anything of it is read, in one order for everybody
    quotas = list(
        Quota.objects.select_for_update(of=("self",)).filter(pk__in=quota_ids).select_related("owner").order_by("pk")
    )
    kept: list[Carried] = []
    carried = 0
    for quota in quotas:
        entries = _entries(quota, heirs, named)
        at = now()
        for entry in entries:
            entry.at, entry.key = at, key
        insert_rows(Entry, entries)
        rows = _rewrite(quota, heirs, key)
        kept += rows
        seats = sum(entry.seats for entry in entries)
        carried += seats
        if entries or rows:
            after = {"seats": seats, "rows": len(rows), "on": on.isoformat()}
            journal.record(
                actor=None, verb="quotas.carry_seats", subject=quota, unit_code=quota.owner.code, after=after
            )
    Carried.objects.bulk_create(kept if key else [], batch_size=_BATCH)
    return carried


def give_back_seats(key: str) -> None:
    """Take out the entries of that reorganisation and put requests and owners back. Raises SeatsMovedSince where seats it carried were used since."""
    kept = list(Carried.objects.filter(key=key).order_by("-pk"))
    quota_ids = set(Entry.objects.filter(key=key).order_by().values_list("quota_id", flat=True))
    quota_ids |= {row.row_id for row in kept if row.table == "Quota"}
    # the lock, before anything is read
    quotas = {quota.pk: quota for quota in Quota.objects.select_for_update().filter(pk__in=quota_ids).order_by("pk")}
    Entry.objects.filter(key=key).delete()
    for row in kept:
        model, _fields = _KEYS[row.table]
        # what was answered or withdrawn meanwhile keeps its answer
        same = {name: value for name, value in row.made.items() if name == "status"}
        found = model._default_manager.filter(pk=row.row_id, **same)
        if not found.update(**row.was):
            model._default_manager.filter(pk=row.row_id).update(
                **{name: value for name, value in row.was.items() if name != "status"}
            )
    short = {
        unit_id
        for units in balances(quotas).values()
        for unit_id, one in units.items()
        if min(one.free, one.reserved, one.named, one.confirmed) < 0
    }
    if short:
        raise SeatsMovedSince(sorted(org.codes_by_id(short).values())[:5])
    codes = org.codes_by_id({quota.owner_id for quota in Quota.objects.filter(pk__in=quotas)})
    journal.record_many(
        [
            journal.Change(
                actor=None, verb="quotas.give_back_seats", subject=quota, unit_code=codes.get(quota.owner_id, "")
            )
            for quota in quotas.values()
        ]
    )
    Carried.objects.filter(key=key).delete()


def _quota_ids(unit_ids: Iterable[int]) -> set[int]:
    return set(Entry.objects.filter(to_unit_id__in=list(unit_ids)).order_by().values_list("quota_id", flat=True))


def _heirs(carries: Sequence[org.Carry], on: date) -> dict[int, int]:
    """Unit → where its seats go; a unit that lives on with less keeps them."""
    rest = {one.from_id: one.to_id for one in carries if not one.people}
    alone = {pk for pk, to in rest.items() if not to}
    for unit in org.Unit.objects.filter(pk__in=alone) if alone else ():
        rest[unit.pk] = org.living_above(unit, on)
    return {pk: to for pk, to in rest.items() if to and to != pk}


def _entries(quota: Quota, heirs: Mapping[int, int], named: Mapping[tuple[int, str], int]) -> list[Entry]:
    from_ids = sorted({*heirs, *(pk for pk, _uuid in named)})
    entries: list[Entry] = []
    seats = seats_held(quota, from_ids)
    uuids: dict[int, str] = {}
    if named:
        uuids = {pk: str(one.uuid) for pk, one in people.people_by_ids({one.person_id for one in seats}).items()}
    for one in seats:
        to = named.get((one.unit_id, uuids.get(one.person_id, "")), heirs.get(one.unit_id, 0))
        if to and to != one.unit_id:
            entries.append(
                move(
                    quota,
                    Act.CARRY,
                    1,
                    from_=(one.unit_id, one.account),
                    to=(to, one.account),
                    person_id=one.person_id,
                )
            )
    for unit_id, held in sorted(balances([quota.pk], sorted(heirs))[quota.pk].items()):
        entries += [
            move(quota, Act.CARRY, number, from_=(unit_id, account), to=(heirs[unit_id], account))
            for account in (Account.FREE.value, Account.RESERVED.value)
            if (number := getattr(held, account))
        ]
    return entries


def _rewrite(quota: Quota, heirs: Mapping[int, int], key: str) -> list[Carried]:
    """Owner, asks and moves of one quota go on at the heirs; two that become one ask keep the first."""
    kept: list[Carried] = []
    if quota.owner_id in heirs:
        kept.append(_set(key, quota, {"owner_id": heirs[quota.owner_id]}))
    waiting = list(quota.asks.filter(status=AskStatus.WAITING).order_by("asked_at", "pk"))
    at: dict[int, list[SeatAsk]] = defaultdict(list)
    for ask in waiting:
        at[heirs.get(ask.unit_id, ask.unit_id)].append(ask)
    for unit_id, asks in at.items():
        first = next((ask for ask in asks if ask.unit_id == unit_id), asks[0])
        for ask in asks:
            if ask.pk != first.pk or unit_id == quota.owner_id:
                # one ask a unit: the heir says anew how many it wants; the owner asks nobody
                kept.append(_set(key, ask, {"status": AskStatus.WITHDRAWN.value}))
            elif ask.unit_id != unit_id:
                kept.append(_set(key, ask, {"unit_id": unit_id}))
    for row in quota.moves.filter(status=MoveStatus.ASKED):
        from_, to = heirs.get(row.from_unit_id, row.from_unit_id), heirs.get(row.to_unit_id, row.to_unit_id)
        if (from_, to) == (row.from_unit_id, row.to_unit_id):
            continue
        status = MoveStatus.WITHDRAWN.value if from_ == to else row.status
        kept.append(_set(key, row, {"from_unit_id": from_, "to_unit_id": to, "status": status}))
    return kept


def _set(key: str, row: Model, values: dict[str, Any]) -> Carried:
    table = type(row).__name__
    model, fields = _KEYS[table]
    was = {name: getattr(row, name) for name in fields}
    model._default_manager.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)
    return Carried(key=key, table=table, row_id=row.pk, was=was, made=was | values)

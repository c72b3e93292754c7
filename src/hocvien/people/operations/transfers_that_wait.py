"""Units that end: requests to move that wait for an answer go to where their units go on, and come back where that is undone.

The sending side is wherever the person's cell went (`carrying`). The receiving side is the unit that alone carries the old one on, by
name; where there is none, the request stays as it is: it says that the unit ended, cannot be accepted, and is returned or withdrawn by
hand. The move itself is not before the day of the reorganisation, and nothing where both sides became one: then it is withdrawn.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hocvien.common.batched import batched
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people.errors import PeopleMovedSince
from hocvien.people.models import Carried, TransferRequest, TransferStatus
from hocvien.people.operations.facts import plain

_BATCH = 500
_TABLE = TransferRequest._meta.label
_FIELDS = ("from_unit_id", "to_unit_id", "on", "status")


def carry_transfers(key: str, carries: Sequence[org.Carry], on: date) -> int:
    """Rewrite requests that wait at ending units; returns how many. Two queries for every 500 units, and the writes."""
    named = {(one.from_id, uuid): one.to_id for one in carries for uuid in one.people}
    rest = {one.from_id: one.to_id for one in carries if not one.people}
    living_on = {pk for pk, to_id in rest.items() if to_id == pk}
    alone = {one.from_id: one.to_id for one in carries if one.is_sole and one.to_id and one.from_id not in living_on}
    changed: list[TransferRequest] = []
    kept: list[Carried] = []
    for row in _waiting_at({one.from_id for one in carries}):
        was = _said(row)
        if row.from_unit_id is not None:
            cell = named.get((row.from_unit_id, str(row.person.uuid)), rest.get(row.from_unit_id, 0))
            row.from_unit_id = cell or row.from_unit_id
        row.to_unit_id = alone.get(row.to_unit_id, row.to_unit_id)
        if _said(row) == was:
            continue
        row.on = max(row.on, on)
        if row.from_unit_id == row.to_unit_id:
            row.status = TransferStatus.WITHDRAWN
        changed.append(row)
        kept.append(Carried(person=row.person, key=key, on=on, table=_TABLE, fact_id=row.pk, was=was, made=_said(row)))
    _write(changed, [row.was for row in kept], "people.carry_transfer")
    Carried.objects.bulk_create(kept if key else [], batch_size=_BATCH)
    return len(changed)


def give_back_transfers(key: str) -> None:
    """Put the requests back as they stood; one that was answered meanwhile keeps its answer.

    Raises PeopleMovedSince where a later reorganisation carried one on.
    """
    first: dict[int, dict[str, Any]] = {}
    last: dict[int, dict[str, Any]] = {}
    for kept in Carried.objects.filter(key=key, table=_TABLE).order_by("pk"):
        first.setdefault(kept.fact_id, kept.was)
        last[kept.fact_id] = kept.made or {}
    standing = [
        row
        for ids in batched(sorted(first), _BATCH)
        for row in TransferRequest.objects.select_related("person").select_for_update(of=("self",)).filter(pk__in=ids)
    ]
    moved = sum(row.status == TransferStatus.ASKED and _said(row) != last[row.pk] for row in standing)
    if moved:
        raise PeopleMovedSince(moved)
    # who was taken in since belongs where the request led
    changed = [row for row in standing if row.status != TransferStatus.ACCEPTED]
    before = [_said(row) for row in changed]
    for row in changed:
        was = first[row.pk]
        row.from_unit_id, row.to_unit_id, row.on = was["from_unit_id"], was["to_unit_id"], date.fromisoformat(was["on"])
        if row.status == last[row.pk]["status"]:
            row.status = was["status"]
    _write(changed, before, "people.give_back_transfer")
    Carried.objects.filter(key=key, table=_TABLE).delete()


def _waiting_at(unit_ids: set[int]) -> list[TransferRequest]:
    """Requests that wait from or to one of these units, locked, each once."""
    found: dict[int, TransferRequest] = {}
    for ids in batched(sorted(unit_ids), _BATCH):
        for side in ("from_unit_id__in", "to_unit_id__in"):
            rows = TransferRequest.objects.filter(status=TransferStatus.ASKED, **{side: ids}).order_by("pk")
            found |= {row.pk: row for row in rows.select_related("person").select_for_update(of=("self",))}
    return list(found.values())


def _said(row: TransferRequest) -> dict[str, Any]:
    return {name: plain(getattr(row, name)) for name in _FIELDS}


def _write(rows: Sequence[TransferRequest], before: Sequence[dict[str, Any]], verb: str) -> None:
    TransferRequest.objects.bulk_update(rows, ["from_unit", "to_unit", "on", "status"], batch_size=_BATCH)
    journal.record_many(
        [
            journal.Change(actor=None, verb=verb, subject=row.person, before=was, after=_said(row))
            for row, was in zip(rows, before, strict=True)
        ]
    )

"""Moves between official cells: at once, or asked by the sending unit and accepted by the receiving one."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people.data import Transfer
from hocvien.people.errors import (
    BelongingOverlaps,
    PersonNotFound,
    ReasonMissing,
    TransferAlreadyAsked,
    TransferMovedOn,
    TransferNotFound,
    TransferNotWaiting,
    TransferToSameUnit,
    TransferUnitEnded,
)
from hocvien.people.models import Belonging, BelongingKind, Person, TransferRequest, TransferStatus
from hocvien.people.operations.facts import lock_person
from hocvien.people.queries.transfers import heirs_of_receiving


@transaction.atomic
def transfer_people(*, actor: User | None, transfers: Sequence[Transfer]) -> None:
    """Move official cells: the old one ends and the new one begins that day. A few queries for each 500.

    Raises BelongingOverlaps when a cell is already recorded for a later day.
    """
    by_person = {t.person_id: t for t in transfers}
    people = {p.pk: p for part in batched(by_person) for p in Person.objects.select_for_update().filter(pk__in=part)}
    if len(people) < len(by_person):
        raise PersonNotFound
    rows = [
        row
        for part in batched(by_person)
        for row in Belonging.objects.filter(person_id__in=part, kind=BelongingKind.OFFICIAL_CELL).select_related("unit")
    ]
    old: dict[int, Belonging] = {}
    closing, dropping = [], []
    for row in rows:
        on = by_person[row.person_id].on
        if row.valid_to <= on:
            continue
        if row.valid_from > on:
            raise BelongingOverlaps(people[row.person_id].full_name, org.label_as_of(row.unit_id, row.valid_from).name)
        old[row.person_id] = row
        if row.valid_from == on:
            dropping.append(row.pk)
        else:
            row.valid_to = on
            closing.append(row)
    fresh = [
        Belonging(person_id=t.person_id, unit_id=t.unit_id, kind=BelongingKind.OFFICIAL_CELL, valid_from=t.on)
        for t in by_person.values()
    ]
    Belonging.objects.bulk_update(closing, ["valid_to"], batch_size=500)
    for part in batched(dropping):
        Belonging.objects.filter(pk__in=part).delete()
    Belonging.objects.bulk_create(fresh, batch_size=2000)
    codes = org.codes_by_id({t.unit_id for t in by_person.values()} | {row.unit_id for row in old.values()})
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="people.transfer_person",
                subject=people[t.person_id],
                unit_code=codes[t.unit_id],
                before={"unit": codes[old[t.person_id].unit_id]} if t.person_id in old else {},
                after={"unit": codes[t.unit_id], "on": t.on.isoformat()},
            )
            for t in by_person.values()
        ]
    )


@transaction.atomic
def ask_transfer(
    *,
    actor: User | None,
    person: Person,
    to_unit: org.Unit,
    on: date,
    now: datetime,
    paper_number: str = "",
    paper_on: date | None = None,
) -> TransferRequest:
    """Ask the receiving unit to take the person's official cell from that day; nothing moves before it accepts.

    Raises TransferToSameUnit, TransferAlreadyAsked, BelongingOverlaps when a cell is already recorded for a later day.
    """
    person = lock_person(person)
    standing = person.transfer_requests.filter(status=TransferStatus.ASKED).first()
    if standing is not None:
        raise TransferAlreadyAsked(person.full_name, _unit_name(standing.to_unit_id, standing.on), standing.on)
    from_unit_id = _official_cell_id(person, on)
    if from_unit_id == to_unit.pk:
        raise TransferToSameUnit(person.full_name, _unit_name(to_unit.pk, on))
    later = person.belongings.filter(kind=BelongingKind.OFFICIAL_CELL, valid_from__gt=on).first()
    if later is not None:
        raise BelongingOverlaps(person.full_name, _unit_name(later.unit_id, later.valid_from))
    request = TransferRequest(
        person=person,
        from_unit_id=from_unit_id,
        to_unit=to_unit,
        on=on,
        paper_number=paper_number.strip(),
        paper_on=paper_on,
        asked_by=actor,
        asked_at=now,
    )
    request.save()
    _record(actor, "people.ask_transfer", request, at=from_unit_id or to_unit.pk, after=_said(request))
    return request


@transaction.atomic
def accept_transfer(*, actor: User | None, request: TransferRequest, now: datetime) -> None:
    """Take the person in: the official cell changes on the agreed day.

    Raises TransferNotWaiting, TransferUnitEnded when the receiving unit is over by then, TransferMovedOn when the official cell is no
    longer the one that asked, and as `transfer_people`.
    """
    request = _lock(request)
    person = request.person
    if request.to_unit.valid_to <= max(request.on, timezone.localdate(now)):
        heirs = heirs_of_receiving(request)
        raise TransferUnitEnded(_unit_name(request.to_unit_id, request.on), request.to_unit.valid_to, heirs)
    if _official_cell_id(person, request.on) != request.from_unit_id:
        raise TransferMovedOn(person.full_name)
    _decide(request, TransferStatus.ACCEPTED, actor=actor, now=now)
    transfer_people(actor=actor, transfers=[Transfer(person.pk, request.to_unit_id, request.on)])
    _record(actor, "people.accept_transfer", request, at=request.to_unit_id, after=_said(request))


@transaction.atomic
def return_transfer(*, actor: User | None, request: TransferRequest, reason: str, now: datetime) -> None:
    """Send the request back with a reason; nothing moves. Raises TransferNotWaiting, ReasonMissing."""
    request = _lock(request)
    request.reason = clean_name(reason)
    if not request.reason:
        raise ReasonMissing
    _decide(request, TransferStatus.RETURNED, actor=actor, now=now)
    _record(actor, "people.return_transfer", request, at=request.to_unit_id, after=_said(request))


@transaction.atomic
def withdraw_transfer(*, actor: User | None, request: TransferRequest, now: datetime) -> None:
    """The sending unit takes its request back. Raises TransferNotWaiting."""
    request = _lock(request)
    _decide(request, TransferStatus.WITHDRAWN, actor=actor, now=now)
    _record(
        actor, "people.withdraw_transfer", request, at=request.from_unit_id or request.to_unit_id, after=_said(request)
    )


def _lock(request: TransferRequest) -> TransferRequest:
    # the person before the request: whoever merges two records takes the locks in this order too
    lock_person(request.person)
    fresh = TransferRequest.objects.select_for_update().filter(pk=request.pk).first()
    if fresh is None:
        raise TransferNotFound
    if fresh.status != TransferStatus.ASKED:
        raise TransferNotWaiting(fresh.person.full_name, TransferStatus(fresh.status).label)
    return fresh


def _decide(request: TransferRequest, status: str, *, actor: User | None, now: datetime) -> None:
    request.status, request.decided_by, request.decided_at = status, actor, now
    request.save(update_fields=["status", "reason", "decided_by", "decided_at"])


def _official_cell_id(person: Person, on: date) -> int | None:
    return (
        person.belongings.filter(kind=BelongingKind.OFFICIAL_CELL, valid_from__lte=on, valid_to__gt=on)
        .values_list("unit_id", flat=True)
        .first()
    )


def _unit_name(unit_id: int, on: date) -> str:
    return org.label_as_of(unit_id, on).name


def _said(request: TransferRequest) -> dict[str, Any]:
    ids = {request.to_unit_id} | ({request.from_unit_id} if request.from_unit_id else set())
    codes = org.codes_by_id(ids)
    said = {
        "from": codes.get(request.from_unit_id or 0, ""),
        "to": codes[request.to_unit_id],
        "on": request.on.isoformat(),
        "paper_number": request.paper_number,
        "paper_on": request.paper_on.isoformat() if request.paper_on else "",
        "status": str(request.status),
        "reason": request.reason,
    }
    return {key: value for key, value in said.items() if value}


def _record(actor: User | None, verb: str, request: TransferRequest, *, at: int, after: dict[str, Any]) -> None:
    journal.record(actor=actor, verb=verb, subject=request.person, unit_code=org.codes_by_id([at])[at], after=after)

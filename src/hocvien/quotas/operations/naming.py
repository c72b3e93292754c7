"""Seats get names, lose them, and are confirmed. These are the doors of whoever nominates and admits."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.quotas.data import SeatHeld
from hocvien.quotas.errors import PersonHasSeat, PersonNotOfUnit, PersonWithoutSeat, SeatOnList
from hocvien.quotas.models import Account, Act, Entry, Quota
from hocvien.quotas.operations.locking import confirmed, get_unit, lock_open, lock_quota, move_name, post, released
from hocvien.quotas.queries.balances import seats_held, seats_of_unit
from hocvien.quotas.queries.lists import on_lists
from hocvien.quotas.rules import require_confirm, require_seat


@transaction.atomic
def name_seat(*, actor: User | None, quota: Quota, unit_id: int, person_id: int, today: date, now: datetime) -> Entry:
    """Give one of the unit's seats to a person who belongs there or below: a kept one first, else a free one.

    Raises PersonHasSeat (one seat a person a quota), PersonNotOfUnit, SeatsMissing, NotAllowed. About eleven queries.
    """
    unit = get_unit(unit_id, quota)
    require_seat(actor, quota, unit, today)
    there = people.person_ids_at(org.descendant_ids_as_of(unit.pk, today), today)
    if not there.filter(person_id=person_id).exists():
        raise PersonNotOfUnit(_name(person_id), org.label_as_of(unit.pk, today).name)
    locked = lock_open(quota)
    held = next(iter(seats_held(locked, person_ids=[person_id])), None)
    if held is not None:
        raise PersonHasSeat(_name(person_id), org.label_as_of(held.unit_id, today).name)
    account = Account.RESERVED if seats_of_unit(locked, unit.pk).reserved else Account.FREE
    entry = move_name(locked, Act.NAME, unit.pk, person_id, (account, Account.NAMED))
    post(locked, [entry], actor=actor, verb="quotas.name_seat", unit=unit, now=now, today=today)
    return entry


@transaction.atomic
def release_seat(
    *, actor: User | None, quota: Quota, person_id: int, reason: str = "", today: date, now: datetime
) -> Entry:
    """Free the person's seat, named or confirmed, at the unit that has it.

    Raises PersonWithoutSeat, NotAllowed, SeatOnList where a list has the seat: the name is taken off there.
    """
    known = _seats(quota, [person_id])[person_id]
    unit = get_unit(known.unit_id, quota)
    require_seat(actor, quota, unit, today)
    locked = lock_quota(quota)
    held = _seats(locked, [person_id])[person_id]
    _require_off_lists(locked, [person_id])
    if held.unit_id != unit.pk:
        raise PersonWithoutSeat(_name(person_id))
    entries = released(locked, [held])
    post(locked, entries, actor=actor, verb="quotas.release_seat", unit=unit, now=now, today=today, reason=reason)
    return entries[0]


@transaction.atomic
def confirm_seats(
    *, actor: User | None, quota: Quota, person_ids: Iterable[int], today: date, now: datetime
) -> list[Entry]:
    """Confirm the named seats of these people, all or none; those confirmed already stay so. A few queries for each unit that has some.

    Raises PersonWithoutSeat, NotAllowed, SeatOnList where a list has a seat: it is confirmed by admitting.
    """
    ids = list(dict.fromkeys(person_ids))
    units = {one.unit_id: get_unit(one.unit_id, quota) for one in _seats(quota, ids).values()}
    for unit in units.values():
        require_confirm(actor, quota, unit, today)
    locked = lock_quota(quota)
    held = _seats(locked, ids)
    _require_off_lists(locked, [pk for pk, one in held.items() if one.account == Account.NAMED])
    entries = confirmed(locked, held.values())
    if any(entry.from_unit_id not in units for entry in entries):
        raise PersonWithoutSeat(_name(ids[0]))
    if entries:
        post(locked, entries, actor=actor, verb="quotas.confirm_seats", unit=locked.owner, now=now, today=today)
    return entries


def _seats(quota: Quota, person_ids: list[int]) -> dict[int, SeatHeld]:
    """The seat of each of these people; raises PersonWithoutSeat for the first that has none."""
    held = {one.person_id: one for one in seats_held(quota, person_ids=person_ids)}
    for pk in person_ids:
        if pk not in held:
            raise PersonWithoutSeat(_name(pk))
    return held


def _require_off_lists(quota: Quota, person_ids: list[int]) -> None:
    """Raise SeatOnList for the first of these whose seat a list has."""
    for pk, where in on_lists(quota, person_ids).items():
        raise SeatOnList(_name(pk), where)


def _name(person_id: int) -> str:
    person = people.people_by_ids([person_id]).get(person_id)
    return person.full_name if person is not None else str(person_id)

"""Units ask for more seats, and for seats of each other."""

from datetime import date, datetime

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.quotas.errors import AlreadyWaiting, NotWaiting, OwnerCannotAsk, SameUnit, SeatsMissing, StillHasFree
from hocvien.quotas.models import Account, Act, AskStatus, MoveStatus, Quota, SeatAsk, SeatMove
from hocvien.quotas.operations.locking import (
    asks_waiting,
    check_and_save,
    get_unit,
    lock_open,
    lock_quota,
    move,
    note,
    post,
    require_number,
    require_of_quota,
    require_reason,
)
from hocvien.quotas.queries.balances import seats_of_unit

P = access.Permission


@transaction.atomic
def ask_seats(
    *, actor: User | None, quota: Quota, unit_id: int, seats: int, reason: str, today: date, now: datetime
) -> SeatAsk:
    """Put the unit on the waiting list for so many more seats, once it has none free.

    Raises StillHasFree, AlreadyWaiting, OwnerCannotAsk, UnitOutsideQuota, ReasonMissing, NumberNotPositive, NotAllowed.
    """
    unit = get_unit(unit_id, quota)
    access.require(actor, P.LIST_PROPOSE, unit, today)
    require_number(seats)
    require_reason(reason)
    require_of_quota(quota, unit, today)
    name = org.label_as_of(unit.pk, today).name
    if unit.pk == quota.owner_id:
        raise OwnerCannotAsk(name)
    locked = lock_open(quota)
    if free := seats_of_unit(locked, unit.pk).free:
        raise StillHasFree(name, free)
    if asks_waiting(locked, [unit.pk]):
        raise AlreadyWaiting(name)
    ask = SeatAsk(quota=locked, unit=unit, seats=seats, reason=reason.strip(), asked_at=now, asked_by=actor)
    check_and_save(ask)
    after = {"unit": unit.code, "seats": seats, "reason": ask.reason}
    note(actor, "quotas.ask_seats", locked, unit, after=after, now=now)
    return ask


@transaction.atomic
def withdraw_ask(*, actor: User | None, ask: SeatAsk, today: date, now: datetime) -> SeatAsk:
    """Take the unit off the waiting list; what it was given stays. Raises NotWaiting, NotAllowed."""
    access.require(actor, P.LIST_PROPOSE, ask.unit, today)
    locked = lock_quota(ask.quota)
    row = locked.asks.select_related("unit").get(pk=ask.pk)
    if row.status != AskStatus.WAITING:
        raise NotWaiting(row.get_status_display())
    row.status = AskStatus.WITHDRAWN
    row.save(update_fields=["status"])
    note(actor, "quotas.withdraw_ask", locked, row.unit, after={"seats": row.seats}, now=now)
    return row


@transaction.atomic
def ask_move(
    *,
    actor: User | None,
    quota: Quota,
    from_unit_id: int,
    to_unit_id: int,
    seats: int,
    reason: str,
    asked_by_giver: bool,
    today: date,
    now: datetime,
) -> SeatMove:
    """Ask that free seats go from one unit to another; the one that did not ask answers. Nothing is kept for it until then.
    The same said twice is one request.

    Raises SameUnit, SeatsMissing (asked by the giver), UnitOutsideQuota, ReasonMissing, NumberNotPositive, NotAllowed.
    """
    from_unit, to_unit = get_unit(from_unit_id, quota), get_unit(to_unit_id, quota)
    access.require(actor, P.LIST_PROPOSE, from_unit if asked_by_giver else to_unit, today)
    require_number(seats)
    require_reason(reason)
    if from_unit.pk == to_unit.pk:
        raise SameUnit(org.label_as_of(from_unit.pk, today).name)
    for unit in (from_unit, to_unit):
        require_of_quota(quota, unit, today)
    locked = lock_quota(quota)
    if asked_by_giver and (free := seats_of_unit(locked, from_unit.pk).free) < seats:
        raise SeatsMissing(org.label_as_of(from_unit.pk, today).name, Account.FREE.label, free, seats)
    said = {
        "from_unit": from_unit,
        "to_unit": to_unit,
        "seats": seats,
        "reason": reason.strip(),
        "asked_by_giver": asked_by_giver,
    }
    if standing := locked.moves.filter(**said, status=MoveStatus.ASKED).first():
        return standing
    row = SeatMove(quota=locked, **said, asked_at=now, asked_by=actor)
    check_and_save(row)
    unit = from_unit if asked_by_giver else to_unit
    after = {"from": from_unit.code, "to": to_unit.code, "seats": seats, "reason": row.reason}
    note(actor, "quotas.ask_move", locked, unit, after=after, now=now)
    return row


@transaction.atomic
def accept_move(*, actor: User | None, request: SeatMove, today: date, now: datetime) -> SeatMove:
    """Consent as the other unit: the seats go at once. Raises NotWaiting, SeatsMissing, UnitOutsideQuota, NotAllowed."""
    access.require(actor, P.LIST_PROPOSE, _answering(request), today)
    locked = lock_quota(request.quota)
    row = _waiting(locked, request)
    for unit in (row.from_unit, row.to_unit):
        require_of_quota(locked, unit, today)
    free = Account.FREE.value
    entry = move(locked, Act.MOVE, row.seats, from_=(row.from_unit_id, free), to=(row.to_unit_id, free))
    _answer(row, MoveStatus.ACCEPTED, actor, now)
    post(
        locked,
        [entry],
        actor=actor,
        verb="quotas.accept_move",
        unit=_answering(row),
        now=now,
        today=today,
        reason=row.reason,
    )
    return row


@transaction.atomic
def refuse_move(*, actor: User | None, request: SeatMove, reason: str, today: date, now: datetime) -> SeatMove:
    """Say no as the other unit. Raises NotWaiting, ReasonMissing, NotAllowed."""
    access.require(actor, P.LIST_PROPOSE, _answering(request), today)
    require_reason(reason)
    locked = lock_quota(request.quota)
    row = _waiting(locked, request)
    row.answer = reason.strip()[:300]
    _answer(row, MoveStatus.REFUSED, actor, now)
    note(actor, "quotas.refuse_move", locked, _answering(row), after=_told(row), now=now)
    return row


@transaction.atomic
def withdraw_move(*, actor: User | None, request: SeatMove, today: date, now: datetime) -> SeatMove:
    """Take the request back as the unit that asked. Raises NotWaiting, NotAllowed."""
    unit = request.from_unit if request.asked_by_giver else request.to_unit
    access.require(actor, P.LIST_PROPOSE, unit, today)
    locked = lock_quota(request.quota)
    row = _waiting(locked, request)
    _answer(row, MoveStatus.WITHDRAWN, actor, now)
    note(actor, "quotas.withdraw_move", locked, unit, after=_told(row), now=now)
    return row


def _answering(row: SeatMove) -> org.Unit:
    return row.to_unit if row.asked_by_giver else row.from_unit


def _waiting(quota: Quota, request: SeatMove) -> SeatMove:
    row = quota.moves.select_related("from_unit", "to_unit").get(pk=request.pk)
    if row.status != MoveStatus.ASKED:
        raise NotWaiting(row.get_status_display())
    return row


def _answer(row: SeatMove, status: MoveStatus, actor: User | None, now: datetime) -> None:
    row.status, row.answered_by, row.answered_at = status, actor, now
    row.save(update_fields=["status", "answer", "answered_by", "answered_at"])


def _told(row: SeatMove) -> dict[str, object]:
    return {"from": row.from_unit.code, "to": row.to_unit.code, "seats": row.seats, "answer": row.answer}

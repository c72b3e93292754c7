"""Seats of a notice handed down the tree: its quota issued, and the seats that names on its list take, confirm and give up.

Where a notice has a quota, the ledger alone says how many a unit may send. Called after the lock of the notice, before the journal of sending.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.quotas import api as quotas
from hocvien.sending.errors import ListBeyondSeats, SeatsAlreadySplit, UnitSeatsMissing
from hocvien.sending.models import Notice, Sending, SendingStatus
from hocvien.sending.operations.locking import lock_notice, note
from hocvien.sending.queries.seats import STANDING, seats_left


@transaction.atomic
def split_seats(
    *, actor: User | None, notice: Notice, names_due_on: date, waiting_order: str, today: date, now: datetime
) -> quotas.Quota:
    """Issue the seats of the notice as a quota of its unit, to be handed down; from then on they are what that ledger says.

    plan.edit at the notice's unit. Who stands on the list takes one of the unit's own seats, confirmed for those sent.
    Raises NotAllowed, NoticeCancelled, SeatsAlreadySplit, ListBeyondSeats, and what `quotas.issue_quota` raises. About 25 queries.
    """
    access.require(actor, access.Permission.PLAN_EDIT, notice.unit, today)
    row = lock_notice(notice)
    if row.quota_id is not None:
        raise SeatsAlreadySplit(row.name)
    standing = list(row.sendings.filter(status__in=STANDING).order_by("pk"))
    if len(standing) > row.seats:
        raise ListBeyondSeats(len(standing), row.seats)
    quota = quotas.issue_quota(
        actor=actor,
        owner=row.unit,
        source=source_of(row),
        seats=row.seats,
        names_due_on=names_due_on,
        waiting_order=waiting_order,
        today=today,
        now=now,
    )
    row.quota = quota
    row.save(update_fields=["quota"])
    senders = _senders(standing)
    sent = _senders([one for one in standing if one.status == SendingStatus.SENT])
    quotas.take_seats(
        actor=actor, quota=quota, senders=senders, is_owners=True, reason=row.number, today=today, now=now
    )
    quotas.confirm_taken(actor=actor, quota=quota, senders=sent, reason=row.number, today=today, now=now)
    note(actor, "sending.split_seats", row, now, after={"quota": str(quota.uuid), "seats": row.seats})
    return quota


def source_of(notice: Notice) -> quotas.Notice:
    """The notice as its quota says it."""
    return quotas.Notice(notice.number, notice.issued_on, notice.name, notice.programme_id, notice.study_mode)


def refuse_beyond(
    notice: Notice, quota: quotas.Quota, units: Mapping[int, int], today: date
) -> dict[int, UnitSeatsMissing]:
    """Who of these (person id → sending unit, in order) finds no seat any more, under the lock of the quota; who has one needs no other.

    Five queries.
    """
    having = {one.person_id for one in quotas.seats_held(quota, person_ids=units)}
    wanting = {pk: unit_id for pk, unit_id in units.items() if pk not in having}
    there = seats_left(notice, set(wanting.values()), today)
    needed: dict[int, list[int]] = {}
    for pk, unit_id in wanting.items():
        needed.setdefault(there[unit_id].unit_id, []).append(pk)
    refusals: dict[int, UnitSeatsMissing] = {}
    for one in {one.unit_id: one for one in there.values()}.values():
        people = needed[one.unit_id]
        for pk in people[one.left :]:
            refusals[pk] = UnitSeatsMissing(one.unit_name, one.left, len(people))
    return refusals


def take_for(actor: User | None, notice: Notice, rows: Sequence[Sending], today: date, now: datetime) -> None:
    """Seats for names just put on the list."""
    if notice.quota is not None and rows:
        quotas.take_seats(
            actor=actor, quota=notice.quota, senders=_senders(rows), reason=notice.number, today=today, now=now
        )


def confirm_for(actor: User | None, notice: Notice, rows: Sequence[Sending], today: date, now: datetime) -> None:
    """The seats of those a decision sends."""
    if notice.quota is not None:
        quotas.confirm_taken(
            actor=actor, quota=notice.quota, senders=_senders(rows), reason=notice.number, today=today, now=now
        )


def release_for(actor: User | None, notice: Notice, rows: Collection[Sending], today: date, now: datetime) -> None:
    """Free the seats of names that leave the list, each at the unit that has it."""
    if notice.quota is not None:
        ids = [one.person_id for one in rows]
        quotas.release_taken(
            actor=actor, quota=notice.quota, person_ids=ids, reason=notice.number, today=today, now=now
        )


def _senders(rows: Sequence[Sending]) -> dict[int, int]:
    return {one.person_id: one.sending_unit_id for one in rows}

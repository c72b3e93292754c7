"""Quotas come into being, grow, shrink, and get their deadline."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.quotas.data import Line, Notice
from hocvien.quotas.errors import BeyondLine, LineNotUsable, LineTaken
from hocvien.quotas.models import Account, Act, AskStatus, MoveStatus, Quota, WaitingOrder
from hocvien.quotas.operations.locking import (
    check_and_save,
    lock_open,
    lock_quota,
    move,
    note,
    post,
    require_number,
    require_reason,
)
from hocvien.quotas.queries.balances import balances, seats_held, seats_issued
from hocvien.quotas.rules import require_govern


@transaction.atomic
def issue_quota(
    *,
    actor: User | None,
    owner: org.Unit,
    source: Line | Notice,
    seats: int,
    names_due_on: date,
    waiting_order: str = WaitingOrder.ASKED_FIRST,
    today: date,
    now: datetime,
) -> Quota:
    """Issue the seats of an approved plan line, or of a notice from outside, to the owner's free ones.

    Raises LineNotUsable, LineTaken, BeyondLine, NumberNotPositive, QuotaRefused, NotAllowed.
    """
    access.require(actor, access.Permission.PLAN_EDIT, owner, today)
    require_number(seats)
    quota = Quota(owner=owner, names_due_on=names_due_on, waiting_order=waiting_order)
    if isinstance(source, Line):
        _of_line(quota, source, seats)
    else:
        _of_notice(quota, source)
    try:
        with transaction.atomic():
            check_and_save(quota)
    except IntegrityError:
        # somebody else issued this line in the same moment; nothing else here is unique
        raise LineTaken(planning.line_label(quota.plan_line) if quota.plan_line else quota.notice_number) from None
    post(
        quota,
        [move(quota, Act.ISSUE, seats, to=(owner.pk, Account.FREE))],
        actor=actor,
        verb="quotas.issue_quota",
        unit=owner,
        now=now,
        today=today,
        more={
            "programme": quota.programme.code,
            "year": quota.year,
            "notice": quota.notice_number,
            "line": quota.plan_line.position if quota.plan_line else None,
            "names_due_on": names_due_on,
            "waiting_order": waiting_order,
        },
    )
    return quota


@transaction.atomic
def change_issued(*, actor: User | None, quota: Quota, seats: int, reason: str, today: date, now: datetime) -> Quota:
    """Raise or lower the number issued to `seats` in all; only what is free at the owner can be taken out.

    Raises BeyondLine, SeatsMissing, QuotaClosed, ReasonMissing, NumberNotPositive, NotAllowed.
    """
    require_govern(actor, quota, today)
    require_number(seats)
    require_reason(reason)
    locked = lock_open(quota)
    was = seats_issued(locked)
    if locked.plan_line is not None and seats > max(was, locked.plan_line.seats):
        raise BeyondLine(planning.line_label(locked.plan_line), seats, locked.plan_line.seats)
    free = (locked.owner_id, Account.FREE.value)
    entries = []
    if seats > was:
        entries = [move(locked, Act.RAISE, seats - was, to=free)]
    elif seats < was:
        entries = [move(locked, Act.LOWER, was - seats, from_=free)]
    post(
        locked,
        entries,
        actor=actor,
        verb="quotas.change_issued",
        unit=locked.owner,
        now=now,
        today=today,
        reason=reason,
        more={"issued": seats, "issued_before": was},
    )
    return locked


@transaction.atomic
def set_deadline(
    *, actor: User | None, quota: Quota, names_due_on: date, waiting_order: str, today: date, now: datetime
) -> Quota:
    """Change the day by which names are due, and the order in which returned seats go to the waiting. Raises QuotaRefused, NotAllowed."""
    require_govern(actor, quota, today)
    locked = lock_open(quota)
    before = {"names_due_on": locked.names_due_on, "waiting_order": locked.waiting_order}
    locked.names_due_on, locked.waiting_order = names_due_on, waiting_order
    check_and_save(locked)
    after = {"names_due_on": names_due_on, "waiting_order": waiting_order}
    note(actor, "quotas.set_deadline", locked, locked.owner, before=before, after=after, now=now)
    return locked


@transaction.atomic
def describe_notice(*, actor: User | None, quota: Quota, source: Notice, now: datetime) -> Quota:
    """Let a quota say its notice's number, day and words as they were put right. Programme and study mode stay.

    No permission asked: for the app that keeps the notice, after its own lock. Raises QuotaRefused.
    """
    locked = lock_quota(quota)
    before = {"notice": locked.notice_number, "on": locked.notice_on, "text": locked.notice_text}
    locked.notice_number, locked.notice_text = source.number.strip(), source.text.strip()
    locked.notice_on, locked.year = source.on, source.on.year
    after = {"notice": locked.notice_number, "on": locked.notice_on, "text": locked.notice_text}
    if after != before:
        check_and_save(locked)
        note(actor, "quotas.describe_notice", locked, locked.owner, before=before, after=after, now=now)
    return locked


@transaction.atomic
def close_quota(*, actor: User | None, quota: Quota, reason: str, today: date, now: datetime) -> Quota:
    """Take every seat out, also those with a name, and withdraw what is asked: the notice is cancelled.

    No permission asked: for the app that keeps the notice, after its own lock. A few queries whatever the number of units.
    """
    locked = lock_quota(quota)
    entries = [
        move(locked, Act.LOWER, 1, from_=(one.unit_id, one.account), person_id=one.person_id)
        for one in seats_held(locked)
    ]
    for unit_id, held in sorted(balances([locked.pk])[locked.pk].items()):
        unnamed = ((Account.FREE.value, held.free), (Account.RESERVED.value, held.reserved))
        entries += [move(locked, Act.LOWER, seats, from_=(unit_id, account)) for account, seats in unnamed if seats]
    locked.asks.filter(status=AskStatus.WAITING).update(status=AskStatus.WITHDRAWN)
    locked.moves.filter(status=MoveStatus.ASKED).update(status=MoveStatus.WITHDRAWN, answered_at=now, answered_by=actor)
    post(
        locked,
        entries,
        actor=actor,
        verb="quotas.close_quota",
        unit=locked.owner,
        now=now,
        today=today,
        reason=reason,
    )
    return locked


def _of_line(quota: Quota, source: Line, seats: int) -> None:
    line = planning.find_usable_line(source.plan_line_id)
    if line is None:
        raise LineNotUsable
    label = planning.line_label(line)
    if Quota.objects.filter(plan_line=line).exists():
        raise LineTaken(label)
    if seats > line.seats:
        raise BeyondLine(label, seats, line.seats)
    quota.plan_line, quota.programme, quota.study_mode, quota.year = (
        line,
        line.programme,
        line.study_mode,
        line.plan.year,
    )


def _of_notice(quota: Quota, source: Notice) -> None:
    quota.notice_number, quota.notice_text = source.number.strip(), source.text.strip()
    quota.notice_on, quota.year = source.on, source.on.year
    quota.programme = catalogue.programmes_by_ids([source.programme_id])[source.programme_id]
    quota.study_mode = source.study_mode

"""What of sending out waits for an account: names asked by a day, lists to decide on, ends that passed without a paper."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.sending.constants import DAYS_AHEAD
from hocvien.sending.data import DeskItem
from hocvien.sending.models import Course, Notice, NoticeStatus, SendingStatus
from hocvien.sending.queries.seats import with_seats

_P = access.Permission
_MOST = 20
_AWAITED = (Course.WAITING, Course.STUDYING, Course.FINISHED)


def sendings_on_desk(
    actor: User | None, on: date, within: QuerySet[Any] | Iterable[int] | None = None
) -> list[DeskItem]:
    """At most 20 of each kind, at units where the actor's own grants lie. One query, none for who neither proposes nor approves.

    `names`: the day is near and seats are free; `approve`: names wait; `results`: the end has passed and somebody's paper is not recorded.
    """
    if actor is None:
        return []
    proposes, approves = (_own(actor, permission, on) for permission in (_P.LIST_PROPOSE, _P.LIST_APPROVE))
    if not proposes and not approves:
        return []
    sent = Q(sendings__status=SendingStatus.SENT)
    awaited = sent & Q(sendings__course__in=_AWAITED, sendings__diploma=None)
    mine = Notice.objects.filter(status=NoticeStatus.OPEN, unit_id__in=[*proposes, *approves])
    rows: QuerySet[Any] = with_seats(mine).annotate(
        waiting=Count("sendings", filter=Q(sendings__status=SendingStatus.PROPOSED), distinct=True),
        sent=Count("sendings", filter=sent, distinct=True),
        awaited=Count("sendings", filter=awaited, distinct=True),
    )
    if within is not None:
        rows = rows.filter(unit_id__in=within)
    near = Q(names_due_on__gte=on, names_due_on__lte=on + timedelta(days=DAYS_AHEAD))
    rows = rows.filter(near | Q(waiting__gt=0) | Q(ends_on__lt=on, awaited__gt=0)).order_by("opens_on", "pk")
    found: list[DeskItem] = []
    for row in rows[: 3 * _MOST]:
        if row.names_due_on and on <= row.names_due_on <= on + timedelta(days=DAYS_AHEAD) and row.unit_id in proposes:
            free = row.seats_there - row.sent - row.waiting
            found += [_item("names", row, free, row.names_due_on)] if free > 0 else []
        if row.waiting and row.unit_id in approves:
            found.append(_item("approve", row, row.waiting, row.names_due_on))
        if row.ends_on and row.ends_on < on and row.awaited and row.unit_id in proposes:
            found.append(_item("results", row, row.awaited, row.ends_on))
    return sorted(found, key=lambda item: (item.due_on or date.max, item.name))


def _own(actor: User, permission: str, on: date) -> set[int]:
    deep, flat = access.granted_unit_ids(actor, permission, on)
    return {*deep, *flat}


def _item(kind: str, row: Notice, count: int, due_on: date | None) -> DeskItem:
    return DeskItem(
        kind=kind, notice_uuid=row.uuid, name=row.name, issuer_name=row.issuer_name, count=count, due_on=due_on
    )

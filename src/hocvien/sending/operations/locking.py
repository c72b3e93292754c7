"""The one lock of a notice, and what every write does: check the row, tell the journal.

Whatever changes a notice or anybody on it locks the notice's row first, then the quota of its seats where it has one, then the rows, and
records in the journal last: one order for all.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from hocvien.accounts.api import User
from hocvien.journal import api as journal
from hocvien.quotas import api as quotas
from hocvien.sending.errors import (
    DayInFuture,
    NothingChosen,
    NoticeCancelled,
    NoticeRefused,
    NotWaiting,
    ReasonMissing,
    SendingNotFound,
)
from hocvien.sending.models import Notice, NoticeStatus, Sending, SendingStatus
from hocvien.sending.queries.visibility import as_uuid


def lock_notice(notice: Notice | int, *, even_cancelled: bool = False) -> Notice:
    """The notice's row and that of its quota, fresh, locked until the transaction ends. Raises NoticeCancelled. Two queries at most."""
    pk = notice if isinstance(notice, int) else notice.pk
    row = Notice.objects.select_for_update(of=("self",)).select_related("unit", "programme", "issuer").get(pk=pk)
    if row.status == NoticeStatus.CANCELLED and not even_cancelled:
        raise NoticeCancelled(row.name)
    row.quota = quotas.lock_quota_of_notice(row.quota_id)
    return row


def lock_sending(sending: Sending) -> Sending:
    """Somebody who was sent, fresh, under the lock of the notice. Raises NotWaiting (not sent any more), NoticeCancelled."""
    notice = lock_notice(sending.notice_id)
    row = (
        Sending.objects.select_related("person", "notice__unit", "notice__programme", "sending_unit", "decision")
        .filter(pk=sending.pk)
        .first()
    )
    if row is None:
        raise SendingNotFound
    if row.status != SendingStatus.SENT:
        raise NotWaiting(row.person.full_name, SendingStatus(row.status).label)
    row.notice = notice
    return row


def load_sendings(keys: Iterable[UUID | Sending], notice: Notice, wanted: Q, status: SendingStatus) -> list[Sending]:
    """The named rows of a locked notice, in the order given; one out of reach makes the whole SendingNotFound, another status NotWaiting."""
    order = list(dict.fromkeys(as_uuid(getattr(key, "uuid", key)) for key in keys))
    if not order:
        raise NothingChosen
    rows = Sending.objects.select_related("person", "sending_unit").filter(
        wanted, notice=notice, uuid__in=[k for k in order if k]
    )
    found = {row.uuid: row for row in rows}
    if len(found) != len(order):
        raise SendingNotFound
    chosen = [found[key] for key in order if key is not None]
    for row in chosen:
        if row.status != status:
            raise NotWaiting(row.person.full_name, SendingStatus(row.status).label)
    return chosen


def check_and_save(row: models.Model) -> None:
    """Save a row whose fields and constraints hold; raises NoticeRefused with their sentences."""
    check(row)
    row.save()


def check(row: models.Model) -> None:
    """Raise NoticeRefused with the sentences of what does not hold in the row."""
    try:
        # nobody is named where the operator at the console does it
        row.full_clean(exclude={"recorded_by"})
    except ValidationError as refused:
        raise NoticeRefused(_sentences(row, refused)) from None


def _sentences(row: models.Model, refused: ValidationError) -> str:
    parts: list[str] = []
    for field, messages in refused.message_dict.items():
        known = {one.name: one for one in row._meta.fields}
        parts += [f"{known[field].verbose_name}: {said}" for said in messages] if field in known else messages
    return " ".join(parts)


def need_reason(reason: str, longest: int = 300) -> str:
    """The reason, cut to what is kept. Raises ReasonMissing."""
    said = " ".join(reason.split())
    if not said:
        raise ReasonMissing
    return said[:longest]


def not_after(on: date, today: date) -> None:
    """Raise DayInFuture for a day that has not come."""
    if on > today:
        raise DayInFuture(on)


def note(
    actor: User | None,
    verb: str,
    notice: Notice,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Tell the journal of a notice."""
    journal.record(
        actor=actor,
        verb=verb,
        subject=notice,
        unit_code=notice.unit.code,
        before=before or {},
        after=after or {},
        at=now,
    )


def note_people(
    actor: User | None,
    verb: str,
    rows: Sequence[Sending],
    notice: Notice,
    now: datetime,
    *,
    before: Mapping[str, Any] | None = None,
    **told: Any,
) -> None:
    """Tell the journal of people on a notice, a line each, at the unit that sends them."""
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb=verb,
                subject=row,
                unit_code=row.sending_unit.code,
                before=before or {},
                after={"notice": notice.number, "person": str(row.person.uuid), "status": str(row.status), **told},
                at=now,
            )
            for row in rows
        ]
    )

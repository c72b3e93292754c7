"""Notices that came from outside: recorded, put right, cancelled."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.text import clean_name, fold
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from hocvien.sending.data import NewNotice
from hocvien.sending.errors import AudienceUnfit, NoticeInUse, NoticeTied, SeatsBelowSent, SeatsInQuota, StudyModeUnfit
from hocvien.sending.models import Notice, NoticeStatus, Sending, SendingStatus
from hocvien.sending.operations.locking import check_and_save, lock_notice, need_reason, not_after, note, note_people
from hocvien.sending.operations.seats import source_of
from hocvien.sending.queries.seats import STANDING

# what people were judged by
_JUDGED_BY = ("programme_id", "study_mode", "audience", "opens_on")
# what seats handed down are for
_SPLIT_FOR = ("programme_id", "study_mode", "seats")


@transaction.atomic
def record_notice(
    *, actor: User | None, unit: org.Unit, new: NewNotice, today: date, now: datetime, is_generated: bool = False
) -> Notice:
    """Record a notice received by the unit. Raises NotAllowed (list.propose there), StudyModeUnfit, AudienceUnfit, NoticeRefused, DayInFuture."""
    access.require(actor, access.Permission.LIST_PROPOSE, unit, today)
    not_after(new.issued_on, today)
    row = Notice(unit=unit, is_generated=is_generated)
    _write(row, new)
    check_and_save(row)
    note(actor, "sending.record_notice", row, now, after=_told(row))
    return row


@transaction.atomic
def update_notice(*, actor: User | None, notice: Notice, new: NewNotice, today: date, now: datetime) -> Notice:
    """Put a notice right. What people were judged by stays while anybody stands on the list; seats not below who was sent.

    Once the seats are handed down, programme, study mode and the number of seats stay; the quota says number, day and name as they were put right.
    Raises NotAllowed, NoticeTied, SeatsInQuota, SeatsBelowSent, StudyModeUnfit, AudienceUnfit, NoticeRefused, NoticeCancelled.
    """
    access.require(actor, access.Permission.LIST_PROPOSE, notice.unit, today)
    not_after(new.issued_on, today)
    row = lock_notice(notice)
    before = _told(row)
    was = {name: getattr(row, name) for name in {*_JUDGED_BY, *_SPLIT_FOR}}
    _write(row, new)
    changed = {name for name, value in was.items() if getattr(row, name) != value}
    if row.quota is not None and changed & set(_SPLIT_FOR):
        raise SeatsInQuota(row.name)
    standing = dict.fromkeys(STANDING, 0)
    for status in row.sendings.filter(status__in=STANDING).values_list("status", flat=True):
        standing[SendingStatus(status)] += 1
    if any(standing.values()) and changed & set(_JUDGED_BY):
        raise NoticeTied(row.name)
    if row.quota is None and row.seats < min(was["seats"], standing[SendingStatus.SENT]):
        raise SeatsBelowSent(standing[SendingStatus.SENT], row.seats)
    check_and_save(row)
    if row.quota is not None:
        quotas.describe_notice(actor=actor, quota=row.quota, source=source_of(row), now=now)
    if _told(row) != before:
        note(actor, "sending.update_notice", row, now, before=before, after=_told(row))
    return row


@transaction.atomic
def cancel_notice(*, actor: User | None, notice: Notice, reason: str, today: date, now: datetime) -> Notice:
    """The class is not held, or the notice was recorded by mistake: names that wait are given back, seats that were handed down taken out.

    Raises NoticeInUse, ReasonMissing, NotAllowed.
    """
    access.require(actor, access.Permission.LIST_PROPOSE, notice.unit, today)
    said = need_reason(reason)
    row = lock_notice(notice)
    sent = row.sendings.filter(status=SendingStatus.SENT).count()
    if sent:
        raise NoticeInUse(row.name, sent)
    waiting = list(row.sendings.select_related("person", "sending_unit").filter(status=SendingStatus.PROPOSED))
    row.status, row.cancelled_reason = NoticeStatus.CANCELLED, said
    row.save(update_fields=["status", "cancelled_reason"])
    if row.quota is not None:
        quotas.close_quota(actor=actor, quota=row.quota, reason=said, today=today, now=now)
    note(actor, "sending.cancel_notice", row, now, after={"reason": said})
    if waiting:
        Sending.objects.filter(pk__in=[one.pk for one in waiting]).update(
            status=SendingStatus.WITHDRAWN, decided_by=actor, decided_at=now
        )
        for one in waiting:
            one.status = SendingStatus.WITHDRAWN
        note_people(actor, "sending.withdraw_person", waiting, row, now)
    return row


def _write(row: Notice, new: NewNotice) -> None:
    values = asdict(new) | {
        "issuer_name": clean_name(new.issuer_name),
        "name": clean_name(new.name),
        "number": clean_name(new.number),
        "place": clean_name(new.place),
        "note": new.note.strip(),
    }
    for key, value in values.items():
        setattr(row, key, value)
    programme = catalogue.programmes_by_ids([new.programme_id])[new.programme_id]
    if new.study_mode and not programme.has_study_modes:
        raise StudyModeUnfit(programme.name)
    if new.audience and not eligibility.has_audience(new.programme_id, new.audience, new.opens_on):
        raise AudienceUnfit(programme.name)
    row.words_folded = fold(f"{row.name} {row.issuer_name} {row.number}")[:600]


def _told(row: Notice) -> Mapping[str, Any]:
    return {
        "number": row.number,
        "issued_on": row.issued_on.isoformat(),
        "issuer": row.issuer_name,
        "name": row.name,
        "programme_id": row.programme_id,
        "study_mode": row.study_mode,
        "audience": row.audience,
        "seats": row.seats,
        "opens_on": row.opens_on.isoformat(),
        "ends_on": row.ends_on.isoformat() if row.ends_on else "",
        "names_due_on": row.names_due_on.isoformat() if row.names_due_on else "",
        "place": row.place,
        "note": row.note,
    }

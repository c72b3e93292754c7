"""What becomes of somebody who was sent: dated events, from which the course follows."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.text import clean_name
from hocvien.sending.arithmetic import NEEDS_PAPER, comes_after_end, course_of
from hocvien.sending.errors import (
    CourseOver,
    DiplomaStands,
    EventBeforeDecision,
    EventNotFound,
    PaperNumberMissing,
)
from hocvien.sending.models import Diploma, EventKind, ProgressEvent, Sending
from hocvien.sending.operations.locking import check_and_save, lock_sending, not_after, note_people
from hocvien.sending.rules import require_follow


@transaction.atomic
def record_event(
    *,
    actor: User | None,
    sending: Sending,
    kind: str,
    on: date,
    paper_number: str = "",
    words: str = "",
    today: date,
    now: datetime,
) -> ProgressEvent:
    """Record what happened. Raises NotAllowed, DayInFuture, EventBeforeDecision, PaperNumberMissing, CourseOver, NotWaiting, NoticeRefused."""
    require_follow(actor, sending, today)
    not_after(on, today)
    row = lock_sending(sending)
    if row.decision is not None and on < row.decision.decided_on:
        raise EventBeforeDecision(on, row.decision.decided_on)
    if kind in NEEDS_PAPER and not paper_number.strip():
        raise PaperNumberMissing(EventKind(kind).label)
    event = ProgressEvent(
        sending=row,
        kind=kind,
        on=on,
        paper_number=paper_number.strip(),
        words=clean_name(words),
        recorded_by=actor,
        recorded_at=now,
    )
    check_and_save(event)
    follow(row)
    note_people(
        actor, "sending.record_event", [row], row.notice, now, kind=kind, on=on.isoformat(), paper=event.paper_number
    )
    return event


@transaction.atomic
def remove_event(*, actor: User | None, sending: Sending, event: UUID, today: date, now: datetime) -> None:
    """Take away what was recorded by mistake; the journal keeps it. Raises NotAllowed, EventNotFound, DiplomaStands, CourseOver."""
    require_follow(actor, sending, today)
    row = lock_sending(sending)
    found = row.events.filter(uuid=event).first()
    if found is None:
        raise EventNotFound
    if found.kind == EventKind.FINISHED and Diploma.objects.filter(sending=row).exists():
        raise DiplomaStands([row.person.full_name])
    told = {"kind": found.kind, "on": found.on.isoformat(), "paper": found.paper_number}
    found.delete()
    follow(row)
    note_people(actor, "sending.remove_event", [row], row.notice, now, before=told)


def follow(row: Sending) -> None:
    """Put the course where the events say. Raises CourseOver for events after its end."""
    events = list(row.events.values_list("on", "pk", "kind"))
    if comes_after_end(events):
        raise CourseOver(row.person.full_name)
    row.course, row.finished_on = course_of(events)
    row.save(update_fields=["course", "finished_on"])

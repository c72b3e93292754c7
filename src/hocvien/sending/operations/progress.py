"""What becomes of somebody who was sent: dated events, from which the course follows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.common.text import clean_name
from hocvien.people import api as people
from hocvien.sending.arithmetic import NEEDS_PAPER, comes_after_end, course_of
from hocvien.sending.errors import (
    CourseOver,
    DiplomaStands,
    EventBeforeDecision,
    EventNotFound,
    PaperNumberMissing,
    some_names,
)
from hocvien.sending.models import Diploma, EventKind, Notice, ProgressEvent, Sending, SendingStatus
from hocvien.sending.operations.locking import (
    check,
    check_and_save,
    load_sendings,
    lock_notice,
    lock_sending,
    not_after,
    note_people,
)
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
    """Record what happened. Raises NotAllowed, DayInFuture, EventBeforeDecision, PaperNumberMissing, people.FactRepeated, CourseOver, NotWaiting, NoticeRefused."""
    require_follow(actor, sending, today)
    not_after(on, today)
    row = lock_sending(sending)
    event = _event(actor, row, kind, on, paper_number, words, now)
    _refuse_twice([row], event)
    check_and_save(event)
    follow(row)
    note_people(
        actor, "sending.record_event", [row], row.notice, now, kind=kind, on=on.isoformat(), paper=event.paper_number
    )
    return event


@transaction.atomic
def record_events(
    *,
    actor: User | None,
    notice: Notice,
    sendings: Iterable[UUID | Sending],
    kind: str,
    on: date,
    paper_number: str = "",
    words: str = "",
    today: date,
    now: datetime,
) -> list[ProgressEvent]:
    """Record the same for several people of one notice, all or none: list.propose at the notice's unit.

    Raises as `record_event`, and SendingNotFound, NothingChosen. About fifteen queries however many people.
    """
    access.require(actor, access.Permission.LIST_PROPOSE, notice.unit, today)
    not_after(on, today)
    row = lock_notice(notice)
    rows = load_sendings(sendings, row, Q(), SendingStatus.SENT)
    decisions = {one.pk: one for one in row.decisions.all()}
    for one in rows:
        one.decision = decisions[one.decision_id] if one.decision_id is not None else None
    events = [_event(actor, one, kind, on, paper_number, words, now) for one in rows]
    check(events[0])
    _refuse_twice(rows, events[0])
    ProgressEvent.objects.bulk_create(events)
    told: dict[int, list[tuple[date, int, str]]] = {one.pk: [] for one in rows}
    known = ProgressEvent.objects.filter(among("sending_id", told)).values_list("sending_id", "on", "pk", "kind")
    for sending_id, day, pk, happened in known:
        told[sending_id].append((day, pk, happened))
    reached: dict[tuple[str, date | None], list[int]] = {}
    for one in rows:
        if comes_after_end(told[one.pk]):
            raise CourseOver(one.person.full_name)
        one.course, one.finished_on = course_of(told[one.pk])
        reached.setdefault((one.course, one.finished_on), []).append(one.pk)
    for (course, finished_on), ids in reached.items():
        Sending.objects.filter(among("pk", ids)).update(course=course, finished_on=finished_on)
    paper = events[0].paper_number
    note_people(actor, "sending.record_event", rows, row, now, kind=kind, on=on.isoformat(), paper=paper)
    return events


def _refuse_twice(rows: Sequence[Sending], event: ProgressEvent) -> None:
    """Raise people.FactRepeated for those who have exactly this already: a form sent twice under the lock. One query."""
    same = ProgressEvent.objects.filter(
        among("sending_id", {row.pk: row for row in rows}),
        kind=event.kind,
        on=event.on,
        paper_number=event.paper_number,
        words=event.words,
    )
    has = set(same.values_list("sending_id", flat=True))
    if has:
        raise people.FactRepeated(some_names([row.person.full_name for row in rows if row.pk in has]))


def _event(
    actor: User | None, row: Sending, kind: str, on: date, paper_number: str, words: str, now: datetime
) -> ProgressEvent:
    """What is to be recorded of somebody under the lock, not yet saved. Raises EventBeforeDecision, PaperNumberMissing."""
    if row.decision is not None and on < row.decision.decided_on:
        raise EventBeforeDecision(on, row.decision.decided_on)
    if kind in NEEDS_PAPER and not paper_number.strip():
        raise PaperNumberMissing(EventKind(kind).label)
    return ProgressEvent(
        sending=row,
        kind=kind,
        on=on,
        paper_number=paper_number.strip(),
        words=clean_name(words),
        recorded_by=actor,
        recorded_at=now,
    )


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

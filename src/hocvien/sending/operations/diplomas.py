"""The paper that comes back, into the person's record through its own doors, so that eligibility and obligations count it; and the transcript."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.text import clean_name
from hocvien.people import api as people
from hocvien.records import api as records
from hocvien.sending.arithmetic import read_lines
from hocvien.sending.constants import MOST_LINES
from hocvien.sending.data import MarkLine, NewDiploma
from hocvien.sending.errors import (
    DiplomaExists,
    DiplomaNotFound,
    DiplomaOfUnfinished,
    DiplomaUpsideDown,
    TranscriptEmpty,
    TranscriptNotFound,
    TranscriptUnreadable,
)
from hocvien.sending.models import Course, Diploma, EventKind, ProgressEvent, Sending, Transcript
from hocvien.sending.operations.locking import check_and_save, lock_sending, need_reason, not_after, note_people
from hocvien.sending.operations.progress import follow
from hocvien.sending.rules import require_follow, require_keep


@transaction.atomic
def record_diploma(
    *, actor: User | None, sending: Sending, new: NewDiploma, is_seen: bool, today: date, now: datetime
) -> Diploma:
    """Record the paper, and in the person's record a training elsewhere; `is_seen`: the actor saw it, and it counts from its day of issue.

    A diploma seen with a theory level becomes a qualification too. Who had no end yet has finished (`finished_on`, else the day of issue).
    Raises NotAllowed, DiplomaExists, DiplomaOfUnfinished, DiplomaUpsideDown, DayInFuture, CourseOver, NoticeRefused.
    """
    require_keep(actor, sending, today)
    not_after(new.issued_on, today)
    row = lock_sending(sending)
    held = Diploma.objects.filter(sending=row).first()
    if held is not None:
        raise DiplomaExists(row.person.full_name, held.number)
    if row.course in {Course.LEFT, Course.EXPELLED}:
        raise DiplomaOfUnfinished(row.person.full_name, Course(row.course).label)
    finished_on = row.finished_on or new.finished_on or new.issued_on
    if finished_on > new.issued_on:
        raise DiplomaUpsideDown(finished_on, new.issued_on)
    if row.finished_on is None:
        ProgressEvent.objects.create(
            sending=row, kind=EventKind.FINISHED, on=finished_on, recorded_by=actor, recorded_at=now
        )
        follow(row)
    training = records.add_training(
        actor=actor,
        person=row.person,
        new=records.NewTraining(
            programme_id=row.notice.programme_id,
            title=row.notice.name[:200],
            organiser=new.issued_by,
            started_on=min(row.notice.opens_on, finished_on),
            finished_on=finished_on,
            evidence=new.kind,
            paper_number=new.number,
            issued_on=new.issued_on,
        ),
        now=now,
    )
    diploma = Diploma(
        sending=row,
        kind=new.kind,
        number=clean_name(new.number),
        issued_on=new.issued_on,
        issued_by=clean_name(new.issued_by),
        band=clean_name(new.band),
        level=new.level,
        training_uuid=training.uuid,
        recorded_by=actor,
        recorded_at=now,
    )
    check_and_save(diploma)
    note_people(
        actor,
        "sending.record_diploma",
        [row],
        row.notice,
        now,
        number=diploma.number,
        issued_on=new.issued_on.isoformat(),
    )
    if is_seen:
        _confirm(actor, row, diploma, now)
    return diploma


@transaction.atomic
def confirm_diploma(*, actor: User | None, sending: Sending, today: date, now: datetime) -> Diploma:
    """The actor saw the paper: from now on it counts. Raises NotAllowed, DiplomaNotFound."""
    require_keep(actor, sending, today)
    row = lock_sending(sending)
    diploma = _diploma(row)
    if diploma.seen_at is None:
        _confirm(actor, row, diploma, now)
    return diploma


def _confirm(actor: User | None, row: Sending, diploma: Diploma, now: datetime) -> None:
    training = records.get_training(row.person, diploma.training_uuid)
    records.confirm_training(actor=actor, training=training, now=now)
    if diploma.level:
        known = set(row.person.qualifications.values_list("uuid", flat=True))
        level = people.NewQualification(
            diploma.level, people.Evidence.DIPLOMA, diploma.number, diploma.issued_on, diploma.issued_by
        )
        # what somebody typed into the record before stays theirs, and is not taken back with this paper
        if not people.is_recorded(row.person, level):
            people.add_facts(actor=actor, person=row.person, qualifications=[level])
        fresh = [one.uuid for one in people.list_qualifications(row.person) if one.uuid not in known]
        diploma.qualification_uuid = fresh[0] if fresh else None
    diploma.seen_by, diploma.seen_at = actor, now
    diploma.save(update_fields=["qualification_uuid", "seen_by", "seen_at"])
    note_people(actor, "sending.confirm_diploma", [row], row.notice, now, number=diploma.number)


@transaction.atomic
def remove_diploma(*, actor: User | None, sending: Sending, reason: str, today: date, now: datetime) -> None:
    """Take back a paper recorded by mistake, and what it put into the person's record. Raises NotAllowed, ReasonMissing, DiplomaNotFound."""
    require_keep(actor, sending, today)
    said = need_reason(reason)
    row = lock_sending(sending)
    diploma = _diploma(row)
    for training in records.external_trainings(row.person_id):
        if training.uuid == diploma.training_uuid:
            records.remove_training(actor=actor, training=training)
    for fact in people.list_qualifications(row.person):
        if fact.uuid == diploma.qualification_uuid:
            people.remove_fact(actor=actor, fact=fact)
    told = {"number": diploma.number, "issued_on": diploma.issued_on.isoformat(), "issued_by": diploma.issued_by}
    diploma.delete()
    note_people(actor, "sending.remove_diploma", [row], row.notice, now, before=told, reason=said)


def _diploma(row: Sending) -> Diploma:
    found = Diploma.objects.filter(sending=row).first()
    if found is None:
        raise DiplomaNotFound
    return found


@transaction.atomic
def record_transcript(
    *,
    actor: User | None,
    sending: Sending,
    issued_on: date,
    issued_by: str,
    text: str,
    number: str = "",
    today: date,
    now: datetime,
) -> Transcript:
    """Keep what a school stated of modules and marks, in place of what was kept before. `text`: lines as pasted from a sheet.

    Raises NotAllowed, TranscriptUnreadable (with the numbers of the lines), TranscriptEmpty, DayInFuture, NoticeRefused.
    """
    require_follow(actor, sending, today)
    not_after(issued_on, today)
    lines, wrong = read_lines(text)
    if wrong:
        raise TranscriptUnreadable(", ".join(str(one) for one in wrong[:10]))
    if not 0 < len(lines) <= MOST_LINES:
        raise TranscriptEmpty
    row = lock_sending(sending)
    kept = Transcript.objects.filter(sending=row).first() or Transcript(sending=row)
    before = _told(kept.lines) if kept.pk else {}
    kept.number, kept.issued_on, kept.issued_by = number.strip(), issued_on, clean_name(issued_by)
    kept.lines = [asdict(one) for one in lines]
    kept.recorded_by, kept.recorded_at = actor, now
    check_and_save(kept)
    told = _told(kept.lines) | {"number": kept.number, "issued_on": issued_on.isoformat(), "issued_by": kept.issued_by}
    note_people(actor, "sending.record_transcript", [row], row.notice, now, before=before, **told)
    return kept


@transaction.atomic
def remove_transcript(*, actor: User | None, sending: Sending, today: date, now: datetime) -> None:
    """Take away a transcript recorded by mistake; the journal keeps it. Raises NotAllowed, TranscriptNotFound."""
    require_follow(actor, sending, today)
    row = lock_sending(sending)
    kept = Transcript.objects.filter(sending=row).first()
    if kept is None:
        raise TranscriptNotFound
    before = _told(kept.lines)
    kept.delete()
    note_people(actor, "sending.remove_transcript", [row], row.notice, now, before=before)


def _told(lines: Sequence[dict[str, str]]) -> dict[str, object]:
    return {"lines": [MarkLine(**one).module + ": " + MarkLine(**one).mark for one in lines]}

"""Recording who was there. A missing mark means "not yet recorded"; "everybody else present" is said explicitly, never assumed."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.data import RollSummary
from hocvien.classes.errors import ClassNotRunning, RollStatusUnknown, RollTooEarly
from hocvien.classes.models import ClassStatus, Half, RollMark, RollStatus, Session
from hocvien.classes.operations.locking import day_of, known_only, lock_class, require_not_recognised
from hocvien.classes.operations.opening import move
from hocvien.classes.queries.roll import expected_at
from hocvien.classes.rules import require_for_class
from hocvien.journal import api as journal


@transaction.atomic
def record_roll(
    *,
    actor: User | None,
    session: Session,
    exceptions: Mapping[UUID | str, tuple[str, str]],
    rest: str | None,
    now: datetime,
) -> RollSummary:
    """Record the roll of one half-day: each exception as (status, note), everybody else as `rest`.

    With `rest` the whole sheet becomes what this call says. With `rest=None` only the people named change, and an empty status takes a mark
    back to "not yet recorded". The first roll starts a class that was still enrolling. roll.record at opener, host or teaching unit, or the
    head. Raises NotAllowed, ClassNotRunning, RollTooEarly, NotInClass, RollStatusUnknown, ClassRecognised. About 15 queries for any class.
    """
    on = day_of(now)
    require_for_class(actor, access.Permission.ROLL_RECORD, session.training_class, on)
    row = lock_class(session.training_class)
    if row.status in {ClassStatus.PLANNED, ClassStatus.CANCELLED}:
        raise ClassNotRunning(row.name, ClassStatus(row.status).label)
    if session.on > on:
        raise RollTooEarly(Half(session.half).label, session.on)
    require_not_recognised(row)
    for status in {status for status, _note in exceptions.values()} | ({rest} if rest else set()):
        if status and status not in RollStatus.values:
            raise RollStatusUnknown(status)
    ids = dict(expected_at(session).values_list("uuid", "pk"))
    named = known_only(exceptions, ids, row)
    before = dict(RollMark.objects.filter(session=session).values_list("participation_id", "status"))
    marks: dict[int, tuple[str, str]] = {}
    if rest:
        marks = dict.fromkeys(ids.values(), (rest, ""))
    cleared: list[int] = []
    for uuid, (status, note) in named.items():
        if status:
            marks[ids[uuid]] = (status, note.strip()[:120])
        else:
            marks.pop(ids[uuid], None)
            cleared.append(ids[uuid])
    RollMark.objects.filter(session=session, participation_id__in=cleared).delete()
    RollMark.objects.bulk_create(
        [
            RollMark(session=session, participation_id=pk, status=status, note=note)
            for pk, (status, note) in marks.items()
        ],
        update_conflicts=True,
        unique_fields=["session", "participation"],
        update_fields=["status", "note"],
    )
    now_marked = dict(
        RollMark.objects.filter(session=session, participation_id__in=ids.values()).values_list(
            "participation_id", "status"
        )
    )
    summary = RollSummary(total=len(ids), **Counter(now_marked.values()))
    session.roll_recorded_at = now if summary.unrecorded == 0 and ids else None
    session.roll_recorded_by = actor if session.roll_recorded_at else None
    session.save(update_fields=["roll_recorded_at", "roll_recorded_by"])
    _journal(actor, session, ids, before, now_marked, summary, now)
    if row.status == ClassStatus.ENROLLING:
        move(actor, row, "classes.start_class", ClassStatus.RUNNING)
    return summary


def _journal(
    actor: User | None,
    session: Session,
    ids: Mapping[UUID, int],
    before: Mapping[int, str],
    after: Mapping[int, str],
    summary: RollSummary,
    now: datetime,
) -> None:
    """One entry a roll: the heads, and by name only who is not simply present or was changed."""
    uuids = {pk: str(uuid) for uuid, pk in ids.items()}
    changed = {pk for pk in uuids if pk in before and before[pk] != after.get(pk)}
    told = {pk for pk in uuids if after.get(pk, "present") != RollStatus.PRESENT} | changed
    journal.record(
        actor=actor,
        verb="classes.record_roll",
        subject=session,
        unit_code=session.training_class.opened_by.code,
        before={"marks": {uuids[pk]: before[pk] for pk in sorted(changed)}},
        after={
            "total": summary.total,
            "attended": summary.attended,
            "absent": summary.absent,
            "unrecorded": summary.unrecorded,
            "marks": {uuids[pk]: after.get(pk, "") for pk in sorted(told)},
        },
        at=now,
    )

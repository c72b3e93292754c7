"""Writes of a study session: called, changed, locked, opened again, taken back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.clock import today
from hocvien.common.text import clean_name, fold
from hocvien.meetings.errors import (
    HeadcountsStand,
    PointOutsideDays,
    ReopenReasonMissing,
    StudySessionNotLocked,
)
from hocvien.meetings.models import Headcount, StudyKind, StudySession, StudyStatus, SummonedUnit
from hocvien.meetings.operations.locking import check_and_save, lock_as_organiser, note
from hocvien.meetings.queries.members import members_of_each
from hocvien.meetings.rules import require_organise
from hocvien.org import api as org

EDITABLE = (
    "kind",
    "topic",
    "document_number",
    "document_on",
    "issued_by",
    "opens_on",
    "closes_on",
    "answers_due_on",
)


@transaction.atomic
def call_study_session(
    *,
    actor: User | None,
    organiser: org.Unit,
    topic: str,
    opens_on: date,
    closes_on: date | None = None,
    kind: str = StudyKind.RESOLUTION,
    document_number: str = "",
    document_on: date | None = None,
    issued_by: str = "",
    answers_due_on: date | None = None,
    is_generated: bool = False,
    on: date | None = None,
) -> StudySession:
    """Begin a study session; points and units are added to it. Raises StudySessionRefused, NotAllowed. `on`: of the permission."""
    access.require(actor, access.Permission.STUDY_EDIT, organiser, on or today())
    session = StudySession(
        organiser=organiser,
        kind=kind,
        topic=clean_name(topic),
        topic_folded=fold(topic),
        document_number=clean_name(document_number),
        document_on=document_on,
        issued_by=clean_name(issued_by),
        opens_on=opens_on,
        closes_on=closes_on or opens_on,
        answers_due_on=answers_due_on,
        is_generated=is_generated,
    )
    check_and_save(session)
    note(actor, "meetings.call_study_session", session, after=_told(session))
    return session


@transaction.atomic
def update_study_session(
    *, actor: User | None, session: StudySession, changes: Mapping[str, Any], on: date | None = None
) -> StudySession:
    """Change fields of EDITABLE. With another first day members are counted anew. Raises StudySessionLocked, PointOutsideDays,
    StudySessionRefused, NotAllowed.
    """
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    locked = lock_as_organiser(actor, session, on)
    before = _told(locked)
    for name, value in changes.items():
        setattr(locked, name, clean_name(value) if isinstance(value, str) else value)
    locked.topic_folded = fold(locked.topic)
    check_and_save(locked)
    for point in locked.points.all():
        if point.on < locked.opens_on or (not point.is_makeup and point.on > locked.closes_on):
            raise PointOutsideDays(f"{locked.opens_on:%d/%m/%Y}", f"{locked.closes_on:%d/%m/%Y}")
    if before["opens_on"] != locked.opens_on:
        count_anew(locked)
    note(actor, "meetings.update_study_session", locked, before=before, after=_told(locked))
    return locked


@transaction.atomic
def recount_members(*, actor: User | None, session: StudySession, on: date | None = None) -> int:
    """Count the members of all summoned units anew, as the records now tell of the first day; the sum. Raises StudySessionLocked, NotAllowed."""
    locked = lock_as_organiser(actor, session, on)
    before, after = count_anew(locked)
    note(actor, "meetings.recount_members", locked, before={"members": before}, after={"members": after})
    return after


@transaction.atomic
def lock_study_session(*, actor: User | None, session: StudySession, on: date | None = None) -> StudySession:
    """Lock the numbers, with members counted a last time; what is not told stays not told. Raises StudySessionLocked, NotAllowed."""
    day = on or today()
    locked = lock_as_organiser(actor, session, day)
    _before, members = count_anew(locked)
    locked.status, locked.locked_on = StudyStatus.LOCKED, day
    check_and_save(locked)
    after = {"status": StudyStatus.LOCKED.value, "locked_on": day, "members": members}
    note(actor, "meetings.lock_study_session", locked, before={"status": StudyStatus.OPEN.value}, after=after)
    return locked


@transaction.atomic
def reopen_study_session(
    *, actor: User | None, session: StudySession, reason: str, on: date | None = None
) -> StudySession:
    """Let numbers be corrected after they were locked. Raises StudySessionNotLocked, ReopenReasonMissing, NotAllowed."""
    require_organise(actor, session, on or today())
    locked = StudySession.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=session.pk)
    if locked.status != StudyStatus.LOCKED:
        raise StudySessionNotLocked(locked.topic)
    if not reason.strip():
        raise ReopenReasonMissing
    locked.status, locked.locked_on, locked.reopen_reason = StudyStatus.OPEN, None, clean_name(reason)
    check_and_save(locked)
    note(
        actor,
        "meetings.reopen_study_session",
        locked,
        before={"status": StudyStatus.LOCKED.value},
        after={"status": StudyStatus.OPEN.value, "reason": locked.reopen_reason},
    )
    return locked


@transaction.atomic
def remove_study_session(*, actor: User | None, session: StudySession, on: date | None = None) -> None:
    """Take back a study session called by mistake. Raises StudySessionLocked, HeadcountsStand, NotAllowed."""
    locked = lock_as_organiser(actor, session, on)
    if Headcount.objects.filter(point__session=locked, present__isnull=False).exists():
        raise HeadcountsStand(locked.topic)
    note(actor, "meetings.remove_study_session", locked, before=_told(locked))
    locked.delete()


def count_anew(session: StudySession) -> tuple[int, int]:
    """Members of every summoned unit of a locked study session, anew; the sums before and after."""
    rows = list(session.summoned.all())
    before = sum(row.members or 0 for row in rows)
    members = members_of_each([row.unit_id for row in rows], session.opens_on)
    for row in rows:
        row.members = members[row.unit_id]
    SummonedUnit.objects.bulk_update(rows, ["members"], batch_size=200)
    return before, sum(members.values())


def _told(session: StudySession) -> dict[str, Any]:
    return {name: getattr(session, name) for name in EDITABLE}

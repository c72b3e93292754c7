"""What every write of a study session does: lock its row, check what is saved, tell the journal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from hocvien.accounts.api import User
from hocvien.common.clock import today
from hocvien.journal import api as journal
from hocvien.meetings.errors import StudySessionLocked, StudySessionRefused
from hocvien.meetings.models import StudySession, StudyStatus
from hocvien.meetings.rules import require_organise


def lock_session(session: StudySession) -> StudySession:
    """The study session under lock; raises StudySessionLocked once its numbers are."""
    locked = StudySession.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=session.pk)
    if locked.status == StudyStatus.LOCKED:
        raise StudySessionLocked(locked.topic)
    return locked


def lock_as_organiser(actor: User | None, session: StudySession, on: date | None) -> StudySession:
    """`lock_session` for who organises it. Raises NotAllowed, StudySessionLocked."""
    require_organise(actor, session, on or today())
    return lock_session(session)


def check_and_save(row: models.Model) -> None:
    """Save a row whose fields and constraints hold; raises StudySessionRefused with their sentences."""
    try:
        row.full_clean()
    except ValidationError as refused:
        raise StudySessionRefused(" ".join(refused.messages)) from None
    row.save()


def note(
    actor: User | None,
    verb: str,
    session: StudySession,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Tell the journal of a study session, at the unit that organises it."""
    journal.record(
        actor=actor,
        verb=verb,
        subject=session,
        unit_code=session.organiser.code,
        before=before or {},
        after=after or {},
    )

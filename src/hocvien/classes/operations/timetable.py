"""Putting half-days on the timetable. One lecturer, one place, one half-day, once: told in words, held by the database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.data import NewSession
from hocvien.classes.errors import NothingChosen, RollRecorded, SessionClash, SessionOutsideClass
from hocvien.classes.models import Half, RollMark, Session, TrainingClass
from hocvien.classes.operations.locking import check, lock_class, require_open_class
from hocvien.classes.queries.visibility import classes_visible_to
from hocvien.classes.rules import require_for_class
from hocvien.common.clock import today as clock_today
from hocvien.common.text import clean_name, fold
from hocvien.journal import api as journal

EDITABLE = ("on", "half", "lesson_id", "title", "periods", "form", "lecturer_id", "place")
_KEYS = ("on", "half", "lecturer_id", "place")


@transaction.atomic
def plan_sessions(
    *, actor: User | None, training_class: TrainingClass, sessions: Sequence[NewSession], today: date | None = None
) -> list[Session]:
    """Add half-days to the class's timetable, all or none. session.edit at opener, host or teaching unit, or the head.

    Raises NotAllowed, ClassLocked, SessionOutsideClass, SessionClash, FieldsRefused. About ten queries however many sessions.
    """
    if not sessions:
        raise NothingChosen
    today = today or clock_today()
    require_for_class(actor, access.Permission.SESSION_EDIT, training_class, today)
    row = lock_class(training_class)
    require_open_class(row)
    rows = [
        Session(
            training_class=row,
            on=new.on,
            half=new.half,
            lesson_id=new.lesson_id,
            title=clean_name(new.title)[:300],
            periods=new.periods,
            form=new.form,
            lecturer_id=new.lecturer_id,
            place=clean_name(new.place),
        )
        for new in sessions
    ]
    for session in rows:
        _prepare(row, session)
    _check_clashes(actor, row, rows, today)
    try:
        with transaction.atomic():
            Session.objects.bulk_create(rows)
    except IntegrityError:
        _check_clashes(actor, row, rows, today)
        raise
    journal.record(
        actor=actor,
        verb="classes.plan_sessions",
        subject=row,
        unit_code=row.opened_by.code,
        after={"sessions": [_told(session) for session in rows]},
    )
    return rows


@transaction.atomic
def update_session(
    *,
    actor: User | None,
    session: Session,
    changes: Mapping[str, Any] | None = None,
    new: NewSession | None = None,
    today: date | None = None,
) -> Session:
    """Change fields of EDITABLE, or all to those of `new`; the day and half only while no roll is recorded.

    Raises as `plan_sessions`, and RollRecorded.
    """
    today = today or clock_today()
    changes = asdict(new) if new is not None else (changes or {})
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    require_for_class(actor, access.Permission.SESSION_EDIT, session.training_class, today)
    row = lock_class(session.training_class)
    require_open_class(row)
    fresh = Session.objects.select_related("training_class").get(pk=session.pk)
    before = _told(fresh)
    moved = any(key in changes and changes[key] != getattr(fresh, key) for key in ("on", "half"))
    if moved and RollMark.objects.filter(session=fresh).exists():
        raise RollRecorded(Half(fresh.half).label, fresh.on)
    for key, value in changes.items():
        setattr(fresh, key, clean_name(value) if isinstance(value, str) and key != "half" else value)
    _prepare(row, fresh)
    _check_clashes(actor, row, [fresh], today)
    try:
        with transaction.atomic():
            fresh.save()
    except IntegrityError:
        _check_clashes(actor, row, [fresh], today)
        raise
    journal.record(
        actor=actor,
        verb="classes.update_session",
        subject=fresh,
        unit_code=row.opened_by.code,
        before=before,
        after=_told(fresh),
    )
    return fresh


@transaction.atomic
def remove_session(*, actor: User | None, session: Session, today: date | None = None) -> None:
    """Take a half-day off the timetable; refused once its roll is recorded. Raises NotAllowed, ClassLocked, RollRecorded."""
    today = today or clock_today()
    require_for_class(actor, access.Permission.SESSION_EDIT, session.training_class, today)
    row = lock_class(session.training_class)
    require_open_class(row)
    if RollMark.objects.filter(session=session).exists():
        raise RollRecorded(Half(session.half).label, session.on)
    journal.record(
        actor=actor,
        verb="classes.remove_session",
        subject=session,
        unit_code=row.opened_by.code,
        before=_told(session),
    )
    session.delete()


def _prepare(row: TrainingClass, session: Session) -> None:
    """Check the day and the fields; the place's key tells a hall of one host from a hall of another."""
    if not row.opens_on <= session.on <= row.closes_on:
        raise SessionOutsideClass(session.on, row.opens_on, row.closes_on)
    place = fold(session.place or row.place)
    session.place_key = f"{row.hosted_by_id}:{place}" if place else ""
    check(session, exclude={"training_class", "lesson", "lecturer"}, validate_unique=False, validate_constraints=False)


def _check_clashes(actor: User | None, row: TrainingClass, rows: Sequence[Session], today: date) -> None:
    """Raise SessionClash for the first half-day taken twice: by the class, by a lecturer, or by a place; three queries at most."""
    _check_among_themselves(row, rows)
    own = [session.pk for session in rows if session.pk is not None]
    days = {session.on for session in rows}
    lecturers = {session.lecturer_id for session in rows} - {None}
    places = {session.place_key for session in rows} - {""}
    others = (
        Session.objects.filter(on__in=days)
        .filter(Q(training_class=row) | Q(lecturer_id__in=lecturers) | Q(place_key__in=places))
        .exclude(pk__in=own)
        .select_related("training_class", "lecturer")
    )
    taken = list(others)
    if not taken:
        return
    visible: set[int] | None = None
    for session in rows:
        for other in taken:
            if (other.on, other.half) != (session.on, session.half):
                continue
            if visible is None:
                ids = {t.training_class_id for t in taken}
                visible = set(classes_visible_to(actor, today).filter(pk__in=ids).values_list("pk", flat=True))
            _refuse_if_same(row, session, other, other.training_class_id in visible)


def _refuse_if_same(row: TrainingClass, session: Session, other: Session, is_visible: bool) -> None:  # noqa: FBT001
    half = Half(session.half).label
    where = f"lớp “{other.training_class.name}”" if is_visible else "một lớp khác"
    if other.training_class_id == row.pk:
        raise SessionClash("class", half=half, on=session.on, who="", where=row.name)
    if other.lecturer is not None and other.lecturer_id == session.lecturer_id:
        raise SessionClash("lecturer", half=half, on=session.on, who=other.lecturer.full_name, where=where)
    if session.place_key and other.place_key == session.place_key:
        raise SessionClash("place", half=half, on=session.on, who=session.place or row.place, where=where)


def _check_among_themselves(row: TrainingClass, rows: Sequence[Session]) -> None:
    seen: set[tuple[date, str]] = set()
    for session in rows:
        key = (session.on, session.half)
        if key in seen:
            raise SessionClash("class", half=Half(session.half).label, on=session.on, who="", where=row.name)
        seen.add(key)


def _told(session: Session) -> dict[str, Any]:
    return {key: getattr(session, key) for key in EDITABLE if getattr(session, key) not in (None, "")}

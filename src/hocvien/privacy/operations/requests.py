"""Recording looks and requests, and answering them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy.arithmetic import due_on, iso_day
from hocvien.privacy.constants import CORRECTABLE, LOOK_MINUTES, WORKING_DAYS_TO_ANSWER
from hocvien.privacy.errors import (
    AnswerMissing,
    CorrectionIncomplete,
    CorrectionUnreadable,
    NotOwnRecord,
    RequestAnswered,
    SecondHandNeeded,
)
from hocvien.privacy.models import DataRequest, Look, LookKind, RequestKind, RequestStatus
from hocvien.privacy.queries.requests import second_hands
from hocvien.privacy.queries.terms import holidays_around


def note_looks(*, user: User, person_ids: Iterable[int], kind: str, at: datetime) -> None:
    """Write down who looked at whom; a page opened again within ten minutes is not written twice. One insert for each 2,000.

    The log is itself the record: it is not journalled, and nothing changes or removes it but the end of its term.
    """
    ids = list(person_ids)
    if kind == LookKind.PAGE and len(ids) == 1:
        since = at - timedelta(minutes=LOOK_MINUTES)
        if Look.objects.filter(person_id=ids[0], user=user, kind=kind, at__gte=since).exists():
            return
    Look.objects.bulk_create([Look(person_id=pk, user=user, at=at, kind=kind) for pk in ids], batch_size=2000)


@transaction.atomic
def record_request(
    *,
    actor: User | None,
    person: people.Person,
    unit: org.Unit,
    kind: str,
    asked_on: date,
    now: datetime,
    through: str = "",
    text: str = "",
    field: str = "",
    value: str = "",
) -> DataRequest:
    """Write down what a person asked; due two working days later. Raises CorrectionIncomplete, NotAllowed."""
    access.require(actor, access.Permission.PRIVACY_ANSWER, unit, timezone.localtime(now).date())
    return _write(actor, person, unit, kind, asked_on, now, through=through, text=text, field=field, value=value)


@transaction.atomic
def ask_of_own(
    *, actor: User, unit: org.Unit, kind: str, now: datetime, text: str = "", field: str = "", value: str = ""
) -> DataRequest:
    """Write down what the holder of an account asks about their own record; due two working days later. Raises NotOwnRecord, CorrectionIncomplete."""
    person = access.own_person_of(actor)
    if person is None:
        raise NotOwnRecord
    asked_on = timezone.localtime(now).date()
    return _write(actor, person, unit, kind, asked_on, now, through="", text=text, field=field, value=value)


def _write(
    actor: User | None,
    person: people.Person,
    unit: org.Unit,
    kind: str,
    asked_on: date,
    now: datetime,
    *,
    through: str,
    text: str,
    field: str,
    value: str,
) -> DataRequest:
    if kind == RequestKind.CORRECT and field not in CORRECTABLE:
        raise CorrectionIncomplete
    request = DataRequest(
        person=person,
        unit=unit,
        kind=kind,
        asked_on=asked_on,
        due_on=due_on(asked_on, WORKING_DAYS_TO_ANSWER, holidays_around(asked_on)),
        through=through,
        text=text,
        field=field if kind == RequestKind.CORRECT else "",
        value=value if kind == RequestKind.CORRECT else "",
        recorded_by=actor,
        recorded_at=now,
    )
    request.full_clean(exclude=["person", "unit", "recorded_by", "answered_by", "answered_at"])
    request.save()
    journal.record(
        actor=actor,
        verb="privacy.record_request",
        subject=person,
        unit_code=unit.code,
        after={"kind": kind, "asked_on": asked_on.isoformat(), "due_on": request.due_on.isoformat(), "field": field},
        at=now,
    )
    return request


@transaction.atomic
def answer_request(
    *, actor: User | None, request: DataRequest, is_done: bool, answer: str, now: datetime
) -> DataRequest:
    """Answer: a correction that is approved is made at once, through the door of people.

    A correction is approved by another than who recorded it, unless nobody else may answer at that unit [default]. Raises
    RequestAnswered, AnswerMissing (a refusal says why), SecondHandNeeded, NotAllowed, and what `people.update_person` refuses.
    """
    today = timezone.localtime(now).date()
    locked = DataRequest.objects.select_for_update().get(pk=request.pk)
    access.require(actor, access.Permission.PRIVACY_ANSWER, locked.unit, today)
    if locked.status != RequestStatus.WAITING:
        raise RequestAnswered
    if not is_done and not answer.strip():
        raise AnswerMissing
    is_own = actor is not None and locked.recorded_by_id == actor.pk
    if is_done and locked.kind == RequestKind.CORRECT:
        if is_own and (others := second_hands(locked, today)):
            raise SecondHandNeeded(", ".join(str(user) for user in others[:5]))
        people.update_person(
            actor=actor, person=locked.person, changes={locked.field: _typed(locked.field, locked.value)}
        )
    locked.status = RequestStatus.DONE if is_done else RequestStatus.REFUSED
    locked.answer, locked.answered_by, locked.answered_at = answer.strip(), actor, now
    locked.save(update_fields=["status", "answer", "answered_by", "answered_at"])
    journal.record(
        actor=actor,
        verb="privacy.answer_request",
        subject=locked.person,
        unit_code=locked.unit.code,
        before={"status": RequestStatus.WAITING},
        after={"status": locked.status, "kind": locked.kind, "field": locked.field, "by_who_recorded": is_own},
        at=now,
    )
    return locked


def _typed(field: str, value: str) -> Any:
    """What was written, as the record takes it: days as days, choices by their code or their word."""
    text = value.strip()
    if field == "birth":
        if people.read_birth(iso_day(text)) is None:
            raise CorrectionUnreadable(text)
        return iso_day(text)
    if field in {"admitted_on", "official_on"}:
        read = people.read_birth(iso_day(text))
        if read is None or (text and read[1] != "day"):
            raise CorrectionUnreadable(text)
        return read[0]
    choices = {"sex": people.Sex, "education": people.Education}.get(field)
    if choices is None or not text:
        return text
    for code, word in choices.choices:
        if text.casefold() in {code, str(word).casefold()}:
            return code
    raise CorrectionUnreadable(text)

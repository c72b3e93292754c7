"""Exceptions asked for by a document, and what the authority decided: granted lifts the clause and judges again, refused returns the name."""

from contextlib import suppress
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.errors import (
    ExceptionNotPossible,
    ExceptionNotWaiting,
    ExceptionPaperInFuture,
    ExceptionWaits,
    ReasonNeeded,
)
from hocvien.classes.models import (
    WAITING,
    ExceptionReason,
    ExceptionRequest,
    ExceptionStatus,
    Nomination,
    NominationStatus,
    ReturnReason,
    StepOutcome,
)
from hocvien.classes.operations.locking import check
from hocvien.classes.operations.nominations import (
    journal_nominations,
    judged_again,
    load_nominations,
    require_status,
    set_nominations,
)
from hocvien.classes.operations.seats import release_for
from hocvien.classes.operations.steps import record_decisions
from hocvien.classes.queries.exceptions import decider_of, liftable_clauses
from hocvien.classes.rules import require_decider
from hocvien.common.text import clean_name
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.people import api as people

_OPEN = {*WAITING, NominationStatus.RESERVE}


@transaction.atomic
def request_exception(
    *,
    actor: User | None,
    nomination: Nomination,
    clause_kind: str,
    reason: str,
    number: str,
    dated_on: date,
    today: date,
    now: datetime,
) -> ExceptionRequest:
    """Ask, by a document, that one clause be lifted for a name under way; it goes to the unit that decides by the rule of that day.

    list.propose at its sending unit. Raises NotAllowed, NominationNotWaiting, ReasonNeeded, ExceptionNotPossible, ExceptionWaits,
    ExceptionPaperInFuture, FieldsRefused.
    """
    (row,) = load_nominations([nomination], Q())
    access.require(actor, access.Permission.LIST_PROPOSE, row.sending_unit, today)
    require_status([row], _OPEN)
    if reason not in ExceptionReason.values:
        raise ReasonNeeded
    if clause_kind not in dict(liftable_clauses(row)):
        raise ExceptionNotPossible(row.person.full_name)
    if ExceptionRequest.objects.filter(nomination=row, status=ExceptionStatus.WAITING).exists():
        raise ExceptionWaits(row.person.full_name)
    if dated_on > today:
        raise ExceptionPaperInFuture(dated_on)
    decider = decider_of(row, clause_kind, today)
    made = ExceptionRequest(
        nomination=row,
        clause_kind=clause_kind,
        decider_id=decider.unit_id,
        is_decider_named=decider.is_named,
        reason=reason,
        number=clean_name(number)[:60],
        dated_on=dated_on,
        requested_by=actor,
        requested_at=now,
    )
    check(made, exclude=["nomination", "decider", "requested_by"])
    made.save()
    _record(actor, "classes.request_exception", made, now)
    return made


@transaction.atomic
def decide_exception(
    *,
    actor: User | None,
    nomination: Nomination,
    is_granted: bool,
    number: str,
    decided_on: date,
    authority: str,
    today: date,
    now: datetime,
) -> ExceptionRequest:
    """The authority's decision on what waits for a name. list.approve at the unit it went to.

    Granted: recorded with `eligibility.record_exception`, and the name is judged again by the rules of the opening day. Refused: the name
    is returned to its sender. Raises NotAllowed, ExceptionNotWaiting (404), NominationNotWaiting, eligibility.DecisionInFuture,
    FieldsRefused, EndsBeforeStart.
    """
    (row,) = load_nominations([nomination], Q())
    found = ExceptionRequest.objects.select_for_update().filter(nomination=row, status=ExceptionStatus.WAITING).first()
    if found is None:
        raise ExceptionNotWaiting
    require_decider(actor, found, today)
    require_status([row], _OPEN)
    eligibility.require_decided(decided_on, today)
    found.status = ExceptionStatus.GRANTED if is_granted else ExceptionStatus.REFUSED
    found.decision_number, found.decision_on = clean_name(number)[:60], decided_on
    found.authority, found.decided_by, found.decided_at = clean_name(authority)[:200], actor, now
    check(found, exclude=["nomination", "decider", "requested_by", "decided_by"])
    found.save()
    _record(actor, "classes.decide_exception", found, now)
    if is_granted:
        _judge_again(actor, row, found, today)
    else:
        release_for(actor, [row], today, now)
        record_decisions([row], StepOutcome.RETURNED, actor, now, ReturnReason.EXCEPTION_REFUSED)
        set_nominations(
            [row],
            status=NominationStatus.RETURNED,
            return_reason=ReturnReason.EXCEPTION_REFUSED,
            reserve_position=None,
            decided_by=actor,
            decided_at=now,
        )
        journal_nominations(
            actor, "classes.return_nomination", [row], now, lambda _n: {"reason": ReturnReason.EXCEPTION_REFUSED}
        )
    return found


def _judge_again(actor: User | None, row: Nomination, found: ExceptionRequest, today: date) -> None:
    training_class = row.training_class
    # one decision may speak of the person's names on two lists
    with suppress(people.FactRepeated):
        eligibility.record_exception(
            actor=actor,
            person=row.person,
            programme=training_class.programme,
            clause_kind=found.clause_kind,
            number=found.decision_number,
            decided_on=found.decision_on or today,
            authority=found.authority,
            today=today,
        )
    verdict = judged_again(training_class, [row])[row.person_id]
    set_nominations(
        [row], verdict=verdict.verdict, verdict_clauses=verdict.as_json(), judged_on=training_class.opens_on
    )


def _record(actor: User | None, verb: str, found: ExceptionRequest, now: datetime) -> None:
    row = found.nomination
    told = {"class": row.training_class.code, "clause": found.clause_kind, "status": str(found.status)}
    told |= {"decider": found.decider.code} if found.decider is not None else {}
    told |= {"number": found.number, "reason": str(found.reason)}
    if found.status != ExceptionStatus.WAITING:
        told |= {"decision": found.decision_number, "authority": found.authority}
    journal.record(actor=actor, verb=verb, subject=row, unit_code=row.sending_unit.code, after=told, at=now)

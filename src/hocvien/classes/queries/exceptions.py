"""Which clauses a name could be excepted from, who decides it, and what was asked and decided."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.data import Decider
from hocvien.classes.models import WAITING, ExceptionRequest, ExceptionStatus, Nomination, NominationStatus
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org

_LIFTING = "approved_exception"


def liftable_clauses(nomination: Nomination) -> list[tuple[str, str]]:
    """(kind, title) of the clauses the name does not meet that the rule it was judged by lets an authority lift; no query."""
    verdict = eligibility.Verdict.from_json(nomination.verdict_clauses or {})
    lifting = [parameters for kind, parameters in verdict.rule if kind == _LIFTING]
    named = {kind for parameters in lifting for kind in parameters.get("lifts", ())}
    is_any = any(not parameters.get("lifts") for parameters in lifting)
    asking = [kind for kind, _parameters in verdict.rule if kind != _LIFTING]
    return [
        (kind, clause.title)
        for kind, clause in zip(asking, verdict.clauses, strict=False)
        if clause.verdict == eligibility.NOT_MET and (is_any or kind in named)
    ]


def _clauses_in_force(nomination: Nomination) -> Sequence[eligibility.ClauseInfo]:
    """The clauses of the rule as it stands by now: who decides follows it, the verdict does not; two queries."""
    row = nomination.training_class
    in_force = [
        one
        for one in eligibility.rule_sets(row.programme_id)
        if one.valid_from <= row.opens_on < one.valid_to
        and one.audience in {row.audience, ""}
        and one.study_mode in {row.study_mode, ""}
    ]
    return max(in_force, key=lambda one: (one.audience, one.study_mode)).clauses if in_force else ()


def decider_of(nomination: Nomination, clause_kind: str, on: date) -> Decider:
    """Who decides an exception from a clause of this kind for the name: the nearest unit at or above its sender of the kinds the rule names.

    Without such words in the rule, or without such a unit, the sending unit's own committee. Four queries.
    """
    kinds = {
        kind
        for clause in _clauses_in_force(nomination)
        if clause.kind == _LIFTING and (not clause.parameters.get("lifts") or clause_kind in clause.parameters["lifts"])
        for kind in clause.parameters.get("decided_by", ())
    }
    line = list(reversed(org.ancestor_ids_as_of(nomination.sending_unit_id, on)))
    labels = org.labels_as_of([*line, nomination.sending_unit_id], on)
    named = next((pk for pk in line if pk in labels and labels[pk].kind in kinds), None)
    unit_id = named or nomination.sending_unit_id
    return Decider(unit_id=unit_id, unit_name=labels[unit_id].name, is_named=named is not None)


def decider_of_request(found: ExceptionRequest, on: date) -> Decider:
    """Who decides what was asked: the unit it was sent to that day; one query. As `decider_of` where that was not kept."""
    if found.decider_id is None:
        return decider_of(found.nomination, found.clause_kind, on)
    name = org.labels_as_of([found.decider_id], on)[found.decider_id].name
    return Decider(unit_id=found.decider_id, unit_name=name, is_named=found.is_decider_named)


def exception_requests(nomination: Nomination) -> list[ExceptionRequest]:
    """What was asked for the name, the latest first; one query."""
    rows = ExceptionRequest.objects.filter(nomination=nomination).select_related("requested_by", "decided_by")
    return list(rows.order_by("-requested_at", "-pk"))


def is_open() -> Q:
    """That an exception waits for its answer, of a name that is still on its way, as a condition."""
    return Q(status=ExceptionStatus.WAITING, nomination__status__in=(*WAITING, NominationStatus.RESERVE))


def decided_at(unit_ids: QuerySet[Any]) -> Q:
    """That one of these units decides the exception, as a condition; the sender's committee where none was kept."""
    return Q(decider_id__in=unit_ids) | Q(decider=None, nomination__sending_unit_id__in=unit_ids)


def can_decide_exception(actor: User | None, nomination: Nomination, on: date) -> bool:
    """Whether the actor may answer what waits for the name; twin of `rules.require_decider`."""
    waiting = ExceptionRequest.objects.filter(is_open(), nomination=nomination).first()
    if waiting is None:
        return False
    return access.can(actor, access.Permission.LIST_APPROVE, decider_of_request(waiting, on).unit_id, on)

"""Which clauses a name could be excepted from, and what was asked and decided."""

from datetime import date

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes.models import ExceptionRequest, ExceptionStatus, Nomination
from hocvien.eligibility import api as eligibility

_LIFTING = "approved_exception"


def liftable_clauses(nomination: Nomination) -> list[tuple[str, str]]:
    """(kind, title) of the clauses the name does not meet that the rule it is judged by lets an authority lift; two queries."""
    row = nomination.training_class
    in_force = [
        one
        for one in eligibility.rule_sets(row.programme_id)
        if one.valid_from <= row.opens_on < one.valid_to and not one.audience and one.study_mode in {row.study_mode, ""}
    ]
    if not in_force:
        return []
    rule = max(in_force, key=lambda one: one.study_mode == row.study_mode)
    lifting = [clause for clause in rule.clauses if clause.kind == _LIFTING]
    if not lifting:
        return []
    named = {kind for clause in lifting for kind in clause.parameters.get("lifts", ())}
    is_any = any(not clause.parameters.get("lifts") for clause in lifting)
    failed = {one.code for one in eligibility.Verdict.from_json(nomination.verdict_clauses or {}).refused}
    return [
        (clause.kind, clause.title)
        for clause in rule.clauses
        if clause.code in failed and clause.kind != _LIFTING and (is_any or clause.kind in named)
    ]


def exception_requests(nomination: Nomination) -> list[ExceptionRequest]:
    """What was asked for the name, the latest first; one query."""
    rows = ExceptionRequest.objects.filter(nomination=nomination).select_related("requested_by", "decided_by")
    return list(rows.order_by("-requested_at", "-pk"))


def can_decide_exception(actor: User | None, nomination: Nomination, on: date) -> bool:
    """Whether the actor may answer what waits: list.approve where the person belongs, as recording an exception asks."""
    waiting = ExceptionRequest.objects.filter(nomination=nomination, status=ExceptionStatus.WAITING)
    return waiting.exists() and access.can_for_person(actor, access.Permission.LIST_APPROVE, nomination.person, on)

"""Versions: an approved plan is changed by another version beside it, which takes its place once approved."""

from datetime import date

from django.db import transaction
from django.db.models import F

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.clock import today
from hocvien.planning.errors import AmendmentExists, LineInUse, NotAnAmendment, PlanNotApproved, ReasonMissing
from hocvien.planning.models import Plan, PlanLine, PlanStatus
from hocvien.planning.operations.locking import check_and_save, is_in_use, lock_draft, note
from hocvien.planning.queries.plans import WORDING, list_versions

# lines step aside by this much while two versions change places: positions are unique in a plan
_ASIDE = 10_000
_SAID = (*WORDING, "remark", "answer", "cost_terms", "position", "plan_id")
_COLUMNS = tuple(name.removesuffix("_id") for name in _SAID)


@transaction.atomic
def amend_plan(*, actor: User | None, plan: Plan, reason: str, on: date | None = None) -> Plan:
    """Begin another version of an approved plan as a draft with the same lines; the approved one stays in force meanwhile.

    Raises PlanNotApproved, AmendmentExists, ReasonMissing, NotAllowed.
    """
    access.require(actor, access.Permission.PLAN_EDIT, plan.unit, on or today())
    if not reason.strip():
        raise ReasonMissing
    locked = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
    if locked.status != PlanStatus.APPROVED:
        raise PlanNotApproved(locked.year, PlanStatus(locked.status).label)
    newest = list_versions(locked)[0]
    if newest.version != locked.version:
        raise AmendmentExists(locked.year)
    draft = Plan(unit=locked.unit, year=locked.year, version=locked.version + 1, change_reason=reason.strip())
    check_and_save(draft)
    copies = [_copy(line, draft) for line in locked.lines.order_by("position")]
    PlanLine.objects.bulk_create(copies, batch_size=500)
    note(actor, "planning.amend_plan", draft, after={"year": draft.year, "version": draft.version, "reason": reason})
    return draft


@transaction.atomic
def discard_amendment(*, actor: User | None, plan: Plan, on: date | None = None) -> None:
    """Give up a draft that would amend an approved plan; that one stays as it is. Raises PlanNotDraft, NotAnAmendment, NotAllowed."""
    locked = lock_draft(actor, plan, on)
    if locked.version == 1:
        raise NotAnAmendment(locked.year)
    note(
        actor,
        "planning.discard_amendment",
        locked,
        before={"year": locked.year, "version": locked.version, "lines": locked.lines.count()},
    )
    locked.delete()


def put_in_force(plan: Plan) -> None:
    """Give the lines in force the wording of this version; the version before it keeps theirs. Called under the lock of `plan`.

    A line keeps its row, so that classes stay with it; the rows of the draft become the wording of the version that is replaced.
    Raises LineInUse where a line taken out has classes. A few statements whatever the number of lines.
    """
    before = (
        Plan.objects.select_for_update()
        .filter(unit_id=plan.unit_id, year=plan.year, status=PlanStatus.APPROVED)
        .exclude(pk=plan.pk)
        .first()
    )
    if before is None:
        return
    held = {line.pk: line for line in before.lines.all()}
    drafts = {line.wording_of_id: line for line in plan.lines.all() if line.wording_of_id in held}
    for pk, line in held.items():
        if pk not in drafts and is_in_use(line):
            raise LineInUse(line.position)
    plan.lines.update(position=F("position") + _ASIDE)
    before.lines.update(position=F("position") + 2 * _ASIDE)
    pairs = [(held[pk], draft) for pk, draft in drafts.items() if pk is not None]
    for line, draft in pairs:
        _swap(line, draft)
    PlanLine.objects.bulk_update([line for line, _draft in pairs], _COLUMNS, batch_size=100)
    PlanLine.objects.bulk_update([draft for _line, draft in pairs], _COLUMNS, batch_size=100)
    # what has no twin stays where it is: new lines in this version, removed ones in the one before
    plan.lines.filter(position__gt=_ASIDE).update(position=F("position") - _ASIDE)
    before.lines.filter(position__gt=2 * _ASIDE).update(position=F("position") - 2 * _ASIDE)
    Plan.objects.filter(pk=before.pk).update(status=PlanStatus.REPLACED)


def _copy(line: PlanLine, plan: Plan) -> PlanLine:
    said = {name: getattr(line, name) for name in WORDING}
    return PlanLine(plan=plan, position=line.position, wording_of_id=line.key, **said)


def _swap(line: PlanLine, draft: PlanLine) -> None:
    for name in _SAID:
        one, other = getattr(line, name), getattr(draft, name)
        setattr(line, name, other)
        setattr(draft, name, one)

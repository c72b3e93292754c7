"""Writes of targets above the year."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.clock import today
from hocvien.org import api as org
from hocvien.planning.errors import ShareOfShare, SharesBeyondTarget, StudyModeMissing, TargetIsRecorded
from hocvien.planning.models import Measure, PlanTarget, TargetShare
from hocvien.planning.operations.locking import check_and_save, note_at

_FIELDS = (
    "title",
    "programme",
    "measure",
    "amount",
    "first_year",
    "last_year",
    "decision_number",
    "decided_on",
    "note",
)


@transaction.atomic
def record_target(
    *,
    actor: User | None,
    unit: org.Unit,
    title: str,
    programme: catalogue.Programme,
    measure: str,
    amount: int,
    first_year: int,
    last_year: int,
    decision_number: str,
    decided_on: date,
    note: str = "",
    on: date | None = None,
) -> PlanTarget:
    """Record what a decision asks of the unit and all below it. Raises StudyModeMissing, TargetIsRecorded, PlanRefused,
    NotAllowed.
    """
    access.require(actor, access.Permission.PLAN_EDIT, unit, on or today())
    row = PlanTarget(
        unit=unit,
        title=title.strip(),
        programme=programme,
        measure=measure,
        amount=amount,
        first_year=first_year,
        last_year=last_year,
        decision_number=decision_number.strip(),
        decided_on=decided_on,
        note=note.strip(),
    )
    # one asked for twice would be done twice over
    same = ("unit", "title", "programme", "measure", "first_year", "last_year", "decision_number", "decided_on")
    if PlanTarget.objects.filter(**{name: getattr(row, name) for name in same}).exists():
        raise TargetIsRecorded(row.title, row.decision_number)
    _save(row)
    note_at(actor, "planning.record_target", row, unit, after=_told(row))
    return row


@transaction.atomic
def update_target(
    *, actor: User | None, target: PlanTarget, changes: Mapping[str, Any], on: date | None = None
) -> PlanTarget:
    """Correct or adjust a target; what it said stays in the journal. Raises StudyModeMissing, ShareOfShare, SharesBeyondTarget, PlanRefused,
    NotAllowed.
    """
    access.require(actor, access.Permission.PLAN_EDIT, target.unit, on or today())
    unknown = set(changes) - set(_FIELDS)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    before = _told(target)
    for key, value in changes.items():
        setattr(target, key, value)
    _save(target)
    note_at(actor, "planning.update_target", target, target.unit, before=before, after=_told(target))
    return target


@transaction.atomic
def remove_target(*, actor: User | None, target: PlanTarget, on: date | None = None) -> None:
    """Take a target out that was recorded by mistake. Raises NotAllowed."""
    access.require(actor, access.Permission.PLAN_EDIT, target.unit, on or today())
    note_at(actor, "planning.remove_target", target, target.unit, before=_told(target))
    target.delete()


@transaction.atomic
def share_target(
    *, actor: User | None, target: PlanTarget, amounts: Mapping[int, int], on: date | None = None
) -> PlanTarget:
    """Give parts of a target to units right below, by id; 0 takes a unit's part back, who is not named keeps theirs.

    Raises NotAllowed, ShareOfShare (a target that is a percentage), SharesBeyondTarget. Six queries.
    """
    day = on or today()
    row = PlanTarget.objects.select_for_update(of=("self",)).select_related("unit", "programme").get(pk=target.pk)
    access.require(actor, access.Permission.PLAN_EDIT, row.unit, day)
    if row.measure == Measure.FULL_TIME:
        raise ShareOfShare(row.title)
    strange = set(amounts) - set(org.children_ids_as_of(row.unit_id, day))
    if strange:
        message = f"not right below: {sorted(strange)}"
        raise ValueError(message)
    held = {one.unit_id: one for one in row.shares.select_related("unit")}
    before = {one.unit.code: one.amount for one in held.values()}
    wanted = {pk: one.amount for pk, one in held.items()} | dict(amounts)
    if sum(wanted.values()) > row.amount:
        raise SharesBeyondTarget(given=sum(wanted.values()), amount=row.amount)
    row.shares.filter(unit_id__in=amounts).delete()
    TargetShare.objects.bulk_create(
        [TargetShare(target=row, unit_id=pk, amount=number) for pk, number in amounts.items() if number]
    )
    after = {one.unit.code: one.amount for one in row.shares.select_related("unit")}
    note_at(actor, "planning.share_target", row, row.unit, before=before, after=after)
    return row


def _save(row: PlanTarget) -> None:
    if row.measure == Measure.FULL_TIME and not row.programme.has_study_modes:
        raise StudyModeMissing(row.programme.name)
    given = sum(row.shares.values_list("amount", flat=True)) if row.pk else 0
    if given and row.measure == Measure.FULL_TIME:
        raise ShareOfShare(row.title)
    if given > row.amount:
        raise SharesBeyondTarget(given=given, amount=row.amount)
    check_and_save(row)


def _told(row: PlanTarget) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in _FIELDS}
    return plain | {"programme": row.programme.code}

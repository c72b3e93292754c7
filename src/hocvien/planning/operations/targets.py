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
from hocvien.planning.errors import StudyModeMissing
from hocvien.planning.models import Measure, PlanTarget
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
    """Record what a decision asks of the unit and all below it. Raises StudyModeMissing, PlanRefused, NotAllowed."""
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
    _save(row)
    note_at(actor, "planning.record_target", row, unit, after=_told(row))
    return row


@transaction.atomic
def update_target(
    *, actor: User | None, target: PlanTarget, changes: Mapping[str, Any], on: date | None = None
) -> PlanTarget:
    """Correct or adjust a target; what it said stays in the journal. Raises StudyModeMissing, PlanRefused, NotAllowed."""
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


def _save(row: PlanTarget) -> None:
    if row.measure == Measure.FULL_TIME and not row.programme.has_study_modes:
        raise StudyModeMissing(row.programme.name)
    check_and_save(row)


def _told(row: PlanTarget) -> dict[str, Any]:
    plain = {name: getattr(row, name) for name in _FIELDS}
    return plain | {"programme": row.programme.code}

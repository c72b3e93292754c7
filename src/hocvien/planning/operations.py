"""Writes of plans: drawn up, submitted, returned, approved. A plan is changed only while it is a draft."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max, ProtectedError

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.clock import today
from hocvien.common.periods import parse_period
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.planning.errors import (
    LineInUse,
    PlanEmpty,
    PlanExists,
    PlanNotDraft,
    PlanNotSubmitted,
    PlanRefused,
    ReasonMissing,
    StudyModeUnfit,
)
from hocvien.planning.models import Plan, PlanLine, PlanStatus

_QUARTERS = (1, 2, 3, 4)
EDITABLE = ("programme", "study_mode", "classes", "seats", "quarter", "opener", "note")


@transaction.atomic
def create_plan(
    *,
    actor: User | None,
    unit: org.Unit,
    year: int,
    number: str = "",
    issued_on: date | None = None,
    on: date | None = None,
) -> Plan:
    """Begin the unit's plan of a year as a draft. Raises PlanExists, NotAllowed. `on` is the day of the permission, default today."""
    day = on or today()
    access.require(actor, access.Permission.PLAN_EDIT, unit, day)
    if Plan.objects.filter(unit=unit, year=year).exists():
        raise PlanExists(org.label_as_of(unit.pk, day).name, year)
    plan = Plan(unit=unit, year=year, number=number.strip(), issued_on=issued_on)
    _check_and_save(plan)
    _note(actor, "planning.create_plan", plan, after={"year": year, "number": plan.number})
    return plan


@transaction.atomic
def add_line(
    *,
    actor: User | None,
    plan: Plan,
    programme: catalogue.Programme,
    classes: int,
    seats: int,
    opener: org.Unit,
    quarter: int | None = None,
    study_mode: str = "",
    note: str = "",
    on: date | None = None,
) -> PlanLine:
    """Add a line at the end. Raises PlanNotDraft, StudyModeUnfit, OpeningNotAuthorised, PlanRefused, NotAllowed."""
    plan = _draft(actor, plan, on)
    _check_mode(programme, study_mode)
    _check_authority(plan, programme, opener, quarter)
    last = plan.lines.aggregate(last=Max("position"))["last"] or 0
    line = PlanLine(
        plan=plan,
        position=last + 1,
        programme=programme,
        study_mode=study_mode,
        classes=classes,
        seats=seats,
        quarter=quarter,
        opener=opener,
        note=note.strip(),
    )
    _check_and_save(line)
    _note(actor, "planning.add_line", plan, after=_told(line))
    return line


@transaction.atomic
def update_line(*, actor: User | None, line: PlanLine, changes: Mapping[str, Any], on: date | None = None) -> PlanLine:
    """Change fields of EDITABLE. Raises PlanNotDraft, StudyModeUnfit, OpeningNotAuthorised, PlanRefused, NotAllowed."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    plan = _draft(actor, line.plan, on)
    before = _told(line)
    for key, value in changes.items():
        setattr(line, key, value)
    _check_mode(line.programme, line.study_mode)
    if {"programme", "opener", "quarter"} & set(changes):
        _check_authority(plan, line.programme, line.opener, line.quarter)
    _check_and_save(line)
    _note(actor, "planning.update_line", plan, before=before, after=_told(line))
    return line


@transaction.atomic
def remove_line(*, actor: User | None, line: PlanLine, on: date | None = None) -> None:
    """Take a line out. Raises PlanNotDraft, LineInUse (a class was opened from it), NotAllowed."""
    plan = _draft(actor, line.plan, on)
    before = _told(line)
    try:
        line.delete()
    except ProtectedError:
        raise LineInUse(line.position) from None
    _note(actor, "planning.remove_line", plan, before=before)


@transaction.atomic
def submit_plan(*, actor: User | None, plan: Plan, on: date | None = None) -> Plan:
    """Hand the draft to whoever approves. Raises PlanNotDraft, PlanEmpty, NotAllowed."""
    locked = _draft(actor, plan, on)
    if not locked.lines.exists():
        raise PlanEmpty(locked.year)
    return _move(actor, plan, "planning.submit_plan", status=PlanStatus.SUBMITTED, return_reason="")


@transaction.atomic
def return_plan(*, actor: User | None, plan: Plan, reason: str, on: date | None = None) -> Plan:
    """Give a submitted plan back with a reason; it becomes a draft again. Raises PlanNotSubmitted, ReasonMissing, NotAllowed."""
    if not reason.strip():
        raise ReasonMissing
    _submitted(actor, plan, on)
    return _move(actor, plan, "planning.return_plan", status=PlanStatus.DRAFT, return_reason=reason.strip())


@transaction.atomic
def approve_plan(*, actor: User | None, plan: Plan, number: str, issued_on: date, on: date | None = None) -> Plan:
    """Approve a submitted plan under its number and date; classes may be opened from its lines. Raises PlanNotSubmitted, NotAllowed."""
    _submitted(actor, plan, on)
    return _move(
        actor,
        plan,
        "planning.approve_plan",
        status=PlanStatus.APPROVED,
        number=number.strip(),
        issued_on=issued_on,
        return_reason="",
    )


def _draft(actor: User | None, plan: Plan, on: date | None) -> Plan:
    access.require(actor, access.Permission.PLAN_EDIT, plan.unit, on or today())
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.status != PlanStatus.DRAFT:
        raise PlanNotDraft(locked.year, PlanStatus(locked.status).label)
    return locked


def _submitted(actor: User | None, plan: Plan, on: date | None) -> Plan:
    access.require(actor, access.Permission.PLAN_APPROVE, plan.unit, on or today())
    locked = Plan.objects.select_for_update().get(pk=plan.pk)
    if locked.status != PlanStatus.SUBMITTED:
        raise PlanNotSubmitted(locked.year, PlanStatus(locked.status).label)
    return locked


def _move(actor: User | None, plan: Plan, verb: str, **fields: Any) -> Plan:
    before = {key: getattr(plan, key) for key in fields}
    for key, value in fields.items():
        setattr(plan, key, value)
    _check_and_save(plan)
    _note(actor, verb, plan, before=before, after=fields)
    return plan


def _check_mode(programme: catalogue.Programme, study_mode: str) -> None:
    """A plan may leave the mode open; it may not invent one."""
    if study_mode and not programme.has_study_modes:
        raise StudyModeUnfit(programme.name)


def _check_authority(plan: Plan, programme: catalogue.Programme, opener: org.Unit, quarter: int | None) -> None:
    """Whoever is to open the classes may do so on some day of the quarter, else of the year; raises OpeningNotAuthorised."""
    days = parse_period(f"{plan.year}-q{quarter}" if quarter in _QUARTERS else f"{plan.year}")
    catalogue.require_opening(programme, opener.pk, days.from_, days.to_exclusive)


def _check_and_save(row: models.Model) -> None:
    try:
        row.full_clean()
    except ValidationError as refused:
        raise PlanRefused(" ".join(refused.messages)) from None
    row.save()


def _told(line: PlanLine) -> dict[str, Any]:
    return {
        "position": line.position,
        "programme": line.programme.code,
        "study_mode": line.study_mode,
        "classes": line.classes,
        "seats": line.seats,
        "quarter": line.quarter,
        "opener": line.opener.code,
        "note": line.note,
    }


def _note(
    actor: User | None,
    verb: str,
    plan: Plan,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    journal.record(
        actor=actor, verb=verb, subject=plan, unit_code=plan.unit.code, before=before or {}, after=after or {}
    )

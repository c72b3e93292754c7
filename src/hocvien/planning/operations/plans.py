"""Writes of one version of a plan: drawn up, submitted, returned, approved. It is changed only while it is a draft."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.clock import today
from hocvien.common.periods import parse_period
from hocvien.eligibility import api as eligibility
from hocvien.org import api as org
from hocvien.planning.errors import (
    AudienceUnfit,
    LineInUse,
    LineNotFound,
    LineTied,
    PlanEmpty,
    PlanExists,
    PlanNotSubmitted,
    ReasonMissing,
    StudyModeUnfit,
)
from hocvien.planning.models import Plan, PlanLine, PlanStatus
from hocvien.planning.operations.amending import put_in_force
from hocvien.planning.operations.locking import check_and_save, is_in_use, lock_draft, note, told
from hocvien.planning.queries.climbing import find_deciding_unit
from hocvien.planning.queries.settings import settings_of_year, terms_by
from hocvien.planning.rules import require_decide

_QUARTERS = (1, 2, 3, 4)
EDITABLE = (
    "programme",
    "study_mode",
    "audience",
    "classes",
    "seats",
    "quarter",
    "opener",
    "host",
    "partner",
    "lecturer_hours",
    "note",
    "answer",
)
# what classes opened from a line have in common with it
TIED = ("programme", "opener")


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
    check_and_save(plan)
    note(actor, "planning.create_plan", plan, after={"year": year, "number": plan.number})
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
    audience: str = "",
    host: org.Unit | None = None,
    partner: org.Unit | None = None,
    lecturer_hours: int | None = None,
    note: str = "",
    on: date | None = None,
) -> PlanLine:
    """Add a line at the end. Raises PlanNotDraft, StudyModeUnfit, AudienceUnfit, OpeningNotAuthorised, PlanRefused, NotAllowed."""
    (line,) = add_lines(
        actor=actor,
        plan=plan,
        lines=[
            PlanLine(
                programme=programme,
                study_mode=study_mode,
                audience=audience,
                classes=classes,
                seats=seats,
                quarter=quarter,
                opener=opener,
                host=host,
                partner=partner,
                lecturer_hours=lecturer_hours,
                note=note.strip(),
            )
        ],
        on=on,
    )
    return line


@transaction.atomic
def add_lines(*, actor: User | None, plan: Plan, lines: list[PlanLine], on: date | None = None) -> list[PlanLine]:
    """Add lines at the end, in this order, all or none; refusals as of `add_line`. `lines` are rows not saved yet."""
    plan = lock_draft(actor, plan, on)
    last = plan.lines.aggregate(last=Max("position"))["last"] or 0
    for number, line in enumerate(lines, start=last + 1):
        line.plan, line.position = plan, number
        _check_mode(line.programme, line.study_mode)
        _check_audience(line.programme, line.audience)
        _check_authority(plan, line.programme, line.opener, line.quarter)
        check_and_save(line)
        note(actor, "planning.add_line", plan, after=told(line))
    return lines


@transaction.atomic
def update_line(*, actor: User | None, line: PlanLine, changes: Mapping[str, Any], on: date | None = None) -> PlanLine:
    """Change fields of EDITABLE. Raises PlanNotDraft, StudyModeUnfit, OpeningNotAuthorised, LineTied, PlanRefused, NotAllowed."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    plan = lock_draft(actor, line.plan, on)
    before = told(line)
    was = {name: getattr(line, f"{name}_id") for name in TIED}
    for key, value in changes.items():
        setattr(line, key, value)
    if any(was[name] != getattr(line, f"{name}_id") for name in TIED) and is_in_use(line):
        raise LineTied(line.position)
    _check_mode(line.programme, line.study_mode)
    if {"programme", "audience"} & set(changes):
        _check_audience(line.programme, line.audience)
    if {"programme", "opener", "quarter"} & set(changes):
        _check_authority(plan, line.programme, line.opener, line.quarter)
    check_and_save(line)
    note(actor, "planning.update_line", plan, before=before, after=told(line))
    return line


@transaction.atomic
def remove_line(*, actor: User | None, line: PlanLine, on: date | None = None) -> None:
    """Take a line out. Raises PlanNotDraft, LineInUse (a class was opened from it), NotAllowed."""
    plan = lock_draft(actor, line.plan, on)
    if is_in_use(line):
        raise LineInUse(line.position)
    before = told(line)
    line.delete()
    note(actor, "planning.remove_line", plan, before=before)


@transaction.atomic
def submit_plan(*, actor: User | None, plan: Plan, on: date | None = None) -> Plan:
    """Hand the draft to the nearest unit above that approves plans. Raises PlanNotDraft, PlanEmpty, NotAllowed."""
    day = on or today()
    locked = lock_draft(actor, plan, day)
    if not locked.lines.exists():
        raise PlanEmpty(locked.year)
    return _move(
        actor,
        plan,
        "planning.submit_plan",
        status=PlanStatus.SUBMITTED,
        return_reason="",
        submitted_to=find_deciding_unit(locked.unit, day),
        submitted_on=day,
    )


@transaction.atomic
def return_plan(
    *,
    actor: User | None,
    plan: Plan,
    reason: str = "",
    remarks: Mapping[UUID, str] | None = None,
    on: date | None = None,
) -> Plan:
    """Give a submitted plan back with a reason, or with remarks at lines (line uuid → words), or both; it becomes a draft again.

    Remarks of an earlier return go, the unit's answers with them. Raises PlanNotSubmitted, ReasonMissing, LineNotFound, NotAllowed.
    """
    said = {uuid: words.strip() for uuid, words in (remarks or {}).items() if words.strip()}
    if not reason.strip() and not said:
        raise ReasonMissing
    locked = _submitted(actor, plan, on)
    lines = {line.uuid: line for line in locked.lines.all()}
    if not said.keys() <= lines.keys():
        raise LineNotFound
    for line in lines.values():
        line.remark, line.answer = said.get(line.uuid, "")[:300], ""
    PlanLine.objects.bulk_update(lines.values(), ["remark", "answer"], batch_size=200)
    _move(
        actor,
        plan,
        "planning.return_plan",
        status=PlanStatus.DRAFT,
        return_reason=reason.strip() or str(_("Xem nhận xét ở các mục.")),
    )
    for uuid, words in said.items():
        note(actor, "planning.remark_line", plan, after={"position": lines[uuid].position, "remark": words})
    return plan


@transaction.atomic
def approve_plan(*, actor: User | None, plan: Plan, number: str, issued_on: date, on: date | None = None) -> Plan:
    """Approve a submitted version under its number and date: it is in force and locked, the version before it is replaced.

    Classes may be opened from its lines; those opened before stay with their lines. The norms of the day stay with it.
    Raises PlanNotSubmitted, LineInUse (a line taken out has classes), NotAllowed.
    """
    day = on or today()
    locked = _submitted(actor, plan, day)
    _keep_costs(locked, day)
    put_in_force(locked)
    return _move(
        actor,
        plan,
        "planning.approve_plan",
        status=PlanStatus.APPROVED,
        number=number.strip(),
        issued_on=issued_on,
        return_reason="",
    )


def _keep_costs(plan: Plan, on: date) -> None:
    lines = list(plan.lines.all())
    norms = settings_of_year([plan.unit_id], plan.year, on)[plan.unit_id]
    for line in lines:
        line.cost_terms = [asdict(term) for term in terms_by(line, norms)]
    PlanLine.objects.bulk_update(lines, ["cost_terms"], batch_size=200)


def _submitted(actor: User | None, plan: Plan, on: date | None) -> Plan:
    locked = Plan.objects.select_for_update(of=("self",)).select_related("unit", "submitted_to").get(pk=plan.pk)
    require_decide(actor, locked, on or today())
    if locked.status != PlanStatus.SUBMITTED:
        raise PlanNotSubmitted(locked.year, PlanStatus(locked.status).label)
    return locked


def _move(actor: User | None, plan: Plan, verb: str, **fields: Any) -> Plan:
    before = {key: _plain(getattr(plan, key)) for key in fields}
    for key, value in fields.items():
        setattr(plan, key, value)
    check_and_save(plan)
    note(actor, verb, plan, before=before, after={key: _plain(value) for key, value in fields.items()})
    return plan


def _plain(value: Any) -> Any:
    """Units go into the journal by their code."""
    return value.code if isinstance(value, org.Unit) else value


def _check_audience(programme: catalogue.Programme, audience: str) -> None:
    """Some rule of the programme is for this group; whether on the day is asked when a class is opened."""
    known = {(one.programme_id, one.code) for one in eligibility.list_audiences()} if audience else set()
    if audience and (programme.pk, audience) not in known:
        raise AudienceUnfit(programme.name)


def _check_mode(programme: catalogue.Programme, study_mode: str) -> None:
    """A plan may leave the mode open; it may not invent one."""
    if study_mode and not programme.has_study_modes:
        raise StudyModeUnfit(programme.name)


def _check_authority(plan: Plan, programme: catalogue.Programme, opener: org.Unit, quarter: int | None) -> None:
    """Whoever is to open the classes may do so on some day of the quarter, else of the year; raises OpeningNotAuthorised."""
    days = parse_period(f"{plan.year}-q{quarter}" if quarter in _QUARTERS else f"{plan.year}")
    catalogue.require_opening(programme, opener.pk, days.from_, days.to_exclusive)

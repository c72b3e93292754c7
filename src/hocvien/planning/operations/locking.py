"""What every write of a plan does: lock the version, check the row, tell the journal."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, router
from django.db.models import ProtectedError
from django.db.models.deletion import Collector

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.clock import today
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.planning.errors import PlanNotDraft, PlanRefused
from hocvien.planning.models import Plan, PlanLine, PlanStatus


def lock_draft(actor: User | None, plan: Plan, on: date | None) -> Plan:
    """The version under lock, if the actor may change it and it is a draft. Raises NotAllowed, PlanNotDraft."""
    access.require(actor, access.Permission.PLAN_EDIT, plan.unit, on or today())
    locked = Plan.objects.select_for_update(of=("self",)).select_related("unit").get(pk=plan.pk)
    if locked.status != PlanStatus.DRAFT:
        raise PlanNotDraft(locked.year, PlanStatus(locked.status).label)
    return locked


def is_in_use(line: PlanLine) -> bool:
    """Whether something above points at the line (a class, seats): then it can be lowered, not taken out. Asked of whoever has a key to it."""
    if line.wording_of_id is not None:
        in_force = PlanLine.objects.filter(pk=line.wording_of_id).first()
        return in_force is not None and is_in_use(in_force)
    collector = Collector(using=router.db_for_write(PlanLine), origin=line)
    try:
        collector.collect([line])
    except ProtectedError:
        return True
    return False


def check_and_save(row: models.Model) -> None:
    """Save a row whose fields and constraints hold; raises PlanRefused with their sentences."""
    try:
        row.full_clean()
    except ValidationError as refused:
        raise PlanRefused(" ".join(refused.messages)) from None
    row.save()


def told(line: PlanLine) -> dict[str, Any]:
    """A line as the journal tells it."""
    return {
        "position": line.position,
        "programme": line.programme.code,
        "study_mode": line.study_mode,
        "audience": line.audience,
        "classes": line.classes,
        "seats": line.seats,
        "quarter": line.quarter,
        "opener": line.opener.code,
        "host": line.host.code if line.host else "",
        "partner": line.partner.code if line.partner else "",
        "lecturer_hours": line.lecturer_hours,
        "note": line.note,
        "answer": line.answer,
    }


def note(
    actor: User | None,
    verb: str,
    plan: Plan,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Tell the journal of a version."""
    note_at(actor, verb, plan, plan.unit, before=before, after=after)


def note_at(
    actor: User | None,
    verb: str,
    subject: models.Model,
    unit: org.Unit,
    *,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Tell the journal of anything that stands at a unit."""
    journal.record(actor=actor, verb=verb, subject=subject, unit_code=unit.code, before=before or {}, after=after or {})

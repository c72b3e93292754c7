"""Reads of targets above the year. What was done of them is asked of the classes, by whoever shows it."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet, Sum

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.planning.arithmetic import modes_of_seats
from hocvien.planning.data import PlannedModes
from hocvien.planning.errors import TargetNotFound
from hocvien.planning.models import Measure, Plan, PlanLine, PlanStatus, PlanTarget


def targets_visible_to(actor: User | None, on: date) -> QuerySet[PlanTarget]:
    """Targets of units where the actor sees plans that day, and of units above them: a target set above is everybody's below."""
    rows = PlanTarget.objects.select_related("unit", "programme").order_by("-last_year", "-first_year", "pk")
    if actor is None:
        return rows
    deep, flat = access.granted_unit_ids(actor, access.Permission.PLAN_VIEW, on)
    above = {pk for line in org.ancestor_ids_of_many([*deep, *flat], on).values() for pk in line}
    below = access.unit_ids_for(actor, access.Permission.PLAN_VIEW, on)
    return rows.filter(unit_id__in=above) | rows.filter(unit_id__in=below)


def targets_of(actor: User | None, unit: org.Unit | None, on: date) -> list[PlanTarget]:
    """Visible targets that concern a unit: its own and those of units above and below; all visible ones without a unit. Three queries."""
    rows = targets_visible_to(actor, on)
    if unit is None:
        return list(rows)
    line = org.ancestor_ids_as_of(unit.pk, on)
    below = org.descendant_ids_as_of(unit.pk, on, with_past=True)
    return list(rows.filter(unit_id__in=line) | rows.filter(unit_id__in=below))


def get_target_for(actor: User | None, uuid: UUID, on: date) -> PlanTarget:
    """The target, if visible to the actor that day; else TargetNotFound (a 404)."""
    row = targets_visible_to(actor, on).filter(uuid=uuid).first()
    if row is None:
        raise TargetNotFound
    return row


def shares_of(target: PlanTarget) -> dict[int, int]:
    """Unit id → what of the target it is given; one query."""
    return dict(target.shares.values_list("unit_id", "amount"))


def planned_modes(target: PlanTarget, on: date) -> PlannedModes:
    """Seats that plans in force of the target's unit and below have for its programme in its years, by mode of study. One query."""
    below = org.descendant_ids_as_of(target.unit_id, on, with_past=True)
    rows = PlanLine.objects.filter(
        plan__status=PlanStatus.APPROVED,
        plan__unit_id__in=below,
        plan__year__gte=target.first_year,
        plan__year__lte=target.last_year,
        programme_id=target.programme_id,
    )
    return modes_of_seats(rows.order_by().values_list("study_mode").annotate(seats=Sum("seats")))


def shares_wanted(plan: Plan, on: date) -> list[PlanTarget]:
    """Shares of full-time study that hold for the plan: told to its unit or above it, for its year. One query."""
    above = org.lines_on(on).filter(descendant_id=plan.unit_id).values("ancestor_id")
    rows = PlanTarget.objects.select_related("programme", "unit").filter(
        unit_id__in=above,
        measure=Measure.FULL_TIME,
        first_year__lte=plan.year,
        last_year__gte=plan.year,
    )
    return list(rows.order_by("programme__position", "pk"))

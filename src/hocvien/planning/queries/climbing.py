"""Who decides on whose plan, who was asked for one and has not handed it in, and the plans below summed up to any unit."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.common.among import among
from hocvien.org import api as org
from hocvien.planning.data import Amounts, MergedLine
from hocvien.planning.models import Plan, PlanCall, PlanLine, PlanStatus


def find_deciding_unit(unit: org.Unit, on: date) -> org.Unit:
    """The nearest unit above where an account may approve plans; the unit itself where there is none above. Two queries."""
    above = org.ancestor_ids_as_of(unit.pk, on)
    approving = _units_with(access.Permission.PLAN_APPROVE, above, on)
    for pk in reversed(above):
        if pk != unit.pk and pk in approving:
            return approving[pk]
    return unit


def planning_units_below(unit: org.Unit, on: date) -> list[int]:
    """Ids of units below whose own account draws up plans and whose plans this unit decides on. Three queries."""
    below = org.descendant_ids_as_of(unit.pk, on)
    drawing = set(_units_with(access.Permission.PLAN_EDIT, below, on)) - {unit.pk}
    paths = org.paths_of_many(drawing, on)
    approving = _units_with(access.Permission.PLAN_APPROVE, {pk for path in paths.values() for pk in path}, on)
    found = []
    for pk in drawing:
        nearest = next((one for one in reversed(paths.get(pk, [])) if one != pk and one in approving), None)
        if nearest == unit.pk:
            found.append(pk)
    return found


def missing_plans(call: PlanCall, on: date) -> list[int]:
    """Ids of units below that were asked for their plan and have handed in none, by id; four queries."""
    wanted = planning_units_below(call.unit, on)
    handed_in = Plan.objects.filter(
        year=call.year, unit_id__in=wanted, status__in=[PlanStatus.SUBMITTED, PlanStatus.APPROVED]
    ).values_list("unit_id", flat=True)
    return sorted(set(wanted) - set(handed_in))


def find_call(unit: org.Unit, year: int) -> PlanCall | None:
    """What the unit asks of those below for the year; one query."""
    return PlanCall.objects.select_related("unit").filter(unit=unit, year=year).first()


def merged_lines(unit: org.Unit, year: int, on: date) -> list[MergedLine]:
    """Every line in force of the unit and of all below it, each once, with the branch right below the unit that it comes from.

    What lies below is asked of the tree of that day; what ended by then stands below its heir. Four queries.
    """
    rows = list(
        _lines_in_force(unit, year, on)
        .order_by("plan__unit_id", "plan_id", "position")
        .values_list(
            "pk", "plan_id", "plan__unit_id", "programme_id", "study_mode", "classes", "seats", "lecturer_hours"
        )
    )
    branches = branch_of_each({row[2] for row in rows}, unit.pk, on)
    return [
        MergedLine(
            line_id=pk,
            plan_id=plan_id,
            unit_id=unit_id,
            branch_id=branches.get(unit_id, unit.pk),
            programme_id=programme_id,
            study_mode=study_mode,
            amounts=Amounts(1, classes, seats, hours or 0),
        )
        for pk, plan_id, unit_id, programme_id, study_mode, classes, seats, hours in rows
    ]


def planned_by_programme(unit: org.Unit, year: int, on: date) -> dict[int, Amounts]:
    """Programme → what the lines of `merged_lines` come to; one query."""
    found: dict[int, Amounts] = {}
    rows = _lines_in_force(unit, year, on).order_by("plan__unit_id", "plan_id", "position")
    for programme_id, classes, seats, hours in rows.values_list("programme_id", "classes", "seats", "lecturer_hours"):
        found[programme_id] = found.get(programme_id, Amounts()) + Amounts(1, classes, seats, hours or 0)
    return found


def _lines_in_force(unit: org.Unit, year: int, on: date) -> QuerySet[PlanLine]:
    below = org.descendant_ids_as_of(unit.pk, on, with_past=True)
    return PlanLine.objects.filter(plan__year=year, plan__status=PlanStatus.APPROVED, plan__unit_id__in=below)


def plan_uuids(plan_ids: Iterable[int]) -> dict[int, UUID]:
    """Plan id → uuid, for links; one query."""
    return dict(Plan.objects.filter(among("pk", plan_ids)).values_list("pk", "uuid"))


def latest_plans(unit_ids: Iterable[int], year: int) -> dict[int, Plan]:
    """Unit id → the newest version of its plan of a year that was handed in, else its draft; one query."""
    rows = Plan.objects.filter(among("unit_id", unit_ids), year=year).exclude(status=PlanStatus.REPLACED)
    # a draft of an amendment does not hide the plan it amends
    return {row.unit_id: row for row in rows.order_by("-version")}


def branch_of_each(unit_ids: Iterable[int], above: int, on: date) -> dict[int, int]:
    """Unit id → the unit right below `above` under which it stands or stood, else `above`; two queries."""
    wanted = set(unit_ids)
    children = org.children_ids_as_of(above, on, by_name=False)
    found = dict.fromkeys(wanted, above)
    if not wanted or not children:
        return found
    for unit_id, branch in org.lines_among(wanted, children, on):
        found[unit_id] = branch
    return found


def _units_with(permission: str, unit_ids: object, on: date) -> dict[int, org.Unit]:
    """Of these units, those where some open account itself (not through a unit above) holds the permission; one query."""
    roles = [role for role, held in access.ROLE_PERMISSIONS.items() if permission in held]
    grants = access.grants_within(unit_ids, on).filter(role__in=roles, user__is_active=True)  # type: ignore[arg-type]  # roles are plain texts here
    return {grant.unit_id: grant.unit for grant in grants}

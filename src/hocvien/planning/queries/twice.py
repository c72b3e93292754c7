"""The same need planned twice: at a unit, and at one above or below it. Told, never refused: both may be meant."""

from collections.abc import Sequence
from datetime import date

from django.db.models import BooleanField, Case, Q, When

from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.planning.data import Amounts, Twice
from hocvien.planning.models import Plan, PlanLine, PlanStatus
from hocvien.planning.queries.plans import plans_visible_to

_NAMED = 3
# an amendment handed in says again what its plan in force says
_HANDED_IN = Q(plan__status=PlanStatus.APPROVED) | Q(plan__status=PlanStatus.SUBMITTED, plan__version=1)
_Row = tuple[int, str, int, int, int, int]


def planned_twice(actor: User | None, plan: Plan, lines: Sequence[PlanLine], on: date) -> dict[int, list[Twice]]:
    """Line id → what plans of the year at units above and below, handed in or in force, have of the same programme and mode.

    A mode left open meets every mode. One query, whatever the number of lines and of units below; three where anything is found.
    """
    rows = _rows(plan, {line.programme_id for line in lines}, on)
    above, below = [row[1:] for row in rows if row[0]], [row[1:] for row in rows if not row[0]]
    if not above and not below:
        return {}
    seen = dict(
        plans_visible_to(actor, on)
        .filter(pk__in={plan_id for _p, _m, _u, plan_id, _c, _s in above})
        .order_by()
        .values_list("pk", "uuid")
    )
    met = {line.pk: (_same(line, above), _same(line, below)) for line in lines}
    named = {row[2] for over, _under in met.values() for row in over}
    named |= {pk for _over, under in met.values() for pk in sorted({row[2] for row in under})[:_NAMED]}
    labels = org.labels_as_of(named, on)
    found: dict[int, list[Twice]] = {}
    for pk, (over, under) in met.items():
        told = [
            Twice(True, 1, (labels[unit_id].name,), _sum([row for row in over if row[2] == unit_id]), seen.get(plan_id))
            for unit_id, plan_id in dict.fromkeys((row[2], row[3]) for row in over)
        ]
        if under:
            units = sorted({row[2] for row in under})
            names = tuple(labels[one].name for one in units[:_NAMED])
            told.append(Twice(False, len(units), names, _sum(under)))
        if told:
            found[pk] = told
    return found


def _rows(plan: Plan, programmes: set[int], on: date) -> list[tuple[bool, *_Row]]:
    """(whether above, programme, mode, unit, plan, classes, seats) of lines above and below, but for the unit's own; one query."""
    upwards = org.lines_on(on).filter(descendant_id=plan.unit_id).values("ancestor_id")
    below = org.descendant_ids_as_of(plan.unit_id, on, with_past=True)
    found = (
        PlanLine.objects.filter(_HANDED_IN, plan__year=plan.year, programme_id__in=programmes)
        .filter(Q(plan__unit_id__in=upwards) | Q(plan__unit_id__in=below))
        .exclude(plan__unit_id=plan.unit_id)
        .annotate(is_above=Case(When(plan__unit_id__in=upwards, then=True), default=False, output_field=BooleanField()))
        .order_by("plan__unit_id", "position")
    )
    return list(
        found.values_list("is_above", "programme_id", "study_mode", "plan__unit_id", "plan_id", "classes", "seats")
    )


def _same(line: PlanLine, rows: Sequence[_Row]) -> list[_Row]:
    return [
        row
        for row in rows
        if row[0] == line.programme_id and (row[1] == line.study_mode or not row[1] or not line.study_mode)
    ]


def _sum(rows: Sequence[_Row]) -> Amounts:
    return Amounts(len(rows), sum(row[4] for row in rows), sum(row[5] for row in rows))

"""A sheet with its figures: as it stands, beside the last period, between two submissions; and sheets added up."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from hocvien.common.among import among
from hocvien.returns.arithmetic.compiling import Compiled
from hocvien.returns.arithmetic.filling import consolidate, contradictions, deviations, fill, outside_records
from hocvien.returns.data import CellChange, Consolidated, Contradiction, Deviation, Filled, SheetTold, Value, Values
from hocvien.returns.errors import ReturnNotFound
from hocvien.returns.models import Return, ReturnStatus, Sheet, SheetStatus, Submission
from hocvien.returns.queries.forms import compiled
from hocvien.returns.queries.measuring import own_values, whole_figures

COUNTED = (SheetStatus.SUBMITTED, SheetStatus.LOCKED)
_MADE_OF = ("figures", "typed", "collected", "collected_at")


def filled(made: Compiled, sheet: Sheet) -> Filled:
    """The sheet as it stands now. No query."""
    collected = sheet.collected if sheet.collected_at is not None else None
    return fill(made, sheet.figures, sheet.typed, collected)


def last_period(sheet: Sheet) -> tuple[Values, str]:
    """(what the unit handed in for the same form's last period before this one, its title); nothing where there is none. One query.

    By the code of the form: a version that kept its cells' codes is compared with the one before it.
    """
    asked = sheet.in_return
    before = (
        Sheet.objects.filter(
            unit_id=sheet.unit_id, in_return__form__code=asked.form.code, in_return__to_on__lt=asked.to_on
        )
        .exclude(values={})
        .order_by("-in_return__to_on", "-pk")
        .values_list("values", "in_return__title")
        .first()
    )
    return (dict(before[0]), before[1]) if before is not None else ({}, "")


def judged(made: Compiled, sheet: Sheet, values: Values, before: Values) -> tuple[list[Contradiction], list[Deviation]]:
    """(rules that do not hold, figures that moved far). No query."""
    return contradictions(made, values), deviations(made, before, values, sheet.in_return.deviation_percent)


def unexplained(
    state: Filled,
    found: Sequence[Contradiction],
    moved: Sequence[Deviation],
    explanations: Mapping[str, str],
) -> list[str]:
    """Cells that need words before the sheet is handed in, in the order of the form: changed, against a rule, far from the last period."""
    asked = {*state.changed, *(one.cell for one in found), *(one.cell for one in moved)}
    return [key for key in state.values if key in asked and not explanations.get(key, "").strip()]


def list_submissions(sheet: Sheet) -> list[Submission]:
    """Every time it was handed in, the newest first; one query."""
    return list(sheet.submissions.select_related("submitted_by").order_by("-number"))


def get_submission(sheet: Sheet, uuid: UUID) -> Submission:
    """One submission of this sheet; ReturnNotFound (a 404)."""
    found = sheet.submissions.select_related("submitted_by").filter(uuid=uuid).first()
    if found is None:
        raise ReturnNotFound
    return found


def compare(before: Submission, after: Submission) -> list[CellChange]:
    """Cells that differ between two submissions. No query."""
    keys = [*after.values, *(key for key in before.values if key not in after.values)]
    return [
        CellChange(key, before.values.get(key), after.values.get(key))
        for key in keys
        if before.values.get(key) != after.values.get(key)
    ]


def consolidated(made: Compiled, asked: Return, known_on: date, *, parent: Sheet | None = None) -> Consolidated:
    """Sheets handed in or locked, added up with what the asking unit itself opened: one query for the sheets of a level, and those of the measures.

    What counts people once is asked of the whole; units that answer by a file are not in it. Of a locked return: as it was locked.
    """
    unit = asked.unit if parent is None else parent.unit
    days = {"from_": asked.from_on, "to": asked.to_on}
    rows = Sheet.objects.filter(in_return=asked, parent=parent).order_by("pk")
    counted = rows.filter(status__in=COUNTED)
    found_in = list(counted.values_list("values", "pk", *_MADE_OF))
    told = [dict(values) for values, *_made_of in found_in]
    own = own_values(made, unit, **days, basis=asked.basis, known_on=known_on)
    whole = whole_figures(made, unit, **days, basis=asked.basis, known_on=known_on)
    found = consolidate(made, [*told, own], whole)
    outside = outside_records(made, _made_of([row[1:] for row in found_in]).values())
    return Consolidated(found.values, found.apart, found.not_summed, rows.count(), len(told), outside)


def total_of(asked: Return, on: date) -> Consolidated:
    """What its sheets come to together as that day tells it; of a locked return as it was locked, without a query."""
    made = compiled(asked.form)
    if asked.status == ReturnStatus.LOCKED:
        return locked_total(made, asked)
    return consolidated(made, asked, min(on, asked.to_on))


def locked_total(made: Compiled, asked: Return) -> Consolidated:
    """What a locked return was locked with. No query."""
    kept: dict[str, Any] = asked.locked_values
    not_summed = frozenset(key for key, plan in made.plans.items() if not plan.is_summed)
    values: dict[str, Value] = {key: kept.get("values", {}).get(key) for key in made.plans}
    units, counted, outside = kept.get("units", 0), kept.get("counted", 0), kept.get("outside", {})
    return Consolidated(values, dict(kept.get("apart", {})), not_summed, units, counted, dict(outside))


def _made_of(rows: Sequence[tuple[Any, ...]]) -> dict[int, SheetTold]:
    """Sheet id → what it was made of, of rows (id, *_MADE_OF), with the sheets it was collected from; one query for each level that collected."""
    collecting = [pk for pk, *_others, moment in rows if moment is not None]
    found_in = []
    if collecting:
        told_otherwise = ~Q(typed={}) | Q(collected_at__isnull=False)
        below = Sheet.objects.filter(told_otherwise, status__in=COUNTED).filter(among("parent_id", collecting))
        found_in = list(below.order_by("pk").values_list("parent_id", "pk", *_MADE_OF))
    found = _made_of([row[1:] for row in found_in]) if found_in else {}
    of_parent: dict[int, list[SheetTold]] = {}
    for parent_id, pk, *_others in found_in:
        of_parent.setdefault(parent_id, []).append(found[pk])
    return {
        pk: SheetTold(figures, typed, collected if moment else None, tuple(of_parent.get(pk, ())))
        for pk, figures, typed, collected, moment in rows
    }

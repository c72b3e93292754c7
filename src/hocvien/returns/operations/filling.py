"""What stands in a sheet before it is handed in: computed from measures, collected from below, typed by hand, explained."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.common.clock import now as clock_now
from hocvien.common.clock import today as clock_today
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.returns.arithmetic.compiling import Compiled
from hocvien.returns.constants import MOST, MOST_WORDS
from hocvien.returns.data import Told
from hocvien.returns.errors import BelowWaiting, CellUnfit, CellUnknown, SheetChanged
from hocvien.returns.models import Sheet
from hocvien.returns.operations.locking import lock_fillable, note, require_fillable, unit_name
from hocvien.returns.queries.forms import compiled
from hocvien.returns.queries.measuring import figures_of
from hocvien.returns.queries.sheets import COUNTED, consolidated
from hocvien.returns.rules import require_submit


@transaction.atomic
def count_sheet(*, actor: User | None, sheet: Sheet, now: datetime | None = None, on: date | None = None) -> Sheet:
    """Compute the sheet's figures from the measures, as the records tell today; what was typed stays. Raises SheetNotOpen, ReturnLocked, NotAllowed."""
    day = on or clock_today()
    locked = lock_fillable(actor, sheet, day)
    before = {"figures": locked.figures}
    count_into(locked, compiled(locked.in_return.form), now or clock_now(), day)
    locked.collected, locked.collected_at = {}, None
    _save(locked)
    note(actor, "returns.count_sheet", locked, locked.unit, before=before, after={"figures": locked.figures})
    return locked


@transaction.atomic
def take_below(*, actor: User | None, sheet: Sheet, now: datetime | None = None, on: date | None = None) -> Sheet:
    """Fill the sheet with what its units below handed in, added up with what the unit itself opened. What was typed stays.

    Raises BelowWaiting (none handed in), SheetNotOpen, ReturnLocked, NotAllowed.
    """
    day = on or clock_today()
    locked = lock_fillable(actor, sheet, day)
    asked = locked.in_return
    if not locked.below.filter(status__in=COUNTED).exists():
        raise BelowWaiting(unit_name(locked, day))
    made = compiled(asked.form)
    found = consolidated(made, asked, min(day, asked.to_on), parent=locked)
    moment = now or clock_now()
    count_into(locked, made, moment, day)
    locked.collected_at = moment
    before = {"collected": locked.collected}
    locked.collected = {key: found.values[key] for key, plan in made.plans.items() if plan.is_added}
    _save(locked)
    after = {"collected": locked.collected, "units": found.units, "counted": found.counted}
    note(actor, "returns.take_below", locked, locked.unit, before=before, after=after)
    return locked


@transaction.atomic
def record_sheet(*, actor: User | None, sheet: Sheet, told: Told, on: date | None = None) -> int:
    """Write what somebody typed: numbers over what is computed (None: as computed), words beside cells. How many cells changed.

    Raises SheetChanged, CellUnfit, CellUnknown, SheetNotOpen, ReturnLocked, NotAllowed.
    """
    day = on or clock_today()
    locked = lock_fillable(actor, sheet, day)
    if told.seen and told.seen != str(locked.stamp):
        raise SheetChanged(unit_name(locked, day))
    made = compiled(locked.in_return.form)
    before, after = _lay(made, locked, told)
    if not after and not before:
        return 0
    _save(locked)
    note(actor, "returns.record_sheet", locked, locked.unit, before=before, after=after)
    return len({*before, *after})


@transaction.atomic
def record_rows(*, actor: User | None, sheets: Mapping[int, Told], parent: Sheet, on: date | None = None) -> int:
    """Write into many sheets that one unit receives, all or nothing: unit id → what is typed. How many sheets changed. A fixed number of queries.

    Raises SheetChanged, CellUnfit, CellUnknown, SheetNotOpen, ReturnLocked, NotAllowed.
    """
    day = on or clock_today()
    require_submit(actor, parent, day)
    rows = list(
        Sheet.objects.select_for_update(of=("self",))
        .select_related("unit", "in_return__form")
        .filter(parent=parent)
        .filter(among("unit_id", sheets))
        .order_by("pk")
    )
    if {row.unit_id for row in rows} != set(sheets):
        raise CellUnknown(", ".join(sorted(str(pk) for pk in set(sheets) - {row.unit_id for row in rows})))
    made = compiled(parent.in_return.form)
    changes = []
    changed = []
    for row in rows:
        told = sheets[row.unit_id]
        before, after = _lay(made, row, told)
        if not before and not after:
            continue
        if told.seen and told.seen != str(row.stamp):
            raise SheetChanged(org.label_as_of(row.unit_id, day).name)
        require_fillable(row, day)
        row.stamp += 1
        changed.append(row)
        changes.append(journal.Change(actor, "returns.record_sheet", row, row.unit.code, before, after))
    Sheet.objects.bulk_update(changed, ["typed", "explanations", "stamp"], batch_size=200)
    journal.record_many(changes)
    return len(changed)


def count_into(sheet: Sheet, made: Compiled, moment: datetime, day: date) -> None:
    """What the measures answer today into a sheet in memory; as few queries as they take."""
    asked = sheet.in_return
    sheet.figures = figures_of(
        made, sheet.unit, asked.from_on, asked.to_on, basis=asked.basis, known_on=min(day, asked.to_on)
    )
    sheet.counted_at = moment


def lay_cells(made: Compiled, sheet: Sheet, cells: Mapping[str, int | None]) -> None:
    """Numbers into a sheet in memory, as typed; raises CellUnknown, CellUnfit."""
    for key, number in cells.items():
        _check(made, key, number)
        if number is None:
            sheet.typed.pop(key, None)
        else:
            sheet.typed[key] = number


def _lay(made: Compiled, sheet: Sheet, told: Told) -> tuple[dict[str, object], dict[str, object]]:
    """(what stood there, what stands there now) of cells that differ."""
    before: dict[str, object] = {}
    after: dict[str, object] = {}
    for key, number in told.typed.items():
        old = sheet.typed.get(key)
        if number != old:
            before[key], after[key] = old, number
    lay_cells(made, sheet, told.typed)
    for key, words in told.explanations.items():
        if key not in made.plans:
            raise CellUnknown(key)
        old, said = sheet.explanations.get(key, ""), clean_name(words)[:MOST_WORDS]
        if said != old:
            before[f"{key} words"], after[f"{key} words"] = old, said
        if said:
            sheet.explanations[key] = said
        else:
            sheet.explanations.pop(key, None)
    return before, after


def _check(made: Compiled, key: str, number: int | None) -> None:
    plan = made.plans.get(key)
    if plan is None or (plan.is_percent and number is not None):
        raise CellUnknown(key)
    if number is not None and not 0 <= number <= MOST:
        raise CellUnfit(key, MOST)


def _save(sheet: Sheet) -> None:
    sheet.stamp += 1
    sheet.save()

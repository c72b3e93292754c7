"""A return opened for units below, changed while it runs, taken back; and a unit that collects from those below it in turn. All in sets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.among import among
from hocvien.common.clock import today
from hocvien.common.periods import Period
from hocvien.common.text import clean_name
from hocvien.org import api as org
from hocvien.returns.constants import DEVIATION_PERCENT, MOST_UNITS
from hocvien.returns.errors import (
    DueBeforePeriod,
    DueTooEarly,
    FormNotThen,
    NobodyAsked,
    ReturnHasAnswers,
    TooManyAsked,
    UnitAskedAlready,
    UnitsNotBelow,
)
from hocvien.returns.models import Form, Return, Sheet, SheetStatus
from hocvien.returns.operations.locking import check_and_save, lock_return, lock_sheet, note
from hocvien.returns.rules import require_collect

_P = access.Permission
_BATCH = 500
EDITABLE = ("title", "due_on", "note", "deviation_percent")


@transaction.atomic
def open_return(
    *,
    actor: User | None,
    unit: org.Unit,
    form: Form,
    period: Period,
    due_on: date,
    units: Iterable[org.Unit] | None = None,
    title: str = "",
    note_words: str = "",
    basis: str = "opened",
    deviation_percent: int = DEVIATION_PERCENT,
    on: date | None = None,
    is_generated: bool = False,
) -> Return:
    """Ask a form of units below for a period; None: all right below the unit that day. About ten queries, and two for every 500 units.

    Raises FormNotThen, DueTooEarly, DueBeforePeriod, UnitsNotBelow, NobodyAsked, TooManyAsked, ReturnRefused, NotAllowed.
    """
    day = on or today()
    access.require(actor, _P.RETURN_OPEN, unit, day)
    if form.valid_from > period.to or form.valid_to <= period.from_:
        raise FormNotThen(form.name, form.valid_from, form.valid_to)
    if due_on < day:
        raise DueTooEarly(day)
    if due_on < period.from_:
        raise DueBeforePeriod(due_on, period.from_)
    wanted = _right_below(unit, day) if units is None else _below(unit, units, day)
    if not wanted:
        raise NobodyAsked(org.label_as_of(unit.pk, day).name)
    asked = Return(
        unit=unit,
        form=form,
        title=clean_name(title) or f"{form.code}, {period.label}",
        period=period.plain_code,
        from_on=period.from_,
        to_on=period.to,
        basis=basis,
        opened_on=day,
        due_on=due_on,
        note=clean_name(note_words),
        deviation_percent=deviation_percent,
        is_generated=is_generated,
    )
    check_and_save(asked)
    _make_sheets(asked, wanted, unit, due_on)
    note(
        actor, "returns.open_return", asked, unit, after=_told(asked) | {"units": len(wanted), "codes": _codes(wanted)}
    )
    return asked


@transaction.atomic
def add_units(
    *, actor: User | None, asked: Return, units: Iterable[org.Unit], due_on: date | None = None, on: date | None = None
) -> int:
    """Ask more units below; how many. Raises UnitsNotBelow, UnitAskedAlready, TooManyAsked, ReturnLocked, NotAllowed."""
    day = on or today()
    locked = lock_return(actor, asked, day)
    wanted = _below(locked.unit, units, day)
    _refuse_asked(locked, wanted, day)
    _make_sheets(locked, wanted, locked.unit, due_on or locked.due_on)
    note(actor, "returns.add_units", locked, locked.unit, after={"units": len(wanted), "codes": _codes(wanted)})
    return len(wanted)


@transaction.atomic
def collect_below(*, actor: User | None, sheet: Sheet, due_on: date, on: date | None = None) -> int:
    """Ask the same form of all units right below the sheet's unit, to be received by it; how many were asked anew. A few queries for 500.

    Raises DueTooEarly, NobodyAsked, TooManyAsked, ReturnLocked, NotAllowed.
    """
    day = on or today()
    require_collect(actor, sheet, day)
    locked = lock_sheet(sheet)
    if due_on < day:
        raise DueTooEarly(day)
    below = _right_below(locked.unit, day)
    if not below:
        raise NobodyAsked(org.label_as_of(locked.unit_id, day).name)
    known = set(
        Sheet.objects.filter(in_return=locked.in_return)
        .filter(among("unit_id", [unit.pk for unit in below]))
        .values_list("unit_id", flat=True)
    )
    fresh = [unit for unit in below if unit.pk not in known]
    if fresh:
        _make_sheets(locked.in_return, fresh, locked.unit, due_on, parent=locked)
        after = {"units": len(fresh), "codes": _codes(fresh), "due_on": due_on}
        note(actor, "returns.collect_below", locked, locked.unit, after=after)
    return len(fresh)


@transaction.atomic
def collect_below_all(*, actor: User | None, asked: Return, due_on: date, on: date | None = None) -> int:
    """Let every unit of a return collect from all units right below it; how many sheets were made. In sets: a few queries for 500 units.

    For who runs the return. Raises DueTooEarly, TooManyAsked, ReturnLocked, NotAllowed.
    """
    day = on or today()
    locked = lock_return(actor, asked, day)
    if due_on < day:
        raise DueTooEarly(day)
    sheets = {one.unit_id: one for one in locked.sheets.filter(parent=None).select_related("unit")}
    pairs = _children_of(sheets, day)
    known = set(locked.sheets.values_list("unit_id", flat=True))
    fresh = [(child, parent) for child, parent in pairs if child not in known]
    if locked.sheets.count() + len(fresh) > MOST_UNITS * 10:
        raise TooManyAsked(MOST_UNITS * 10)
    Sheet.objects.bulk_create(
        [
            Sheet(in_return=locked, unit_id=child, receiver_id=parent, parent=sheets[parent], due_on=due_on)
            for child, parent in fresh
        ],
        batch_size=_BATCH,
    )
    note(actor, "returns.collect_below", locked, locked.unit, after={"units": len(fresh), "due_on": due_on})
    return len(fresh)


@transaction.atomic
def update_return(*, actor: User | None, asked: Return, changes: Mapping[str, Any], on: date | None = None) -> Return:
    """Change fields of EDITABLE; another due day holds for every unit that has the old one. Raises DueTooEarly, ReturnLocked, ReturnRefused, NotAllowed."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    locked = lock_return(actor, asked, on)
    before = _told(locked)
    for name, value in changes.items():
        setattr(locked, name, clean_name(value) if isinstance(value, str) else value)
    if locked.due_on < locked.opened_on:
        raise DueTooEarly(locked.opened_on)
    check_and_save(locked)
    if before["due_on"] != locked.due_on:
        locked.sheets.filter(parent=None, due_on=before["due_on"]).update(due_on=locked.due_on)
    note(actor, "returns.update_return", locked, locked.unit, before=before, after=_told(locked))
    return locked


@transaction.atomic
def remove_return(*, actor: User | None, asked: Return, on: date | None = None) -> None:
    """Take back a return opened by mistake. Raises ReturnHasAnswers, ReturnLocked, NotAllowed."""
    locked = lock_return(actor, asked, on)
    if locked.sheets.exclude(number=0).exists():
        raise ReturnHasAnswers(locked.title)
    note(actor, "returns.remove_return", locked, locked.unit, before=_told(locked))
    locked.sheets.exclude(parent=None).delete()
    locked.delete()


@transaction.atomic
def release_sheet(*, actor: User | None, sheet: Sheet, on: date | None = None) -> None:
    """Take out a unit asked by mistake, with what it collects. Raises ReturnHasAnswers, ReturnLocked, NotAllowed."""
    day = on or today()
    access.require(actor, _P.RETURN_OPEN, sheet.receiver, day)
    locked = lock_sheet(sheet)
    own = Sheet.objects.filter(pk=locked.pk) | locked.below.all()
    if own.exclude(number=0).exists() or locked.status != SheetStatus.OPEN:
        raise ReturnHasAnswers(org.label_as_of(locked.unit_id, day).name)
    note(actor, "returns.release_sheet", locked, locked.receiver, before={"unit": locked.unit.code})
    locked.delete()


def _make_sheets(
    asked: Return, units: Sequence[org.Unit], receiver: org.Unit, due_on: date, parent: Sheet | None = None
) -> None:
    if asked.sheets.count() + len(units) > MOST_UNITS:
        raise TooManyAsked(MOST_UNITS)
    Sheet.objects.bulk_create(
        [Sheet(in_return=asked, unit=unit, receiver=receiver, parent=parent, due_on=due_on) for unit in units],
        batch_size=_BATCH,
    )


def _right_below(unit: org.Unit, on: date) -> list[org.Unit]:
    children = org.children_ids_as_of(unit.pk, on, by_name=False)
    return list(org.Unit.objects.filter(among("pk", children)).order_by("code"))


def _children_of(parents: Iterable[int], on: date) -> list[tuple[int, int]]:
    """(unit, the one right above it) of all units right below these."""
    lines = org.lines_on(on).filter(depth=1).filter(among("ancestor_id", parents))
    return list(lines.order_by("descendant__code").values_list("descendant_id", "ancestor_id"))


def _below(unit: org.Unit, units: Iterable[org.Unit], on: date) -> list[org.Unit]:
    wanted = {one.pk: one for one in units}
    reached = set(
        org.Unit.objects.filter(among("pk", wanted))
        .filter(pk__in=org.descendant_ids_as_of(unit.pk, on))
        .exclude(pk=unit.pk)
        .values_list("pk", flat=True)
    )
    beyond = [pk for pk in wanted if pk not in reached]
    if beyond:
        labels = org.labels_as_of({unit.pk, *beyond[:5]}, on)
        raise UnitsNotBelow(labels[unit.pk].name, [labels[pk].name for pk in beyond[:5]])
    return sorted(wanted.values(), key=lambda one: one.code)


def _refuse_asked(asked: Return, units: Sequence[org.Unit], on: date) -> None:
    known = set(asked.sheets.filter(among("unit_id", [one.pk for one in units])).values_list("unit_id", flat=True))
    if known:
        labels = org.labels_as_of(known, on)
        raise UnitAskedAlready([labels[pk].name for pk in sorted(known)[:5]])


def _codes(units: Sequence[org.Unit]) -> list[str]:
    return [unit.code for unit in units]


def _told(asked: Return) -> dict[str, Any]:
    return {
        "form": asked.form.code,
        "period": asked.period,
        **{name: getattr(asked, name) for name in EDITABLE},
    }

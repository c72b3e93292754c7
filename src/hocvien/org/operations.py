"""Writes of the organisation. `place` is the one primitive behind every change of the tree."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction
from django.db.models import F, Q

from hocvien.accounts.api import User
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name, fold
from hocvien.journal import api as journal
from hocvien.org.data import NewUnit
from hocvien.org.errors import (
    LaterRowsExist,
    UnitCircle,
    UnitCodeTaken,
    UnitNotFound,
    UnitOutsideLife,
    UnitStillHasUnits,
)
from hocvien.org.models import Closure, NameStatus, Placement, Unit, UnitKindPeriod, UnitName


@transaction.atomic
def found_unit(
    *,
    actor: User | None,
    code: str,
    name: str,
    kind: str,
    valid_from: date,
    parent: Unit | None = None,
    short_name: str = "",
    is_sample_name: bool = False,
    source: str = "",
) -> Unit:
    """Found one unit with its first name, kind and place. Raises UnitCodeTaken, UnitOutsideLife. About ten queries."""
    return found_units(
        actor=actor,
        units=[
            NewUnit(
                code=code,
                name=name,
                kind=kind,
                valid_from=valid_from,
                parent_code=parent.code if parent else None,
                short_name=short_name,
                is_sample_name=is_sample_name,
                source=source,
            )
        ],
    )[0]


@transaction.atomic
def found_units(*, actor: User | None, units: Sequence[NewUnit]) -> list[Unit]:
    """Found many units, parents before children in the list. A fixed number of queries for each level of the tree.

    Raises UnitCodeTaken, UnitNotFound (a parent), UnitOutsideLife (a parent not alive that day).
    """
    _lock_tree()
    taken = set(Unit.objects.filter(code__in=[u.code for u in units]).values_list("code", flat=True))
    seen: set[str] = set()
    for u in units:
        if u.code in taken or u.code in seen:
            raise UnitCodeTaken(u.code)
        seen.add(u.code)
    made: dict[str, Unit] = {}
    for u in units:
        unit = Unit(code=u.code, valid_from=u.valid_from, source=u.source)
        unit.full_clean(validate_unique=False, validate_constraints=False)
        made[u.code] = unit
    Unit.objects.bulk_create(made.values())
    names = [
        UnitName(
            unit=made[u.code],
            name=clean_name(u.name),
            short_name=clean_name(u.short_name),
            name_folded=fold(u.name),
            status=NameStatus.SAMPLE if u.is_sample_name else NameStatus.OFFICIAL,
            valid_from=u.valid_from,
            source=u.source,
        )
        for u in units
    ]
    kinds = [UnitKindPeriod(unit=made[u.code], kind=u.kind, valid_from=u.valid_from, source=u.source) for u in units]
    for row in (*names, *kinds):
        row.clean_fields(exclude={"unit"})  # the key was just made: do not ask for it again
    UnitName.objects.bulk_create(names)
    UnitKindPeriod.objects.bulk_create(kinds)
    _place_new(units, made)
    journal.record_many(
        [
            journal.Change(
                actor=actor,
                verb="org.found_unit",
                subject=made[u.code],
                unit_code=u.code,
                after={
                    "name": clean_name(u.name),
                    "kind": u.kind,
                    "parent": u.parent_code or "",
                    "valid_from": u.valid_from.isoformat(),
                    "source": u.source,
                },
            )
            for u in units
        ]
    )
    return [made[u.code] for u in units]


def _place_new(units: Sequence[NewUnit], made: Mapping[str, Unit]) -> None:
    """Placements and closure rows of new units: each stands on the lines of its parent, old or new."""
    outside = [u.parent_code for u in units if u.parent_code and u.parent_code not in made]
    parents = {u.code: u for u in Unit.objects.filter(code__in=outside)} | dict(made)
    # ancestors of each unit as (ancestor, depth, from, to); a parent stands before its children in the list
    lines: dict[str, list[_Line]] = {code: [] for code in parents if code not in made}
    for row in Closure.objects.filter(descendant__code__in=outside).select_related("descendant"):
        lines[row.descendant.code].append(_Line(row.ancestor_id, row.depth, row.valid_from, row.valid_to))
    placements: list[Placement] = []
    closure: list[Closure] = []
    for u in units:
        unit = made[u.code]
        own = [_Line(unit.pk, 0, u.valid_from, OPEN_END)]
        if u.parent_code:
            if u.parent_code not in lines:
                raise UnitNotFound(u.parent_code)
            parent = parents[u.parent_code]
            _require_alive(parent, u.valid_from)
            placements.append(
                Placement(unit=unit, parent=parent, valid_from=u.valid_from, valid_to=parent.valid_to, source=u.source)
            )
            own += [
                _Line(line.ancestor_id, line.depth + 1, max(line.valid_from, u.valid_from), line.valid_to)
                for line in lines[u.parent_code]
                if u.valid_from < line.valid_to
            ]
        lines[u.code] = own
        closure += [Closure(descendant=unit, **line._asdict()) for line in own]
    Placement.objects.bulk_create(placements)
    Closure.objects.bulk_create(closure, batch_size=2000)


class _Line(NamedTuple):
    ancestor_id: int
    depth: int
    valid_from: date
    valid_to: date


@transaction.atomic
def rename_unit(
    *, actor: User | None, unit: Unit, name: str, on: date, short_name: str = "", source: str = ""
) -> UnitName:
    """Give the unit another name from that day. Raises LaterRowsExist, UnitOutsideLife."""
    _require_alive(unit, on)
    current = UnitName.objects.select_for_update().filter(unit=unit, valid_to=unit.valid_to).first()
    before = {"name": current.name, "short_name": current.short_name} if current else {}
    if current and current.valid_from > on:
        raise LaterRowsExist(unit.code, on.strftime("%d/%m/%Y"))
    fields = {
        "name": clean_name(name),
        "short_name": clean_name(short_name),
        "name_folded": fold(name),
        "source": source,
    }
    if current and current.valid_from == on:
        for key, value in fields.items():
            setattr(current, key, value)
        renamed = current
    else:
        renamed = UnitName(unit=unit, valid_from=on, valid_to=unit.valid_to, **fields)
        if current:
            current.valid_to = on
            current.save(update_fields=["valid_to"])
    renamed.full_clean()
    renamed.save()
    journal.record(
        actor=actor,
        verb="org.rename_unit",
        subject=unit,
        unit_code=unit.code,
        before=before,
        after={"name": renamed.name, "short_name": renamed.short_name, "valid_from": on.isoformat(), "source": source},
    )
    return renamed


@transaction.atomic
def change_unit_kind(*, actor: User | None, unit: Unit, kind: str, on: date, source: str = "") -> UnitKindPeriod:
    """Make the unit another kind from that day. Raises LaterRowsExist, UnitOutsideLife."""
    _require_alive(unit, on)
    current = UnitKindPeriod.objects.select_for_update().filter(unit=unit, valid_to=unit.valid_to).first()
    if current and current.valid_from > on:
        raise LaterRowsExist(unit.code, on.strftime("%d/%m/%Y"))
    before = {"kind": current.kind} if current else {}
    if current and current.valid_from == on:
        current.kind, current.source = kind, source
        changed = current
    else:
        if current:
            current.valid_to = on
            current.save(update_fields=["valid_to"])
        changed = UnitKindPeriod(unit=unit, kind=kind, valid_from=on, valid_to=unit.valid_to, source=source)
    changed.full_clean()
    changed.save()
    journal.record(
        actor=actor,
        verb="org.change_unit_kind",
        subject=unit,
        unit_code=unit.code,
        before=before,
        after={"kind": kind, "valid_from": on.isoformat(), "source": source},
    )
    return changed


@transaction.atomic
def move_unit(*, actor: User | None, unit: Unit, parent: Unit | None, on: date, source: str = "") -> None:
    """Place the unit, with all below it, under another parent from that day.

    Raises UnitCircle, UnitOutsideLife, LaterRowsExist. A fixed number of queries plus one insert for each (new ancestor × unit below).
    """
    _require_alive(unit, on)
    if parent is not None:
        _require_alive(parent, on)
    current = Placement.objects.select_for_update().filter(unit=unit, valid_to__gt=on).order_by("valid_from")
    rows = list(current)
    before = {"parent": rows[-1].parent.code if rows else ""}
    place(unit=unit, parent=parent, on=on, source=source)
    journal.record(
        actor=actor,
        verb="org.move_unit",
        subject=unit,
        unit_code=unit.code,
        before=before,
        after={"parent": parent.code if parent else "", "valid_from": on.isoformat(), "source": source},
    )


@transaction.atomic
def place(*, unit: Unit, parent: Unit | None, on: date, source: str = "") -> None:
    """The tree's primitive: from `on`, `unit` and all below it stand under `parent` (None: a root). Not journalled.

    Refuses where something is already recorded for a later day about the unit or what stands below it: such a change would
    have to be made again on top, and only a person can say how. What is recorded for later about the parent is followed.
    """
    _lock_tree()
    day = on.strftime("%d/%m/%Y")
    below = list(
        Closure.objects.filter(ancestor=unit, valid_from__lte=on, valid_to__gt=on).values_list(
            "descendant_id", "depth", "valid_to"
        )
    )
    below_ids = [pk for pk, _depth, _to in below]
    if parent is not None and parent.pk in below_ids:
        raise UnitCircle(unit.code, parent.code)
    later = Closure.objects.filter(valid_from__gt=on)
    if later.filter(Q(descendant_id__in=below_ids) | Q(ancestor=unit)).exists():
        raise LaterRowsExist(unit.code, day)
    above_old = list(
        Closure.objects.filter(descendant=unit, depth__gt=0, valid_from__lte=on, valid_to__gt=on).values_list(
            "ancestor_id", flat=True
        )
    )
    dropped = Closure.objects.filter(descendant_id__in=below_ids, ancestor_id__in=above_old, valid_to__gt=on)
    # a row that would start and end on the same day never was
    dropped.filter(valid_from=on).delete()
    dropped.update(valid_to=on)
    old = Placement.objects.filter(unit=unit, valid_to__gt=on)
    old.filter(valid_from=on).delete()
    old.update(valid_to=on)
    if parent is None:
        return
    end = min(unit.valid_to, parent.valid_to)
    Placement.objects.create(unit=unit, parent=parent, valid_from=on, valid_to=end, source=source)
    above_new = list(
        Closure.objects.filter(descendant=parent, valid_to__gt=on).values_list(
            "ancestor_id", "depth", "valid_from", "valid_to"
        )
    )
    Closure.objects.bulk_create(
        [
            Closure(
                ancestor_id=a,
                descendant_id=d,
                depth=a_depth + d_depth + 1,
                valid_from=max(a_from, on),
                valid_to=min(a_to, d_to),
            )
            for a, a_depth, a_from, a_to in above_new
            for d, d_depth, d_to in below
            if max(a_from, on) < min(a_to, d_to)
        ],
        batch_size=2000,
    )


@transaction.atomic
def dissolve_unit(*, actor: User | None, unit: Unit, on: date, source: str = "") -> None:
    """End the unit's life on that day; refused while units stand below it. Raises UnitStillHasUnits, UnitOutsideLife."""
    _require_alive(unit, on)
    if on == unit.valid_from:
        raise UnitOutsideLife(unit.code, on.strftime("%d/%m/%Y"))
    _lock_tree()
    below = (
        Closure.objects.filter(ancestor=unit, depth__gt=0, valid_to__gt=on).values("descendant_id").distinct().count()
    )
    if below:
        raise UnitStillHasUnits(unit.code, below)
    dated = (
        UnitName.objects.filter(unit=unit),
        UnitKindPeriod.objects.filter(unit=unit),
        Placement.objects.filter(unit=unit),
        Closure.objects.filter(descendant=unit),
    )
    for every in dated:
        rows = every.filter(valid_to__gt=on)
        rows.filter(valid_from__gte=on).delete()
        rows.filter(valid_from__lt=F("valid_to")).update(valid_to=on)
    unit.valid_to = on
    unit.full_clean()
    unit.save(update_fields=["valid_to"])
    journal.record(
        actor=actor,
        verb="org.dissolve_unit",
        subject=unit,
        unit_code=unit.code,
        after={"valid_to": on.isoformat(), "source": source},
    )


def _lock_tree() -> None:
    """Changes of the tree follow one another: two at once could close a circle that neither sees."""
    list(Unit.objects.select_for_update().order_by("pk")[:1])


def _require_alive(unit: Unit, on: date) -> None:
    if not unit.valid_from <= on < unit.valid_to:
        raise UnitOutsideLife(unit.code, on.strftime("%d/%m/%Y"))

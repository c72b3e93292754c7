"""Changes of one unit: its name, its kind, its place, its end."""

from datetime import date

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.text import clean_name, fold
from hocvien.journal import api as journal
from hocvien.org.data import Carry
from hocvien.org.errors import LaterRowsExist
from hocvien.org.models import Placement, Unit, UnitKindPeriod, UnitName
from hocvien.org.operations.ending import Ending, end_units, require_alive
from hocvien.org.operations.followers import followers
from hocvien.org.operations.placing import Move, lock_tree, place_units


@transaction.atomic
def rename_unit(
    *, actor: User | None, unit: Unit, name: str, on: date, short_name: str = "", source: str = ""
) -> UnitName:
    """Give the unit another name from that day. Raises LaterRowsExist, UnitOutsideLife."""
    require_alive(unit, on)
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
    require_alive(unit, on)
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
    require_alive(unit, on)
    if parent is not None:
        require_alive(parent, on)
    current = Placement.objects.select_for_update().filter(unit=unit, valid_to__gt=on).order_by("valid_from")
    rows = list(current)
    before = {"parent": rows[-1].parent.code if rows else ""}
    lock_tree()
    place_units([Move(unit.pk, parent.pk if parent else None)], on=on, source=source)
    journal.record(
        actor=actor,
        verb="org.move_unit",
        subject=unit,
        unit_code=unit.code,
        before=before,
        after={"parent": parent.code if parent else "", "valid_from": on.isoformat(), "source": source},
    )


@transaction.atomic
def dissolve_unit(*, actor: User | None, unit: Unit, on: date, successor: Unit | None = None, source: str = "") -> None:
    """End the unit's life on that day. Its history, and what goes on elsewhere, goes to the successor, else to the unit it last stood under.

    As a reorganisation of one step, but not to be undone. Raises UnitStillHasUnits, UnitOutsideLife (also of the successor),
    LaterRowsExist, and what the followers raise.
    """
    lock_tree()
    places = Placement.objects.filter(unit=unit, valid_from__lte=on, valid_to__gt=on)
    superior = places.values_list("parent_id", flat=True).first()
    end_units([Ending(unit, successor)], on=on, source=source)
    heir_id = successor.pk if successor is not None else superior or 0
    for one in followers():
        if one.carry is not None:
            one.carry("", [Carry(unit.pk, heir_id, is_sole=successor is not None)], on)
    journal.record(
        actor=actor,
        verb="org.dissolve_unit",
        subject=unit,
        unit_code=unit.code,
        after={
            "valid_to": on.isoformat(),
            "successor": successor.code if successor else "",
            "source": source,
        },
    )

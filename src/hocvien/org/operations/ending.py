"""The end of units: their names and kinds end with them, their history goes on under a successor."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F

from hocvien.org.errors import UnitOutsideLife
from hocvien.org.models import Placement, Unit, UnitKindPeriod, UnitName
from hocvien.org.operations.placing import Move, place_units


@dataclass(frozen=True, slots=True)
class Ending:
    """A unit that ends, and who carries its history on; None: the unit it stood under."""

    unit: Unit
    heir: Unit | None = None


def end_units(endings: Sequence[Ending], *, on: date, source: str = "") -> None:
    """End all these units on that day, in the caller's transaction under the tree's lock. Not journalled. About 20 statements.

    Raises UnitOutsideLife where a unit or an heir does not live that day or began on it, and what `place_units` refuses.
    """
    for ending in endings:
        require_alive(ending.unit, on)
        if on == ending.unit.valid_from:
            raise UnitOutsideLife(ending.unit.code, f"{on:%d/%m/%Y}")
        if ending.heir is not None:
            require_alive(ending.heir, on)
    ids = [ending.unit.pk for ending in endings]
    parents = dict(
        Placement.objects.filter(unit_id__in=ids, valid_from__lte=on, valid_to__gt=on).values_list(
            "unit_id", "parent_id"
        )
    )
    moves = [
        Move(one.unit.pk, one.heir.pk if one.heir is not None else parents.get(one.unit.pk), ends=True)
        for one in endings
    ]
    place_units(moves, on=on, source=source)
    for dated in (UnitName, UnitKindPeriod):
        rows = dated.objects.filter(unit_id__in=ids, valid_to__gt=on)
        rows.filter(valid_from__gte=on).delete()
        rows.filter(valid_from__lt=F("valid_to")).update(valid_to=on)
    Unit.objects.filter(pk__in=ids).update(valid_to=on)
    for ending in endings:
        ending.unit.valid_to = on


def require_alive(unit: Unit, on: date) -> None:
    """Raises UnitOutsideLife unless the unit lives that day."""
    if not unit.valid_from <= on < unit.valid_to:
        raise UnitOutsideLife(unit.code, f"{on:%d/%m/%Y}")

"""Founding units, one or a whole tree at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name, fold
from hocvien.journal import api as journal
from hocvien.org.data import NewUnit
from hocvien.org.errors import UnitCodeTaken, UnitNotFound
from hocvien.org.models import Closure, NameStatus, Placement, Unit, UnitKindPeriod, UnitName
from hocvien.org.operations.ending import require_alive
from hocvien.org.operations.placing import lock_tree

_BATCH = 5000


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
    """Found many units, parents before children in the list. A few queries for every 5,000, besides the inserts.

    Raises UnitCodeTaken, UnitNotFound (a parent), UnitOutsideLife (a parent not alive that day).
    """
    lock_tree()
    taken = {
        code
        for part in batched((u.code for u in units), _BATCH)
        for code in Unit.objects.filter(code__in=part).values_list("code", flat=True)
    }
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
    outside = sorted({u.parent_code for u in units if u.parent_code and u.parent_code not in made})
    parents = dict(made)
    for part in batched(outside, _BATCH):
        parents |= {u.code: u for u in Unit.objects.filter(code__in=part)}
    # ancestors of each unit as (ancestor, depth, from, to); a parent stands before its children in the list
    lines: dict[str, list[_Line]] = {code: [] for code in parents if code not in made}
    for part in batched(outside, _BATCH):
        living = Closure.objects.filter(descendant__code__in=part, is_past=False)
        for row in living.select_related("descendant"):
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
            require_alive(parent, u.valid_from)
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

"""Closure made anew from the placements: what undoing needs, and what repairs a database somebody wrote into."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet

from hocvien.common.batched import batched
from hocvien.common.bulk import insert_rows
from hocvien.common.intervals import OPEN_END
from hocvien.org.models import Closure, Placement, Unit

_BATCH = 500
# (ancestor, depth, from, to)
_Line = tuple[int, int, date, date]


def refile_lines(unit_ids: Iterable[int]) -> int:
    """Write the lines of these units and of all that ever stood below them as their placements say; returns how many.

    A few queries for every 500 units, one insert; what lies above them is taken as it is. In the caller's transaction, under the tree's lock.
    """
    touched = _with_all_below(set(unit_ids))
    lives = {unit.pk: unit for unit in _in_batches(Unit.objects.all(), "pk", touched)}
    places: dict[int, list[Placement]] = {}
    for place in _in_batches(Placement.objects.order_by("valid_from"), "unit_id", touched):
        places.setdefault(place.unit_id, []).append(place)
    outside = {place.parent_id for rows in places.values() for place in rows} - touched
    lines: dict[int, list[_Line]] = {pk: [] for pk in outside}
    for row in _in_batches(Closure.objects.all(), "descendant_id", outside):
        lines[row.descendant_id].append((row.ancestor_id, row.depth, row.valid_from, row.valid_to))
    lines = {pk: _joined(rows) for pk, rows in lines.items()}
    for pk in touched:
        _lines_of(pk, lives, places, lines)
    for ids in batched(sorted(touched), _BATCH):
        Closure.objects.filter(descendant_id__in=ids).delete()
    made = [
        Closure(ancestor_id=ancestor, descendant_id=pk, depth=depth, valid_from=from_, valid_to=to, is_past=is_past)
        for pk in touched
        for ancestor, depth, whole_from, whole_to in lines[pk]
        for from_, to, is_past in _cut(whole_from, whole_to, lives[pk].valid_to)
    ]
    insert_rows(Closure, made)
    return len(made)


def _lines_of(
    pk: int, lives: dict[int, Unit], places: dict[int, list[Placement]], lines: dict[int, list[_Line]]
) -> list[_Line]:
    """Everything above one unit, day by day; a walk up without recursion, for trees of any depth."""
    waiting = [pk]
    while waiting:
        top = waiting[-1]
        if top in lines:
            waiting.pop()
            continue
        rows = places.get(top, [])
        unknown = [place.parent_id for place in rows if place.parent_id not in lines]
        if unknown:
            waiting += unknown
            continue
        own: list[_Line] = [(top, 0, lives[top].valid_from, OPEN_END)]
        for place in rows:
            for ancestor, depth, from_, to in lines[place.parent_id]:
                first, end = max(from_, place.valid_from), min(to, place.valid_to)
                if first < end:
                    own.append((ancestor, depth + 1, first, end))
        lines[top] = _joined(own)
    return lines[pk]


def _joined(lines: list[_Line]) -> list[_Line]:
    """The same days in as few lines as say them: whichever way a structure came to be, its rows are the same."""
    found: list[_Line] = []
    for line in sorted(lines):
        if found and found[-1][:2] == line[:2] and found[-1][3] == line[2]:
            found[-1] = (*found[-1][:3], line[3])
        else:
            found.append(line)
    return found


def _cut(from_: date, to: date, ended: date) -> list[tuple[date, date, bool]]:
    """A line's days while the unit lives and after it has ended."""
    parts = ((from_, min(to, ended), False), (max(from_, ended), to, True))
    return [part for part in parts if part[0] < part[1]]


def _with_all_below(unit_ids: set[int]) -> set[int]:
    """These units and all that ever stood below any of them, by placements as they are."""
    found = set(unit_ids)
    layer = set(unit_ids)
    while layer:
        below = {row.unit_id for row in _in_batches(Placement.objects.all(), "parent_id", layer)}
        layer = below - found
        found |= layer
    return found


def _in_batches(rows: QuerySet[Any], key: str, ids: Iterable[int]) -> Iterator[Any]:
    for part in batched(sorted(ids), _BATCH):
        yield from rows.filter(**{f"{key}__in": part})

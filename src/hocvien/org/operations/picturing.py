"""The effect of a reorganisation, read while it stands: counts, who is touched, and the branches concerned the day before and on the day.

Kept as JSON beside the reorganisation, so that the page of a trial that was taken back, of one that waits and of one that was undone years ago
shows the same thing without doing it again.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hocvien.common.batched import batched
from hocvien.org.data import Deeds
from hocvien.org.queries.labels import codes_by_id, labels_as_of
from hocvien.org.queries.tree import ancestor_ids_of_many, count_children_as_of, parent_ids_as_of

_BATCH = 500
# more units than this that only went along with the one above them are counted and not drawn
_MOST_CARRIED = 100


def effect_of(deeds: Deeds, on: date) -> dict[str, Any]:
    """What `arithmetic.picture` reads, as JSON. In the transaction in which the deeds stand; a few queries for every 500 units touched."""
    day_before = on - timedelta(days=1)
    acted = {*deeds.founded, *deeds.ended, *deeds.happened["renamed"], *deeds.happened["changed_kind"]}
    moved = set(deeds.happened["moved"])
    came_from = _parents(moved, day_before)
    ended = set(deeds.ended)
    carried = {pk for pk in moved - acted if came_from.get(pk) in ended}
    drawn = acted | moved
    if len(carried) > _MOST_CARRIED:
        drawn -= carried
    left_at = [came_from[pk] for pk in carried - drawn]
    arrived_at = list(_parents(carried - drawn, on).values())
    before = _with_above({*(drawn - set(deeds.founded)), *left_at}, day_before)
    after = _with_above({*(drawn - ended), *arrived_at}, on)
    # both sides show the same units above, also where only one of them changes
    before, after = before | (after - set(deeds.founded)), after | (before - ended)
    codes = _codes({*acted, *moved, *(pk for pair in deeds.successions for pk in pair[:2])})
    return {
        "counts": dict(deeds.counts),
        "things": [[key, count] for key, count in deeds.things],
        "codes": {
            "founded": [codes[pk] for pk in deeds.founded],
            "ended": [codes[pk] for pk in deeds.ended],
            **{what: [codes[pk] for pk in ids] for what, ids in deeds.happened.items()},
        },
        "before": _rows(before, day_before, left_at),
        "after": _rows(after, on, arrived_at),
        "heirs": [[codes[old], codes[new], kind] for old, new, kind in deeds.successions],
    }


def is_same_effect(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both touch the same units and as many things: what somebody agreed to is what is done."""
    return all(_plain(one.get(key)) == _plain(other.get(key)) for key in ("counts", "things", "codes", "heirs"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return sorted(str(_plain(one)) for one in value)
    return value


def _with_above(units: Iterable[int], day: date) -> set[int]:
    """These units and all above them that day."""
    lines: set[int] = set()
    for part in batched(sorted(set(units)), _BATCH):
        for line in ancestor_ids_of_many(part, day).values():
            lines |= line
    return lines


def _rows(units: Iterable[int], day: date, carried_at: Sequence[int]) -> list[list[Any]]:
    """[code, code of the unit above, name, kind, carried, others] of these units that day."""
    parents = _parents(units, day)
    labels: dict[int, Any] = {}
    below: dict[int, int] = {}
    for part in batched(sorted(set(units)), _BATCH):
        labels |= labels_as_of(part, day)
        below |= count_children_as_of(part, day)
    carried = _counted(carried_at)
    shown = _counted(parents.values())
    return [
        [
            labels[pk].code,
            labels[parents[pk]].code if parents.get(pk) in labels else "",
            labels[pk].name,
            labels[pk].kind,
            carried.get(pk, 0),
            below.get(pk, 0) - shown.get(pk, 0) - carried.get(pk, 0),
        ]
        for pk in sorted(units)
    ]


def _counted(keys: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for key in keys:
        found[key] = found.get(key, 0) + 1
    return found


def _parents(ids: Iterable[int], day: date) -> dict[int, int]:
    found: dict[int, int] = {}
    for part in batched(sorted(set(ids)), _BATCH):
        found |= parent_ids_as_of(part, day)
    return found


def _codes(ids: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    for part in batched(sorted(set(ids)), _BATCH):
        found |= codes_by_id(part)
    return found

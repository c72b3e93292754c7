"""Counting, without a database: one pass over the participations for each way of grouping them."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import TypeVar

from hocvien.reporting.data import Attendance, Counts, Lineages

Key = TypeVar("Key", bound=Hashable)


def tally(people: Iterable[Attendance], key_of: Callable[[int, int], Key | None]) -> dict[Key, Counts]:
    """Counts by key of (class_id, sender_id); a None leaves the participation out. A person is one per key, however often."""
    participations: Counter[Key] = Counter()
    persons: dict[Key, set[int]] = {}
    female: dict[Key, set[int]] = {}
    for person_id, sex, class_id, sender_id in people:
        key = key_of(class_id, sender_id)
        if key is None:
            continue
        participations[key] += 1
        persons.setdefault(key, set()).add(person_id)
        if sex == "female":
            female.setdefault(key, set()).add(person_id)
    return {key: Counts(total, len(persons[key]), len(female.get(key, ()))) for key, total in participations.items()}


def branch_of(lineages: Lineages, unit_id: int, sender_id: int, day: date) -> int:
    """The branch a sender stands in, seen from the unit, that day: the child of their nearest common superior.

    Below the unit that is its direct child; elsewhere the neighbouring branch (for a commune's centre: the cell of its own
    commune, or the other commune); the unit itself and its superiors stand for themselves.
    """
    above_unit = {place.ancestor_id for place in lineages.get(unit_id, ()) if place.valid_from <= day < place.valid_to}
    above_unit.add(unit_id)
    apart = [
        (place.depth, place.ancestor_id)
        for place in lineages.get(sender_id, ())
        if place.valid_from <= day < place.valid_to and place.ancestor_id not in above_unit
    ]
    return max(apart)[1] if apart else sender_id


def level_of(lineages: Lineages, unit_id: int, other_id: int, day: date, level: int) -> int:
    """The unit that stands `level` steps below the unit asked and at or above the other that day.

    Whoever stands higher than that, or not below the unit asked at all, keeps the place `branch_of` gives; level 1 is `branch_of`.
    """
    places = [place for place in lineages.get(other_id, ()) if place.valid_from <= day < place.valid_to]
    depth = next((place.depth for place in places if place.ancestor_id == unit_id), None)
    if depth is None:
        return branch_of(lineages, unit_id, other_id, day)
    return next((place.ancestor_id for place in places if place.depth == max(depth - level, 0)), other_id)


def is_inside(lineages: Lineages, unit_id: int, other_id: int, day: date) -> bool:
    """Whether the other unit is the unit, or stood below it that day."""
    return any(
        place.ancestor_id == unit_id and place.valid_from <= day < place.valid_to
        for place in lineages.get(other_id, ())
    )


class Branches:
    """Where many senders stand seen from a unit: `branch_of` and `is_inside`, once for days between which nothing changes."""

    def __init__(self, lineages: Lineages, unit_id: int) -> None:
        self._lineages, self._unit_id = lineages, unit_id
        self._cuts: dict[int, list[date]] = {}
        self._known: dict[tuple[int, int], tuple[int, bool]] = {}

    def of(self, sender_id: int, day: date) -> tuple[int, bool]:
        """(the branch, whether it stands at or below the unit)."""
        if (cuts := self._cuts.get(sender_id)) is None:
            places = (*self._lineages.get(sender_id, ()), *self._lineages.get(self._unit_id, ()))
            cuts = sorted({cut for place in places for cut in (place.valid_from, place.valid_to)})
            self._cuts[sender_id] = cuts
        key = (sender_id, bisect_right(cuts, day))
        if key not in self._known:
            asked = (self._lineages, self._unit_id, sender_id, day)
            self._known[key] = (branch_of(*asked), is_inside(*asked))
        return self._known[key]


def partner_of(lineages: Lineages, unit_id: int, roles: Iterable[int | None], day: date) -> int | None:
    """The first unit of a joint class that does not stand below the one asked; the first at all when all of them do."""
    present = [role for role in roles if role is not None]
    outside = [role for role in present if not is_inside(lineages, unit_id, role, day)]
    return next(iter(outside or present), None)


def share(part: float, whole: float) -> float | None:
    """The part of a whole, or None when there is nothing to compare with."""
    return part / whole if whole else None

"""One month counted from its classes and participations, for every unit at once: the one definition the kept rows are made by and checked against."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from hocvien.classes import api as classes
from hocvien.common.batched import batched
from hocvien.org import api as org
from hocvien.rollup.arithmetic import month_after
from hocvien.rollup.data import Counted, Group

_CLASS = (
    "pk",
    "programme_id",
    "opens_on",
    "is_joint",
    "is_generated",
    "opened_by_id",
    "hosted_by_id",
    "taught_by_id",
    "joint_with_id",
)
_UNITS = 5_000


@dataclass(frozen=True, slots=True)
class _Class:
    pk: int
    programme_id: int
    opens_on: date
    is_joint: bool
    is_generated: bool
    opened_by_id: int
    roles: tuple[int, ...]


def count_month(first_on: date) -> dict[int, Counted] | None:
    """Unit → what its classes that open in the month come to; None for a month that cannot be kept (see `Odd`).

    Three queries, one more for every 5,000 units: whatever the number of classes.
    """
    after = month_after(first_on)
    rows = classes.class_facts(from_=first_on, to_exclusive=after).order_by("pk").values_list(*_CLASS)
    found = {
        pk: _Class(pk, programme, opens_on, is_joint, is_generated, roles[0], tuple({one for one in roles if one}))
        for pk, programme, opens_on, is_joint, is_generated, *roles in rows
    }
    if not found:
        return {}
    people = classes.participation_facts(from_=first_on, to_exclusive=after).order_by()
    senders: dict[int, dict[int, list[tuple[int, bool]]]] = {}
    for class_id, sender, person, sex in people.values_list(
        "training_class_id", "sending_unit_id", "person_id", "person__sex"
    ):
        # a class may have been made since the classes were read; it is noted, and counted then
        if class_id in found:
            senders.setdefault(class_id, {}).setdefault(sender, []).append((person, sex == "female"))
    units = {unit for one in found.values() for unit in one.roles} | {unit for one in senders.values() for unit in one}
    if _any_ended(units, [(one, senders.get(one.pk, {})) for one in found.values()]):
        return None
    lines = _Lines(units, first_on, after)
    counted: dict[int, Counted] = {}
    for one in found.values():
        _count(one, senders.get(one.pk, {}), lines, counted)
    return counted


def _any_ended(units: Iterable[int], held: list[tuple[_Class, dict[int, list[tuple[int, bool]]]]]) -> bool:
    """Whether a class names a unit that had ended, or had not begun, on the day it opens."""
    lives: dict[int, tuple[date, date]] = {}
    for part in batched(sorted(units), _UNITS):
        rows = org.Unit.objects.filter(pk__in=part).values_list("pk", "valid_from", "valid_to")
        lives |= {pk: (valid_from, valid_to) for pk, valid_from, valid_to in rows}
    return any(
        not lives[unit][0] <= one.opens_on < lives[unit][1] for one, sent_by in held for unit in (*one.roles, *sent_by)
    )


class _Lines:
    """Who stands above whom in a month, told apart by the days on which anything changes."""

    def __init__(self, units: set[int], from_: date, to_exclusive: date) -> None:
        self._places: dict[int, list[tuple[int, int, date, date]]] = {}
        cuts: set[date] = set()
        for part in batched(sorted(units), _UNITS):
            for unit, above, depth, begins, ends in org.places_above(part, from_, to_exclusive):
                self._places.setdefault(unit, []).append((above, depth, begins, ends))
                cuts.update(day for day in (begins, ends) if from_ < day < to_exclusive)
        self._cuts = sorted(cuts)
        self._from = from_
        self._lines: dict[tuple[int, int], dict[int, int]] = {}
        self._branches: dict[tuple[int, int, int], tuple[int, bool]] = {}

    @cached_property
    def _firsts(self) -> list[date]:
        return [self._from, *self._cuts]

    def stretch(self, day: date) -> int:
        """The number of the stretch of days without a change that the day lies in."""
        return bisect_right(self._cuts, day)

    def above(self, unit: int, stretch: int) -> dict[int, int]:
        """Unit at or above → how many steps."""
        key = (unit, stretch)
        if key not in self._lines:
            day = self._firsts[stretch]
            self._lines[key] = {
                above: depth for above, depth, begins, ends in self._places.get(unit, ()) if begins <= day < ends
            }
        return self._lines[key]

    def branch(self, seen_from: int, opener: int, sender: int, stretch: int) -> tuple[int, bool]:
        """(branch, whether at or below) the sender stands in, seen from a unit at or above the opener: as reports tell it."""
        key = (seen_from, sender, stretch)
        if key not in self._branches:
            line, own = self.above(sender, stretch), self.above(opener, stretch)
            # at or above `seen_from`, by the line of the opener on which it stands
            least = own[seen_from]
            apart = [(depth, one) for one, depth in line.items() if own.get(one, -1) < least]
            self._branches[key] = (max(apart)[1] if apart else sender, seen_from in line)
        return self._branches[key]


def _count(one: _Class, sent_by: dict[int, list[tuple[int, bool]]], lines: _Lines, counted: dict[int, Counted]) -> None:
    stretch = lines.stretch(one.opens_on)
    ours = set(lines.above(one.opened_by_id, stretch))
    if one.is_joint:
        ours = {above for role in one.roles for above in lines.above(role, stretch)}
    else:
        _count_own(one, sent_by, lines, counted)
    for sender, people in sent_by.items():
        for unit in lines.above(sender, stretch):
            if unit not in ours:
                _counted(counted, unit).sent.setdefault(one.pk, []).extend(people)


def _count_own(
    one: _Class, sent_by: dict[int, list[tuple[int, bool]]], lines: _Lines, counted: dict[int, Counted]
) -> None:
    stretch = lines.stretch(one.opens_on)
    number = sum(map(len, sent_by.values()))
    sets = {
        sender: ({person for person, _woman in people}, {person for person, is_woman in people if is_woman})
        for sender, people in sent_by.items()
    }
    for unit in lines.above(one.opened_by_id, stretch):
        here = _counted(counted, unit)
        here.generated += one.is_generated
        programme = here.programmes.setdefault(one.programme_id, Group())
        programme.classes += 1
        programme.participations += number
        told: set[tuple[int, bool]] = set()
        for sender, (persons, female) in sets.items():
            programme.persons |= persons
            programme.female |= female
            branch = lines.branch(unit, one.opened_by_id, sender, stretch)
            group = here.branches.setdefault(branch, Group())
            group.participations += len(sent_by[sender])
            group.persons |= persons
            group.female |= female
            told.add(branch)
        for branch in told:
            here.branches[branch].classes += 1


def _counted(counted: dict[int, Counted], unit: int) -> Counted:
    if unit not in counted:
        counted[unit] = Counted()
    return counted[unit]

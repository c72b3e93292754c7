"""The rows of all units of a month or a year at once, by numpy: the same bytes as `months.packed` makes of one row, a sixth of the time. Pure."""

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import cbor2

from hocvien.rollup.arithmetic.months import AGAIN, GROUP_STEP, MONTH_MASK

try:
    import numpy as np
except ImportError:  # an office has none of it, and keeps no roll-up
    if not TYPE_CHECKING:
        np = None

_GROUP_BITS, _CODE_BITS = GROUP_STEP.bit_length() - 1, 32
Column = Any
"""An array of numpy; of numbers, one for each cell or group."""


def is_installed() -> bool:
    """Whether this machine has what building needs."""
    return np is not None


@dataclass(frozen=True, slots=True)
class People:
    """Many people's codes, one person's after the other's and each in order; as `months.contributions` tells them."""

    codes: Column
    ends: Column
    is_woman: Column

    @classmethod
    def of(cls, codes: "array[int]", sizes: list[int], is_woman: list[bool]) -> "People":
        """`codes` of all, of the first so many in any order, and so on."""
        number = np.repeat(np.arange(len(sizes), dtype=np.uint64), sizes)
        ordered = np.sort(number << _CODE_BITS | np.asarray(codes, np.uint32))
        return cls(ordered, np.cumsum(sizes, dtype=np.int64), np.asarray(is_woman, bool))

    def entries(self) -> Iterator[bytes]:
        """What the ledger holds of each; as `entries.entry_of`."""
        content = self.codes.astype(np.uint32).tobytes()
        begin = 0
        for end, is_woman in zip((self.ends * 4).tolist(), self.is_woman.tolist(), strict=True):
            yield (b"\x01" if is_woman else b"\x00") + content[begin:end]
            begin = end

    def by_month(self) -> Iterator[tuple[int, Column, Column]]:
        """(month, codes met in it whose month is the one last met in before, those of women among them)."""
        month = (self.codes & MONTH_MASK).astype(np.uint32)
        before = np.zeros(len(month), np.uint32)
        group = self.codes >> _GROUP_BITS
        is_next = np.flatnonzero(group[1:] == group[:-1]) + 1
        before[is_next] = np.where(month[is_next] == month[is_next - 1], AGAIN, month[is_next - 1])
        met = self.codes.astype(np.uint32) - month + before
        women = self.is_woman[(self.codes >> _CODE_BITS).astype(np.int64)]
        order = np.argsort(month, kind="stable")
        months, begins = np.unique(month[order], return_index=True)
        for number, its in zip(months.tolist(), np.split(order, begins[1:]), strict=True):
            yield number, met[its], met[its[women[its]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted in a month or a year. `people`, and the `women` among them: a code for each participation, its month the one last met in before;
    classes, and their ids added up, by the group's code.
    """

    people: Column
    women: Column
    groups: Column
    classes: Column
    ids: Column

    @classmethod
    def of_month(
        cls, people: list[Column], women: list[Column], classes: Mapping[int, int], ids: Mapping[int, int]
    ) -> "Counted":
        return cls(
            _joined(people),
            _joined(women),
            np.fromiter(classes, np.uint64, len(classes)),
            np.fromiter(classes.values(), np.uint64, len(classes)),
            np.fromiter((ids[group] for group in classes), np.uint64, len(classes)),
        )

    @classmethod
    def of_year(cls, months: "list[Counted]", begins: int) -> "Counted":
        """These months of one year; whoever was met in a month from `begins` on is met again."""
        columns = (np.concatenate(column) for column in zip(*map(_columns_of, months), strict=True))
        people, women, *of_classes = columns
        return cls(_met_again(people, begins), _met_again(women, begins), *of_classes)


def _joined(parts: list[Column]) -> Column:
    return np.concatenate(parts) if parts else np.zeros(0, np.uint32)


def _columns_of(one: Counted) -> tuple[Column, ...]:
    return one.people, one.women, one.groups, one.classes, one.ids


def _met_again(codes: Column, begins: int) -> Column:
    return np.where(codes & MONTH_MASK >= begins, codes | AGAIN, codes)


@dataclass(frozen=True, slots=True)
class Places:
    """Whose the groups are: the units, and for each group by its id which of them."""

    units: list[int]
    of_group: Column

    @classmethod
    def of(cls, unit_of: Mapping[int, int]) -> "Places":
        """From the unit of each group, by its code."""
        units = sorted({*unit_of.values()})
        number = {unit: at for at, unit in enumerate(units)}
        of_group = np.zeros(max(unit_of, default=0) // GROUP_STEP + 1, np.uint64)
        codes = np.fromiter(unit_of, np.int64, len(unit_of))
        of_group[codes // GROUP_STEP] = np.fromiter(map(number.__getitem__, unit_of.values()), np.uint64, len(unit_of))
        return cls(units, of_group)


def rows_of(counted: Counted, places: Places) -> Iterator[tuple[int, bytes]]:
    """(unit, its row) of whatever was counted. Sorts a number of eight bytes for each participation, and little else."""

    def by_unit(codes: Column) -> Column:
        """Numbers that sort by unit, group and month."""
        return places.of_group[codes >> _GROUP_BITS] << _CODE_BITS | codes

    cells, heads = np.unique(by_unit(counted.people), return_counts=True)
    women, females = np.unique(by_unit(counted.women), return_counts=True)
    its_classes, its_people = by_unit(counted.groups) >> _GROUP_BITS, cells >> _GROUP_BITS
    groups = np.union1d(its_people[np.diff(its_people, prepend=0) != 0], its_classes)
    group = np.searchsorted(groups, its_people)
    of_class = np.searchsorted(groups, its_classes)

    female = np.zeros(len(cells), np.int64)
    female[np.searchsorted(cells, women)] = females
    once = cells & MONTH_MASK != AGAIN
    ends = np.searchsorted(group[once], np.arange(len(groups)), side="right")
    begins = np.concatenate(([0], ends))
    per_group = (
        (groups << _GROUP_BITS & (1 << _CODE_BITS) - 1).astype(np.uint32),
        _added(of_class, counted.classes, len(groups)).astype(np.uint32),
        _added(group, heads.astype(np.uint64), len(groups)).astype(np.uint32),
        _added(of_class, counted.ids, len(groups)),
    )
    per_cell = (
        (cells & MONTH_MASK)[once].astype(np.uint16),
        _running(heads[once], begins[group[once]]),
        _running(female[once], begins[group[once]]),
    )
    of_unit = (groups >> _CODE_BITS - _GROUP_BITS).astype(np.int64)
    cuts = [0, *(np.flatnonzero(np.diff(of_unit)) + 1).tolist(), len(groups)] if len(groups) else []
    cell_cuts = begins[cuts].tolist()
    for first, last, first_cell, last_cell in zip(cuts, cuts[1:], cell_cuts, cell_cuts[1:], strict=False):
        columns = (
            *(column[first:last] for column in per_group),
            (ends[first:last] - first_cell).astype(np.uint32),
            *(column[first_cell:last_cell] for column in per_cell),
        )
        yield places.units[of_unit[first]], cbor2.dumps([column.tobytes() for column in columns])


def _added(place: Column, numbers: Column, size: int) -> Column:
    """Sums of eight bytes by place; exact, which weights of `bincount` are not."""
    sums = np.zeros(size, np.uint64)
    np.add.at(sums, place, numbers)
    return sums


def _running(numbers: Column, begins: Column) -> Column:
    """Running totals that start anew where each number's group begins."""
    totals = np.concatenate(([0], np.cumsum(numbers)))
    return (totals[1:] - totals[begins]).astype(np.uint32)

"""People counted by the month they were last met in before, so that numbers of months add up over any run of them. Pure.

Somebody met in month `d`, and last before that in month `p` of the same group, counts for a run of months that begins at `a` exactly when `p < a`: of
all the months in the run one alone has that. A row holds for each group how many people came by each `p`; which p are smaller is a prefix.

A *code* is a group and a month in one number of four bytes: the group's id times 2048, and the month counted from January 1930 (1 to 2040).
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import accumulate

import cbor2

from hocvien.rollup.data import Figures

_YEAR = 1930
MONTH_MASK, GROUP_STEP = 2047, 2048
MOST_GROUPS = 2**32 // GROUP_STEP - 1
# last met: in no month before; in the same month already
NEVER, AGAIN = 0, 2047
FIRST_DAY, AFTER_LAST_DAY = date(_YEAR, 1, 1), date(2100, 1, 1)
_LAST_DAY = AFTER_LAST_DAY - timedelta(days=1)


def number_of(day: date) -> int:
    """The number of the day's month."""
    return (day.year - _YEAR) * 12 + day.month


def numbers_between(first: date, last: date) -> range:
    """The numbers of the months in which these days have a day."""
    return range(number_of(first), number_of(min(last, _LAST_DAY)) + 1)


def day_of(number: int) -> date:
    """The first day of the month of that number."""
    return date(_YEAR + (number - 1) // 12, (number - 1) % 12 + 1, 1)


def year_begins(number: int) -> int:
    """The number of January of the month's year."""
    return number - (number - 1) % 12


def month_after(first_on: date) -> date:
    """The first day of the month that follows."""
    return (first_on + timedelta(days=31)).replace(day=1)


def contributions(codes: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """(group, month, month last met in before) of one person's codes in order; AGAIN for another participation of the same month."""
    at = last = 0
    for code in codes:
        month = code & MONTH_MASK
        group = code - month
        if group != at:
            at, before = group, NEVER
        else:
            before = AGAIN if month == last else last
        last = month
        yield group, month, before


@dataclass(slots=True)
class Numbers:
    """One group of a row: people and the women among them by the month last met in before; `ids` of classes added up."""

    classes: int = 0
    participations: int = 0
    ids: int = 0
    persons: dict[int, int] = field(default_factory=dict)
    women: dict[int, int] = field(default_factory=dict)

    def add(self, other: "Numbers") -> None:
        """Numbers of a change, which may be below zero."""
        self.classes += other.classes
        self.participations += other.participations
        self.ids += other.ids
        for mine, its in ((self.persons, other.persons), (self.women, other.women)):
            for before, number in its.items():
                if total := mine.get(before, 0) + number:
                    mine[before] = total
                else:
                    mine.pop(before, None)

    @property
    def is_empty(self) -> bool:
        return not (self.classes or self.participations or self.persons)


def packed(groups: dict[int, Numbers]) -> bytes:
    """A row; the same numbers give the same bytes. Empty where nothing is in it. Of this machine's byte order: nothing of it is carried elsewhere."""
    order = sorted(code for code, numbers in groups.items() if not numbers.is_empty)
    if not order:
        return b""
    ends, months, persons, women = array("I"), array("H"), array("I"), array("I")
    for code in order:
        numbers = groups[code]
        before = sorted(numbers.persons)
        months.extend(before)
        persons.extend(accumulate(map(numbers.persons.__getitem__, before)))
        women.extend(accumulate(numbers.women.get(one, 0) for one in before))
        ends.append(len(months))
    columns = (
        array("I", order),
        array("I", (groups[code].classes for code in order)),
        array("I", (groups[code].participations for code in order)),
        array("Q", (groups[code].ids for code in order)),
        ends,
        months,
        persons,
        women,
    )
    return bytes(cbor2.dumps([column.tobytes() for column in columns]))


def _columns(content: bytes) -> "list[array[int]]":
    return [array(kind, column) for kind, column in zip("IIIQIHII", cbor2.loads(content), strict=True)]


def unpacked(content: bytes) -> dict[int, Numbers]:
    """The row that `packed` made."""
    found: dict[int, Numbers] = {}
    if not content:
        return found
    order, classes, participations, ids, ends, months, persons, women = _columns(content)
    begin = 0
    for at, code in enumerate(order):
        found[code] = one = Numbers(classes[at], participations[at], ids[at])
        people = females = 0
        for cell in range(begin, ends[at]):
            one.persons[months[cell]] = persons[cell] - people
            if women[cell] != females:
                one.women[months[cell]] = women[cell] - females
            people, females = persons[cell], women[cell]
        begin = ends[at]
    return found


class Total:
    """Rows of one unit added up for a run of months that begins with `first`."""

    def __init__(self, first: int) -> None:
        self._first = first
        self._sums: dict[int, list[int]] = {}

    def add(self, content: bytes) -> None:
        """A month of the run, or a year that lies in it whole."""
        order, classes, participations, ids, ends, months, persons, women = _columns(content)
        begin = 0
        for code, held, heads, its_ids, end in zip(order, classes, participations, ids, ends, strict=True):
            sums = self._sums.setdefault(code, [0, 0, 0, 0, 0, 0])
            sums[0] += held
            sums[1] += heads
            sums[5] += its_ids
            at = bisect_left(months, self._first, begin, end)
            if at > begin:
                sums[2] += persons[at - 1]
                sums[3] += women[at - 1]
            begin = end

    def figures(self) -> dict[int, Figures]:
        """By the code of the group, without its month."""
        return {code: Figures(*sums) for code, sums in self._sums.items()}


def each_once(running: Figures, carried: Figures, into: Figures) -> Figures:
    """Classes that count in every month in which they have a day, told once for a run of months.

    `running`: of all its months; `carried`: those of them in which the class did not open; `into`: what was carried into its first month.
    """
    return replace(
        running,
        classes=running.classes - carried.classes + into.classes,
        participations=running.participations - carried.participations + into.participations,
        carried=into.classes,
        ids=running.ids - carried.ids + into.ids,
    )


def is_met(codes: "array[int]", group: int, first: int, last: int) -> bool:
    """Whether somebody with these codes was counted in the group in the months from `first` to `last`."""
    at = bisect_left(codes, group + first)
    return at < len(codes) and codes[at] <= group + last


def whole_months(from_: date, to: date) -> tuple[date, date] | None:
    """The first days of the first and the last month that lie whole in the days, both included; None where there is none."""
    first = max(from_, FIRST_DAY)
    first = first if first.day == 1 else month_after(first.replace(day=1))
    after = min(to + timedelta(days=1), AFTER_LAST_DAY).replace(day=1) if to < date.max else AFTER_LAST_DAY
    return (first, (after - timedelta(days=1)).replace(day=1)) if first < after else None


def stretches(from_: date, to: date) -> tuple[tuple[date, date], ...]:
    """What of the days lies before and after the whole months: (first, last) of each. No whole month: all of them."""
    whole = whole_months(from_, to)
    if whole is None:
        return ((from_, to),)
    ends = ((from_, whole[0] - timedelta(days=1)), (month_after(whole[1]), to))
    return tuple((first, last) for first, last in ends if first <= last)


def spans(first: date, last: date) -> tuple[list[date], list[date]]:
    """(years that lie whole in these months, the other months); both days are first days of a month."""
    years, months = [], []
    day = first
    while day <= last:
        if day.month == 1 and day.replace(month=12) <= last:
            years.append(day)
            day = day.replace(year=day.year + 1)
        else:
            months.append(day)
            day = month_after(day)
    return years, months

"""Half-open periods of days, [valid_from, valid_to): the day a thing ends is the first day it no longer holds.

Pure. An open end is a far date instead of NULL, so that one comparison and one index serve both cases.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from hocvien.common.errors import DomainError
from hocvien.common.wording import gettext_noop

OPEN_END = date(9999, 12, 31)


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """Days from `valid_from` up to but not including `valid_to`; never empty."""

    valid_from: date
    valid_to: date = OPEN_END

    def __post_init__(self) -> None:
        if self.valid_to <= self.valid_from:
            raise DomainError(
                "interval_upside_down",
                gettext_noop(
                    "Ngày kết thúc {valid_to} không sau ngày bắt đầu {valid_from}: hãy sửa một trong hai ngày."
                ),
                valid_from=self.valid_from,
                valid_to=self.valid_to,
            )

    @classmethod
    def of_days(cls, first: date, last: date | None) -> "Interval":
        """From two days as people say them, both included; no last day is an open end."""
        return cls(first, OPEN_END if last is None else day_after(last))

    @property
    def is_open(self) -> bool:
        return self.valid_to == OPEN_END

    @property
    def last_day(self) -> date | None:
        """The last day included, for people; None when open."""
        return None if self.is_open else self.valid_to - timedelta(days=1)

    def contains(self, day: date) -> bool:
        return self.valid_from <= day < self.valid_to

    def overlaps(self, other: "Interval") -> bool:
        return overlaps(self.valid_from, self.valid_to, other.valid_from, other.valid_to)

    def intersection(self, other: "Interval") -> "Interval | None":
        """The days in both, or None."""
        if not self.overlaps(other):
            return None
        return Interval(max(self.valid_from, other.valid_from), min(self.valid_to, other.valid_to))

    def without(self, other: "Interval") -> list["Interval"]:
        """What is left after taking the other's days away: none, one or two intervals."""
        if not self.overlaps(other):
            return [self]
        left = [Interval(self.valid_from, other.valid_from)] if self.valid_from < other.valid_from else []
        right = [Interval(other.valid_to, self.valid_to)] if other.valid_to < self.valid_to else []
        return left + right


def overlaps(a_from: date, a_to: date, b_from: date, b_to: date) -> bool:
    """Whether two half-open periods share a day; touching ends do not."""
    return a_from < b_to and b_from < a_to


def day_after(day: date) -> date:
    """The exclusive end for an inclusive last day; the open end stays open."""
    return day if day >= OPEN_END else day + timedelta(days=1)


def first_overlap(intervals: list[Interval]) -> tuple[Interval, Interval] | None:
    """The first two neighbours in time that share a day, or None; order of the list does not matter."""
    ordered = sorted(intervals)
    for earlier, later in pairwise(ordered):
        if earlier.overlaps(later):
            return earlier, later
    return None

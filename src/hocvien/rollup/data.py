"""What crosses the door of `rollup`."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple


class Key(NamedTuple):
    """A group of a unit: its kind (`constants`), and up to two ids and a name that tell it from others of the kind."""

    kind: int
    first: int = 0
    second: int = 0
    name: str = ""


@dataclass(slots=True)
class Met:
    """One group of a stretch of days counted from facts: people and the women among them as ids; `carried` and `ids` as in `Figures`."""

    classes: int = 0
    participations: int = 0
    carried: int = 0
    ids: int = 0
    persons: set[int] = field(default_factory=set)
    female: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Figures:
    """A group as numbers. `carried`: how many of its classes opened before the days asked; `ids`: the ids of its classes added up, which of one alone
    is its id.
    """

    classes: int = 0
    participations: int = 0
    persons: int = 0
    female: int = 0
    carried: int = 0
    ids: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """How days are told: a run of whole months (both included; none where `first` is None), and stretches whose facts are read.

    `counted_at`: as of when the months are counted, by the clock here, where something has changed since; None where nothing has.
    """

    first: date | None
    last: date | None
    stretches: tuple[tuple[date, date], ...]
    counted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """How many rows were held against a count, how many were otherwise, how many units have become large since the building."""

    rows: int
    differing: int
    grown: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """For administrators: whether the roll-up is whole, of how many units, counted as of when (None: it was never built), and what the last check
    found.
    """

    is_whole: bool
    units: int
    is_behind: bool
    counted_at: datetime | None
    checked_at: datetime | None
    checked_rows: int
    differing: int
    is_repaired: bool

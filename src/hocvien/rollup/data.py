"""What crosses the door of `rollup`."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(slots=True)
class Group:
    """One row of a report: its classes and participations as numbers, its people and the women among them as ids."""

    classes: int = 0
    participations: int = 0
    persons: set[int] = field(default_factory=set)
    female: set[int] = field(default_factory=set)


@dataclass(slots=True)
class Counted:
    """What one unit's classes of some days come to, and whom it sent to classes of others.

    `programmes` by programme id; `branches` by (branch, whether it stands at or below the unit); `sent`: class id → (person, is a woman) of
    each participation; `generated`: how many of the own classes are of generated data.
    """

    programmes: dict[int, Group] = field(default_factory=dict)
    branches: dict[tuple[int, bool], Group] = field(default_factory=dict)
    sent: dict[int, list[tuple[int, bool]]] = field(default_factory=dict)
    generated: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """A row of a report as numbers."""

    classes: int = 0
    participations: int = 0
    persons: int = 0
    female: int = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """What one unit's days come to, as numbers; `sent` as in `Counted`."""

    totals: Figures
    programmes: dict[int, Figures]
    branches: dict[tuple[int, bool], Figures]
    sent: dict[int, list[tuple[int, bool]]]
    generated: int


@dataclass(frozen=True, slots=True)
class Packed:
    """`Counted` as one row of the database: numbers, sets of ids, participations of people sent."""

    counts: bytes
    people: bytes
    sent: bytes


@dataclass(frozen=True, slots=True)
class Plan:
    """How days are told: whole years and whole months that are kept, and stretches (both days included) whose facts are read."""

    years: tuple[date, ...]
    months: tuple[date, ...]
    stretches: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """How many months were counted again, and how many rows of them were otherwise."""

    months: int
    rows: int

"""What a number was found to count: a measure, or a doubt with why it is none."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from .numbers import Number


class Kind(StrEnum):
    CLASSES = "classes"
    PEOPLE = "participants"
    BAND = "band"
    GRADUATED = "graduated"
    PLAN_SHARE = "plan_pct"
    PLAN_DELTA = "plan_classes_delta"
    EXTRA = "extra"
    PART = "part"
    """A part of the learners or classes just told: women, evening classes."""


class Unit(StrEnum):
    HOC_VIEN = "hoc_vien"
    LUOT = "luot"
    NGUOI = "nguoi"


@dataclass(frozen=True)
class Measure:
    """A number that counts something, at letters `start` to `end` (its noun included). `value` None: `các lớp`, no number told."""

    kind: Kind
    start: int
    end: int
    value: Decimal | None
    number: Number | None = None
    unit: Unit | None = None
    intake: bool = False
    name: str = ""
    """Of a band, an extra figure or a part: which."""
    share: "Number | None" = None
    certainty: float = 0.95
    words: tuple[int, int] | None = None


@dataclass(frozen=True)
class Doubt:
    """A number that looks like a training figure and was not taken as one. `mutes`: the programme beside it is not said of others."""

    start: int
    end: int
    why: str
    mutes: bool = False


@dataclass
class Found:
    measures: list[Measure] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    """Where the rows of a table begin."""

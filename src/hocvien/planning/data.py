"""What crosses the door of `planning`: plain values, without Django."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class SettingHeld:
    """An amount in force at a unit. `unit_id`: where it is recorded, itself or above; None is the default, found in no document."""

    kind: str
    amount: int
    unit_id: int | None = None
    valid_from: date | None = None
    citation: str = ""
    is_seen: bool = False


@dataclass(frozen=True, slots=True)
class CostTerm:
    """One product of a cost: quantity × norm, in đồng. `kind` is the setting the norm comes from."""

    kind: str
    quantity: int
    norm: int
    is_seen: bool = False

    @property
    def amount(self) -> int:
        return self.quantity * self.norm


@dataclass(frozen=True, slots=True)
class LineChange:
    """A line in two versions. `what`: added, removed, changed or same; `fields`: name → (before, after) of what differs."""

    key: int
    what: str
    fields: Mapping[str, tuple[object, object]]


@dataclass(frozen=True, slots=True)
class Amounts:
    """What is planned: a sum of lines. Hours and cost count lines that say them."""

    lines: int = 0
    classes: int = 0
    seats: int = 0
    hours: int = 0

    def __add__(self, other: "Amounts") -> "Amounts":
        return Amounts(
            self.lines + other.lines,
            self.classes + other.classes,
            self.seats + other.seats,
            self.hours + other.hours,
        )


@dataclass(frozen=True, slots=True)
class MergedLine:
    """A line of a plan in force, as the plans above see it. `branch`: the unit right below that it stands under, or the unit itself."""

    line_id: int
    plan_id: int
    unit_id: int
    branch_id: int
    programme_id: int
    study_mode: str
    amounts: Amounts

    @property
    def course(self) -> tuple[int, str]:
        """What needs are told by: the programme and the mode of study, "" where the line leaves it open."""
        return self.programme_id, self.study_mode


@dataclass(frozen=True, slots=True)
class Twice:
    """What others plan for the same people as a line does: one unit above, or all units below together.

    `names`: of the unit, or of the first few below; `plan_uuid`: only of one plan that the viewer sees.
    """

    is_above: bool
    units: int
    names: tuple[str, ...]
    amounts: Amounts
    plan_uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Implied:
    """What rules and obligations imply: who may, who must by the end of the year, and both together, each person once."""

    may: int
    due: int
    people: int


@dataclass(frozen=True, slots=True)
class PlannedModes:
    """Seats planned of a programme: full-time, in any mode, and in lines that leave the mode open."""

    full_time: int = 0
    told: int = 0
    open: int = 0

    @property
    def share(self) -> float | None:
        """Full-time of those whose mode is told."""
        return self.full_time / self.told if self.told else None

    def __add__(self, other: "PlannedModes") -> "PlannedModes":
        return PlannedModes(self.full_time + other.full_time, self.told + other.told, self.open + other.open)


@dataclass(frozen=True, slots=True)
class Need:
    """How many are to be trained in a programme. `key` is whatever tells needs apart; `host` is who would hold the classes."""

    key: str
    programme: str
    host: str
    people: int
    study_mode: str = ""


@dataclass(frozen=True, slots=True)
class ProposedClass:
    """One class of a proposal: where, when, how many, and `free` seats of the host in that quarter before it."""

    need: Need
    quarter: int
    seats: int
    free: int


@dataclass(frozen=True, slots=True)
class NotPlaced:
    """People of a need for whom no class was found. `why`: too_few (for the smallest class) or full (no quarter has the room)."""

    need: Need
    people: int
    why: str


@dataclass(frozen=True, slots=True)
class Spread:
    """A proposal: for every need, seats of its classes and people not placed sum to its people."""

    classes: tuple[ProposedClass, ...]
    left: tuple[NotPlaced, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """What was done of a line or a sum of lines: classes opened, participations."""

    classes: int = 0
    learners: int = 0

    def __add__(self, other: "Done") -> "Done":
        return Done(self.classes + other.classes, self.learners + other.learners)


@dataclass(frozen=True, slots=True)
class PlannedFor:
    """Ids of the units whose people a unit plans for (a set or a subquery); `serves`: it is a centre that serves others."""

    unit_ids: Any
    serves: bool


@dataclass(frozen=True, slots=True)
class DeskItem:
    """Something of plans that waits. `kind`: approve, returned (its plan), due (ours to hand in), missing (`count` units below owe theirs)."""

    kind: str
    year: int
    unit_code: str
    unit_name: str
    words: str
    count: int = 0
    plan_uuid: UUID | None = None
    due_on: date | None = None

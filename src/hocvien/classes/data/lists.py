"""The list of a class: stops on its way, what the order goes by, reserves, rounds."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One step of a chain for one sending unit; `unit_id` None: no such unit there, the step is skipped."""

    position: int
    kind: str
    place: str
    unit_id: int | None
    due_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFact:
    """What a committee may order a list by, each with its reason; never added up.

    `due_on`: by when an obligation asks for this programme. `planned`: for which post, by which document. `waiting_since`: the first time
    proposed for the programme without being admitted, or the day the obligation began; `years` whole years since then.
    """

    due_on: date | None = None
    due_words: str = ""
    planned: str = ""
    waiting_since: date | None = None
    waiting_words: str = ""
    years: int = 0

    @property
    def key(self) -> tuple[Any, ...]:
        """Due first, then planned, then waiting longest."""
        return (self.due_on or date.max, not self.planned, -self.years, self.waiting_since or date.max)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRow:
    """One step as a page draws it: what, where, in what state (done, current, next, skipped), and what was decided there."""

    position: int
    kind: str
    kind_label: str
    unit_name: str
    state: str
    waiting: int = 0
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRow:
    """What one step decided, when and by whom."""

    kind_label: str
    unit_name: str
    outcome: str
    outcome_label: str
    reason: str
    note: str
    decided_by: str
    decided_at: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveOffer:
    """The next of the reserve for a free seat; `leaving` is the name of who left it, "" where the seat was free."""

    uuid: UUID
    full_name: str
    unit_name: str
    position: int
    leaving: str
    is_own_reserve: bool
    nomination: Any
    participation: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundRow:
    """One round of a list: how many names it holds, how many of them are taken, how many still wait."""

    uuid: UUID
    class_uuid: UUID
    number: int
    opens_on: date
    closes_on: date
    seats: int | None
    is_closed: bool
    names: int
    taken: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundWaiting:
    """Who has how many names of a round when it is closed."""

    kind_label: str
    unit_name: str
    names: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Who decides an exception; `is_named`: the rule says which level."""

    unit_id: int
    unit_name: str
    is_named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotaBound:
    """What a quota leaves a sending unit: `left` of `total` seats at `unit_name`, the nearest unit at or above it that has any."""

    quota_id: int
    quota_uuid: UUID
    unit_id: int
    unit_name: str
    total: int
    left: int
    names_due_on: date

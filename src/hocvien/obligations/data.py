"""What crosses the door of `obligations`."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from hocvien.obligations.constants import LATE, STATES, URGENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """Where one person stands with one obligation, with every figure of the arithmetic; the columns of `Standing` under their names.

    `base_on`: due before leave is added; `held_until`: the last day the paper counts, None where it counts for good.
    """

    obligation_id: int
    version_id: int | None
    person_id: int
    unit_id: int | None
    post_id: int | None
    state: str
    is_met: bool
    missing: str
    clock: str
    began_on: date | None
    fell_on: date | None
    base_on: date | None
    away_days: int
    is_away: bool
    due_on: date | None
    paper_on: date | None
    paper_kind: str
    held_until: date | None
    term_from: date | None
    term_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One obligation of one person in words. `arithmetic`: sentences with the days; `missing`: what the profile lacks, "" nothing."""

    code: str
    title: str
    state: str
    is_met: bool
    due_on: date | None
    held_until: date | None
    arithmetic: tuple[str, ...]
    citation: str
    mark: str
    missing: str
    programmes: tuple[str, ...]
    post: str = ""
    is_sensitive: bool = False
    is_of_post: bool = False
    # what due means where there is no day; "" where the day says it
    due_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPost:
    """An obligation as one post asks it (`post_id`: of the post, or of the planning). `governs`: it is the latest post of the group, whose day counts."""

    post_id: int
    is_planned: bool
    governs: bool
    told: Told


@dataclass(frozen=True, slots=True)
class DeadlinesHeld:
    """When something is told to be due soon and long overdue at a unit. `unit_id`: of which it is told, None where it is the shipped default."""

    soon_days: int
    late_days: int
    unit_id: int | None = None
    valid_from: date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDuty:
    """What somebody is due to learn soon or late with, for their own work list."""

    title: str
    title_en: str
    state: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand where; `share` of those of whom something can be said, None where there is nobody."""

    by_state: Mapping[str, int] = field(default_factory=dict)
    met: int = 0

    @property
    def total(self) -> int:
        """Everybody under the obligation."""
        return sum(self.by_state.values())

    @property
    def share(self) -> float | None:
        """Met of all."""
        return self.met / self.total if self.total else None

    @property
    def late(self) -> int:
        """Past the day, however long."""
        return sum(self.by_state.get(state, 0) for state in LATE)

    @property
    def urgent(self) -> int:
        """Late or due soon."""
        return sum(self.by_state.get(state, 0) for state in URGENT)

    def number(self, state: str) -> int:
        """How many are in this state."""
        if state not in STATES:
            raise ValueError(state)
        return self.by_state.get(state, 0)

    def __add__(self, other: "Counts") -> "Counts":
        states = {*self.by_state, *other.by_state}
        return Counts(
            {one: self.by_state.get(one, 0) + other.by_state.get(one, 0) for one in states}, self.met + other.met
        )

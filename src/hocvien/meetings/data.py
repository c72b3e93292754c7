"""What crosses the door of `meetings`: plain values, without Django."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over summoned units. `present` without make-up; `members` of the first day; `answered` of `units` told all their numbers."""

    units: int = 0
    answered: int = 0
    invited: int = 0
    present: int = 0
    made_up: int = 0
    members: int = 0

    def __add__(self, other: "Figures") -> "Figures":
        return Figures(
            self.units + other.units,
            self.answered + other.answered,
            self.invited + other.invited,
            self.present + other.present,
            self.made_up + other.made_up,
            self.members + other.members,
        )

    @property
    def waiting(self) -> int:
        """Units that have not told all their numbers."""
        return self.units - self.answered

    @property
    def reached(self) -> int:
        """Present with make-up: whoever was there once."""
        return self.present + self.made_up

    @property
    def share(self) -> float | None:
        """Of members reached; None without members. Above 1 where others came too, which the screens say."""
        return self.reached / self.members if self.members else None

    @property
    def is_above_members(self) -> bool:
        return self.reached > self.members

    @property
    def is_above_invited(self) -> bool:
        return self.reached > self.invited


def sum_figures(parts: Iterable[Figures]) -> Figures:
    """All of them together."""
    total = Figures()
    for part in parts:
        total += part
    return total


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One summoned unit of one study session; `points`: positions of the points where it gathers."""

    summoned_id: int
    session_id: int
    opens_on: date
    unit_id: int
    figures: Figures


class Told(NamedTuple):
    """What a unit tells of a point; None leaves a number untold. `seen`: what stood there when it was typed; None asks nothing."""

    unit_id: int
    invited: int | None
    present: int | None
    seen: tuple[int | None, int | None] | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the page where numbers are entered: a unit at a point, as recorded."""

    unit_id: int
    code: str
    name: str
    invited: int | None
    present: int | None
    members: int | None


@dataclass(frozen=True, slots=True)
class DeskItem:
    """A study session that waits. `kind`: answer (numbers of `count` units of the actor's own) or missing (`count` units have not told theirs)."""

    kind: str
    session_uuid: UUID
    topic: str
    count: int
    due_on: date | None


@dataclass(frozen=True, slots=True)
class NamedMember:
    """A member of a unit as its list is ticked; `is_elsewhere`: present by name at another point of the study session."""

    uuid: UUID
    full_name: str
    cell: str
    is_present: bool
    is_elsewhere: bool

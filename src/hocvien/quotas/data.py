"""What crosses the door of `quotas`: plain values, without Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Balance:
    """Seats by account: of one unit, or of a sum of units."""

    free: int = 0
    reserved: int = 0
    named: int = 0
    confirmed: int = 0

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.free + other.free,
            self.reserved + other.reserved,
            self.named + other.named,
            self.confirmed + other.confirmed,
        )

    @property
    def total(self) -> int:
        return self.free + self.reserved + self.named + self.confirmed

    @property
    def unused(self) -> int:
        """Seats without a name."""
        return self.free + self.reserved


@dataclass(frozen=True, slots=True)
class Branch:
    """Seats at a unit (`own`) and at it and all below (`whole`); `is_above`: the row of the unit looked at, for what it keeps itself."""

    unit_id: int
    own: Balance
    whole: Balance
    is_above: bool = False

    @property
    def given_on(self) -> int:
        return self.whole.total - self.own.total


@dataclass(frozen=True, slots=True)
class SeatHeld:
    """One person's seat; `account` is named or confirmed."""

    person_id: int
    unit_id: int
    account: str


@dataclass(frozen=True, slots=True)
class Source:
    """The unit whose seats the people of a sending unit take, and what it has."""

    unit_id: int
    balance: Balance = Balance()


@dataclass(frozen=True, slots=True)
class Line:
    """What a quota is of: an approved plan line by id."""

    plan_line_id: int


@dataclass(frozen=True, slots=True)
class Notice:
    """What a quota is of: a notice received from outside. `programme_id` and `study_mode` are what it is for."""

    number: str
    on: date
    text: str
    programme_id: int
    study_mode: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Seats of a unit that nobody was named for."""

    unit_id: int
    free: int
    reserved: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """A unit that asked: `wanted` seats in all, `given` of them since; in the order in which they asked."""

    ask_id: int
    unit_id: int
    wanted: int
    given: int = 0

    @property
    def left(self) -> int:
        return max(0, self.wanted - self.given)


@dataclass(frozen=True, slots=True)
class Given:
    """What one ask gets. `place`: when it asked among those that wait, from 1; `had` of `wanted` before."""

    ask_id: int
    unit_id: int
    seats: int
    place: int
    had: int
    wanted: int


@dataclass(frozen=True, slots=True)
class Sharing:
    """Seats taken back, who gets how many and why, and how many stay free with the owner."""

    order: str
    taken: tuple[Holding, ...]
    given: tuple[Given, ...]
    left: int
    waiting: int

    @property
    def taken_seats(self) -> int:
        return sum(one.free + one.reserved for one in self.taken)

    @property
    def given_seats(self) -> int:
        return sum(one.seats for one in self.given)

    @property
    def token(self) -> str:
        """What was seen: two sharings with one token are the same."""
        taken = ",".join(f"{one.unit_id}:{one.free}:{one.reserved}" for one in self.taken)
        given = ",".join(f"{one.ask_id}:{one.seats}" for one in self.given)
        return f"{self.order}|{taken}|{given}|{self.left}"


@dataclass(frozen=True, slots=True)
class DeskItem:
    """Something of seats that waits. `kind`: name (seats of a unit without a name), move (a request to answer), share (for the owner:
    `seats` to take back, `asks` units that wait).
    """

    kind: str
    quota_uuid: UUID
    programme: str
    unit_id: int
    seats: int
    due_on: date | None = None
    words: str = ""
    asks: int = 0
    unit_code: str = ""
    unit_name: str = ""


@dataclass(frozen=True, slots=True)
class May:
    """What an account may do with a quota at one unit of it."""

    govern: bool = False
    allot: bool = False
    hold: bool = False
    confirm: bool = False
    units_below: Mapping[int, str] = field(default_factory=dict)

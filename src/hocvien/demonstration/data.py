"""What the demonstration knows before anything is entered: plain records, no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class SexNames:
    """Weighted middle and given names of one sex."""

    middles: Mapping[str, int]
    givens: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NameBook:
    """The word lists from which names are composed."""

    families: Mapping[str, int]
    male: SexNames
    female: SexNames


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One unit of a place file, in founding order."""

    code: str
    kind: str
    parent: str | None
    name: str
    short: str
    name_status: str
    place_code: str = ""


@dataclass(frozen=True, slots=True)
class LecturerEntry:
    """One lecturer of a place file."""

    key: str
    name: str
    sex: str
    born_on: date
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class Days:
    """On which days and halves a class meets; `to` is included."""

    first: date
    last: date
    weekdays: tuple[int, ...]
    halves: tuple[str, ...]
    skip: tuple[date, ...] = ()

    def halves_in_order(self) -> list[tuple[date, str]]:
        """Every (day, half) of the period, in order."""
        span = (self.last - self.first).days
        days = [self.first + timedelta(days=offset) for offset in range(span + 1)]
        return [
            (day, half)
            for day in days
            if day.weekday() in self.weekdays and day not in self.skip
            for half in self.halves
        ]


@dataclass(frozen=True, slots=True)
class ClassEntry:
    """One class of a place file: who runs it, when, for how many of whom."""

    code: str
    programme: str
    name: str
    opened_on: date
    closes_on: date
    opened_by: str
    hosted_by: str
    taught_by: str
    paid_by: str
    certified_by: str
    decision_number: str
    decision_on: date
    place: str
    seats: int
    heads: int
    female: int
    returned: int
    days: Days
    sent_by: Mapping[str, int]
    joint_with: str = ""
    carried_over: bool = False
    study_mode: str = ""


@dataclass(frozen=True, slots=True)
class Overlap:
    """`count` people of the first class who also attend the others."""

    classes: tuple[str, ...]
    count: int
    why: str


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """One place of the demonstration as its files tell it."""

    seed: int
    valid_from: date
    units: tuple[UnitEntry, ...]
    lecturers: tuple[LecturerEntry, ...]
    classes: tuple[ClassEntry, ...]
    overlaps: tuple[Overlap, ...]

    def cells_of(self, unit: str) -> list[str]:
        """Codes of the cells directly under a committee, in file order."""
        return [
            entry.code
            for entry in self.units
            if entry.parent == unit and entry.kind == "cell"
        ]


@dataclass(frozen=True, slots=True)
class Post:
    """A post held at a unit from a day on; `kind` is a code of `people.PostKind`."""

    kind: str
    title: str
    unit: str
    since: date


@dataclass(frozen=True, slots=True)
class GeneratedPerson:
    """One invented person. `membership` is none, probationary or official as the programme of the class needs it."""

    key: str
    full_name: str
    sex: str
    born_on: date
    ethnicity: str
    identity_number: str
    commune: str
    cell: str
    education: str
    theory: str
    membership: str
    admitted_on: date | None
    official_on: date | None
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True)
class Enrolment:
    """One nomination and what became of it; `status` is admitted or returned. `mark` is out of ten, empty where none was given."""

    class_code: str
    person: str
    sent_by: str
    cell: str
    status: str
    return_reason: str = ""
    added_late: bool = False
    absent_halves: int = 0
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """The people of a place and what they attended."""

    people: tuple[GeneratedPerson, ...]
    enrolments: tuple[Enrolment, ...]

"""What the demonstration knows before anything is entered: plain records, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any


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
    title: str = ""


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
    """One class of a place file: who runs it, when, for how many of whom, and how far it has come.

    `stage`: enrolling, running, assessed (results entered, not decided), recognised (papers not issued), certified. `states` says how the
    list of an enrolling class stands (approved, proposed, unproposed); without it everybody is admitted. `missing`: how many of those a unit proposed lack data.
    """

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
    stage: str
    lecturers: tuple[str, ...]
    joint_with: str = ""
    carried_over: bool = False
    outside_plan: bool = False
    study_mode: str = ""
    held_within: str = ""
    proposals_close_on: date | None = None
    states: Mapping[str, int] = field(default_factory=dict)
    missing: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Overlap:
    """`count` people of the first class who also attend the others; sent by `unit` where it matters who."""

    classes: tuple[str, ...]
    count: int
    why: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Since when the posts of this place are held."""

    cells: date
    committees: date
    youth: date


@dataclass(frozen=True, slots=True)
class PlanLineEntry:
    """One line of a yearly plan."""

    programme: str
    classes: int
    seats: int
    opener: str
    quarter: int | None = None


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One yearly plan; a draft while it has no day of issue."""

    unit: str
    year: int
    number: str
    issued_on: date | None
    lines: tuple[PlanLineEntry, ...]


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """One demonstration sign-in and its (role, unit) grants; `since_reform`: those given anew on that day. `first`: the unit it starts at."""

    username: str
    full_name: str
    grants: tuple[tuple[str, str], ...]
    since_reform: tuple[tuple[str, str], ...] = ()
    first: str = ""


@dataclass(frozen=True, slots=True)
class ServedEntry:
    """A unit that a centre serves since the place began."""

    centre: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class TermEntry:
    unit: str
    name: str
    valid_from: date
    valid_to: date
    source: str


@dataclass(frozen=True, slots=True)
class AuthorityEntry:
    """A decision by which a unit opens classes of every programme that is neither only sent to nor has quotas."""

    unit: str
    number: str
    decided_on: date
    decided_by: str


@dataclass(frozen=True, slots=True)
class ReformEntry:
    """How the place's province was reorganised: by the official places, and by `steps` of our own, as reorganisations keep them.

    `province`: its place code; `source`: of the committees beside those of the place.
    """

    province: str
    on: date
    drafted_on: date
    drafted_by: str
    title: str
    resolution: str
    decided_on: date
    source: str
    steps: tuple[Mapping[str, Any], ...]
    served: tuple[ServedEntry, ...]


@dataclass(frozen=True, slots=True)
class StudyPointEntry:
    """Where a study session is held; units of these kinds right below the organiser gather there."""

    place: str
    mode: str
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StudyEntry:
    """A study session; `makeup`: place and day; `untold`: units that have not told their numbers yet;
    `named`: units that tell them by name.
    """

    organiser: str
    kind: str
    topic: str
    opens_on: date
    due_on: date
    is_locked: bool
    points: tuple[StudyPointEntry, ...]
    document: str = ""
    issued_by: str = ""
    makeup: tuple[str, date] | None = None
    untold: tuple[str, ...] = ()
    named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SentEntry:
    """A notice from outside by which so many people were sent, and the day their class was over."""

    number: str
    programme: str
    study_mode: str
    name: str
    issuer: str
    people: int
    opens_on: date
    finished_on: date


@dataclass(frozen=True, slots=True)
class PlaceFile:
    """One place of the demonstration as its files tell it; `known_on`: up to when people's records are told."""

    key_prefix: str
    first_serial: int
    seed: int
    valid_from: date
    known_on: date
    terms: Terms
    ethnicities: Mapping[str, int]
    source: str
    units: tuple[UnitEntry, ...]
    lecturers: tuple[LecturerEntry, ...]
    classes: tuple[ClassEntry, ...]
    overlaps: tuple[Overlap, ...]
    plans: tuple[PlanEntry, ...]
    accounts: tuple[AccountEntry, ...]
    served: tuple[ServedEntry, ...] = ()
    terms_of_office: tuple[TermEntry, ...] = ()
    authorities: tuple[AuthorityEntry, ...] = ()
    reform: ReformEntry | None = None
    study: tuple[StudyEntry, ...] = ()
    notices: tuple[SentEntry, ...] = ()

    def cells_of(self, unit: str) -> list[str]:
        """Codes of the cells directly under a committee, in file order."""
        return [entry.code for entry in self.units if entry.parent == unit and entry.kind == "cell"]


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
    born_on: date | None
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
    """One nomination and what became of it; `status` is admitted, returned, approved, proposed or unproposed. `mark` is out of ten, empty where none was given."""

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


@dataclass(frozen=True, slots=True)
class SignIn:
    """One account of the demonstration as it is told to people."""

    username: str
    password: str
    role: str
    place: str
    unit: str
    unit_code: str
    role_codes: tuple[str, ...]
    period: str = ""  # of a place whose year is over: where the sign-in page leads


@dataclass(frozen=True, slots=True)
class DemoSummary:
    """What a build did: whether it entered anything, who may sign in, and the answer beside the published text."""

    built: bool
    sign_ins: tuple[SignIn, ...]
    answer: str
    published: str
    differences: tuple[str, ...]
    both_ways: tuple[str, ...]  # the same figures by the structure of then and of today, in lines
    seconds: float

"""What crosses the door of `people`."""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class NewBelonging:
    unit_id: int
    kind: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NewPost:
    unit_id: int
    kind: str
    title: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NewQualification:
    level: str
    evidence: str = "none"
    number: str = ""
    issued_on: date | None = None
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class NewRating:
    year: int
    kind: str
    grade: str


@dataclass(frozen=True, slots=True)
class NewPerson:
    """One person to be recorded. `birth` is "1970-05-03", "1970-05", "1970" or ""."""

    full_name: str
    birth: str = ""
    sex: str = ""
    ethnicity: str = ""
    identity_number: str = ""
    phone: str = ""
    education: str = ""
    admitted_on: date | None = None
    official_on: date | None = None
    party_card: str = ""
    profile_number: str = ""
    is_generated: bool = False
    belongings: tuple[NewBelonging, ...] = field(default=())
    posts: tuple[NewPost, ...] = field(default=())
    qualifications: tuple[NewQualification, ...] = field(default=())
    ratings: tuple[NewRating, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Transfer:
    """A person's next official cell from a day."""

    person_id: int
    unit_id: int
    on: date

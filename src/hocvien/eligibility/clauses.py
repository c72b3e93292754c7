"""What a clause says, as frozen definitions; how it is asked of the database is `queries/compiler/`. Pure.

A kind here is a sentence with blanks; the row of a rule set fills the blanks (`parameters`). No figure of a regulation stands in
this file: ages, levels and days are data.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, ClassVar, get_origin

# no number of a clause is larger: years, months, days, a year of the calendar
_MOST = 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMember:
    """Not a Party member on the day."""

    kind: ClassVar[str] = "not_member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A Party member on the day; `standing`: any, probationary, official. `months`: at least so long, an official member as such."""

    kind: ClassVar[str] = "member"
    standing: str = "any"
    months: int = 0

    def __post_init__(self) -> None:
        _one_of(self.standing, {"any", "probationary", "official"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbationDaysLeft:
    """At least so many days before the probation of `months` ends."""

    kind: ClassVar[str] = "probation_days_left"
    months: int
    at_least: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class EducationAtLeast:
    """Schooling of this level or higher. Reliefs, the lowest that applies counts: `minority_level` for people of other ethnicities than
    `majority`, `area_level` for who belongs to a unit in one of `areas`, `post_level` for who holds a post of `posts`.
    """

    kind: ClassVar[str] = "education_at_least"
    level: str
    minority_level: str = ""
    majority: str = "Kinh"
    area_level: str = ""
    areas: tuple[str, ...] = ()
    post_level: str = ""
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AgeAtLeast:
    """So many full years; only in `study_mode` when given; on the day of `opening` or of `nomination`."""

    kind: ClassVar[str] = "age_at_least"
    female: int
    male: int
    study_mode: str = ""
    reference: str = "opening"

    def __post_init__(self) -> None:
        _one_of(self.reference, {"opening", "nomination"})
        _one_of(self.study_mode, {"", "part_time", "full_time"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHeld:
    """Holds a post of one of these `kinds` (none: any), in a unit of `unit_kinds` (none: any), for at least `months`.

    `or_planned`: being in the approved planning for such a post does too. Plannings are recorded of people nominated only, so then no
    post is missing data.
    """

    kind: ClassVar[str] = "post_held"
    kinds: tuple[str, ...] = ()
    or_planned: bool = False
    unit_kinds: tuple[str, ...] = ()
    months: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksIn:
    """Holds a post in one of these fields of work. A post without a field is missing data."""

    kind: ClassVar[str] = "works_in"
    work_fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ManagedBy:
    """Managed (diện quản lý) by a committee of one of these kinds."""

    kind: ClassVar[str] = "managed_by"
    unit_kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithinUnits:
    """Belongs to one of these units, by code, or below it."""

    kind: ClassVar[str] = "within_units"
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsLeft:
    """At least `years` left to serve before the retirement age, which rises year by year.

    In `first_year` it is `female` or `male` months; every year after adds the step until the most, all in months.
    """

    kind: ClassVar[str] = "years_left"
    years: int
    first_year: int
    female: int
    female_step: int
    female_most: int
    male: int
    male_step: int
    male_most: int

    def __post_init__(self) -> None:
        for start, step, most in (
            (self.female, self.female_step, self.female_most),
            (self.male, self.male_step, self.male_most),
        ):
            if not 0 < start <= most <= 12 * 100 or not 0 <= step <= 12:
                message = "ages in months: the first above 0, the last not below the first and not above 1200, the step 0 to 12"
                raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attested:
    """The sender attests it, and the attestation stands that day; the reason is not recorded.

    `without`: what no word of the sender means, missing or met.
    """

    kind: ClassVar[str] = "attested"
    subject: str
    without: str = "missing"

    def __post_init__(self) -> None:
        _one_of(self.without, {"missing", "met"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedException:
    """A decision of the competent authority may lift clauses of these kinds (none: any). Lifts others, asks nothing itself.

    `decided_by`: kinds of the unit that decides, the nearest at or above the sender; none: the sender's own committee.
    """

    kind: ClassVar[str] = "approved_exception"
    lifts: tuple[str, ...] = ()
    decided_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsLastYears:
    """Rated `grade` or better in each of the last `years` years before the day; `rating_kind` empty: whatever is recorded."""

    kind: ClassVar[str] = "ratings_last_years"
    years: int
    grade: str
    rating_kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TheoryLevelAtLeast:
    """Holds this theory level or higher, proven. A confirmation counts only if dated before `confirmation_before`."""

    kind: ClassVar[str] = "theory_level_at_least"
    level: str
    confirmation_before: date
    diplomas: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TheoryLevelBelow:
    """Does not hold this theory level, or a higher one, yet."""

    kind: ClassVar[str] = "theory_level_below"
    level: str
    confirmation_before: date
    diplomas: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NoValidCertificate:
    """Holds no certificate of these programmes that is valid on the day."""

    kind: ClassVar[str] = "no_valid_certificate"
    programmes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HasCertificate:
    """Holds a valid certificate of one of these programmes; `without`: what having none in our register means.

    Its age on the day: `at_least` months old, and not older than `at_most` (0: however old).
    """

    kind: ClassVar[str] = "has_certificate"
    programmes: tuple[str, ...]
    without: str = "missing"
    at_least: int = 0
    at_most: int = 0

    def __post_init__(self) -> None:
        _one_of(self.without, {"missing", "not_met"})


@dataclass(frozen=True, slots=True, kw_only=True)
class HasBelonging:
    """Belongs in one of these ways to some unit on the day (a candidate: to a proposing cell)."""

    kind: ClassVar[str] = "has_belonging"
    kinds: tuple[str, ...]


Definition = (
    NotMember
    | Member
    | ProbationDaysLeft
    | EducationAtLeast
    | AgeAtLeast
    | PostHeld
    | RatingsLastYears
    | TheoryLevelAtLeast
    | TheoryLevelBelow
    | NoValidCertificate
    | HasCertificate
    | HasBelonging
    | WorksIn
    | ManagedBy
    | WithinUnits
    | YearsLeft
    | Attested
    | ApprovedException
)

KINDS: dict[str, type[Definition]] = {
    definition.kind: definition
    for definition in (
        NotMember,
        Member,
        ProbationDaysLeft,
        EducationAtLeast,
        AgeAtLeast,
        PostHeld,
        RatingsLastYears,
        TheoryLevelAtLeast,
        TheoryLevelBelow,
        NoValidCertificate,
        HasCertificate,
        HasBelonging,
        WorksIn,
        ManagedBy,
        WithinUnits,
        YearsLeft,
        Attested,
        ApprovedException,
    )
}


def read_clause(kind: str, parameters: Mapping[str, Any]) -> Definition:
    """The definition of a stored clause. ValueError for an unknown kind, an unknown, missing or impossible parameter."""
    if kind not in KINDS:
        message = f"unknown kind of clause: {kind}"
        raise ValueError(message)
    definition = KINDS[kind]
    known = {field.name: field for field in fields(definition)}
    unknown = set(parameters) - set(known)
    missing = {name for name, field in known.items() if field.default is MISSING and name not in parameters}
    if unknown or missing:
        message = f"{kind}: unknown {sorted(unknown)}, missing {sorted(missing)}"
        raise ValueError(message)
    return definition(**{name: _value(name, value, known[name]) for name, value in parameters.items()})


def _value(name: str, value: Any, field: Any) -> Any:
    if name == "confirmation_before":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if name == "diplomas":
        return tuple((str(level), str(code)) for level, code in dict(value).items())
    if get_origin(field.type) is tuple:
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
            message = f"{name} is a list of words"
            raise ValueError(message)
        return tuple(value)
    if not isinstance(value, field.type) or (
        field.type is int and (isinstance(value, bool) or not 0 <= value <= _MOST)
    ):
        message = f"{name}: {value!r} is not {field.type.__name__}"
        raise ValueError(message)
    return value


def _one_of(value: str, allowed: set[str]) -> None:
    if value not in allowed:
        message = f"{value!r} is none of {sorted(allowed)}"
        raise ValueError(message)

"""What a clause says, as frozen definitions; how it is asked of the database is `queries/compiler.py`. Pure.

A kind here is a sentence with blanks; the row of a rule set fills the blanks (`parameters`). No figure of a regulation stands in
this file: ages, levels and days are data.
"""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class NotMember:
    """Not a Party member on the day."""

    kind: ClassVar[str] = "not_member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A Party member on the day; `standing`: any, probationary, official."""

    kind: ClassVar[str] = "member"
    standing: str = "any"

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
    """Schooling of this level or higher; `minority_level` is the relief for people of other ethnicities than `majority`."""

    kind: ClassVar[str] = "education_at_least"
    level: str
    minority_level: str = ""
    majority: str = "Kinh"


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
    """Holds a post of one of these kinds. `or_planned`: being in the approved planning would do, so no post is only missing data."""

    kind: ClassVar[str] = "post_held"
    kinds: tuple[str, ...]
    or_planned: bool = False


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
    """Holds a valid certificate of one of these programmes; `without`: what having none in our register means."""

    kind: ClassVar[str] = "has_certificate"
    programmes: tuple[str, ...]
    without: str = "missing"

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
    return definition(**{name: _value(name, value) for name, value in parameters.items()})


def _value(name: str, value: Any) -> Any:
    if name == "confirmation_before":
        return value if isinstance(value, date) else date.fromisoformat(value)
    if name == "diplomas":
        return tuple((str(level), str(code)) for level, code in dict(value).items())
    return tuple(value) if isinstance(value, list) else value


def _one_of(value: str, allowed: set[str]) -> None:
    if value not in allowed:
        message = f"{value!r} is none of {sorted(allowed)}"
        raise ValueError(message)

"""The answer to "how many, for this unit and period": one frozen value that every format is written from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from hocvien.reporting.constants import SAME


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. `to` is included. `known_on`: classes that open after this day have not happened yet; None counts them.

    `seen_on`: through the structure of that day, history found where units carry it on; None: each fact by the structure of its own day.
    `seen_from_id`: from where branches are told apart; for a unit that has ended by then, who stands above it. `below`: the units that ever stood at or below the
    one asked, and `joint`: all joint classes of theirs, where they are few and have been read.
    """

    unit_id: int
    from_: date
    to: date
    basis: str
    known_on: date | None = None
    seen_on: date | None = None
    seen_from_id: int = 0
    below: tuple[int, ...] | None = None
    joint: tuple[int, ...] | None = None

    def with_basis(self, basis: str) -> "Question":
        """The same, by another day of the class."""
        return replace(self, basis=basis)


class Attendance(NamedTuple):
    """One participation as far as counting needs it; a plain tuple, because a year of a province has a hundred thousand."""

    person_id: int
    sex: str
    class_id: int
    sender_id: int


@dataclass(frozen=True, slots=True)
class Counts:
    """`participations` is lượt, `persons` distinct people, `female` the women among the persons."""

    participations: int = 0
    persons: int = 0
    female: int = 0


@dataclass(frozen=True, slots=True)
class ClassFact:
    """A counted class, as far as figures and words need it."""

    id: int
    name: str
    programme_code: str
    programme_name: str
    report_phrase: str
    people_phrase: str
    position: int
    opens_on: date
    is_generated: bool = False
    partner_id: int | None = None


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    code: str
    name: str
    classes: int
    participations: int
    persons: int
    female: int
    report_phrase: str = ""
    people_phrase: str = ""


@dataclass(frozen=True, slots=True)
class BesideRow:
    """Told beside the total, never in it: joint classes, or people sent to others' classes.

    `partner` is who the class is run with, or who opened it. `is_carried_over`: every class of the row opened before the period.
    `is_outside`: the class is another's, known by its notice alone (`sending`); it has no class row to lead to. `class_name`: of a joint
    class, where the row is of one alone.
    """

    code: str
    name: str
    partner: str
    classes: int
    participations: int
    persons: int
    partner_code: str = ""
    female: int = 0
    class_name: str = ""
    report_phrase: str = ""
    people_phrase: str = ""
    is_carried_over: bool = False
    is_outside: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "name": self.name,
            "partner": self.partner,
            "classes": self.classes,
            "participations": self.participations,
            "persons": self.persons,
        }


@dataclass(frozen=True, slots=True)
class SenderRow:
    """People of the own classes by the branch of the tree that sent them; `classes`: in how many classes, so it does not add up."""

    code: str
    name: str
    classes: int
    participations: int
    persons: int
    female: int
    is_below: bool = True
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class StudyCounts:
    """Study sessions in numbers of people: never classes, never participations. `sessions`: how many there were, so it does not add up.

    `members`: of the units summoned, of the first day of each study session; `answered` of `units` told all their numbers.
    """

    sessions: int = 0
    units: int = 0
    answered: int = 0
    invited: int = 0
    present: int = 0
    made_up: int = 0
    members: int = 0

    @property
    def reached(self) -> int:
        return self.present + self.made_up

    @property
    def share(self) -> float | None:
        """Of members reached; None without members, above 1 where others came too."""
        return self.reached / self.members if self.members else None


@dataclass(frozen=True, slots=True)
class StudyRow:
    """A branch below the unit asked (or the unit itself: not `is_below`). `is_past`: it has ended by now."""

    code: str
    name: str
    counts: StudyCounts
    is_below: bool = True
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class StudyReport:
    """One answer about study sessions; sums of `rows` are `totals`, except for `sessions`."""

    unit_code: str
    unit_name: str
    from_: date
    to: date
    totals: StudyCounts
    rows: tuple[StudyRow, ...]
    known_on: date | None = None
    seen_on: date | None = None
    is_generated: bool = False


@dataclass(frozen=True, slots=True)
class MonthRow:
    """Own classes of one month of opening; only filled where the basis is the opening."""

    first_day: date
    classes: int
    participations: int


@dataclass(frozen=True, slots=True)
class Report:
    """One answer. Rows in the catalogue's order; `joint` and `sent` stand beside `totals` and are not in it.

    `term`: the name of the term of office that the days were asked for by; "" where they were asked for otherwise.
    `counted_at`: as of when it is, where a change since then is still being counted; None: as of when it was asked.
    """

    unit_code: str
    unit_name: str
    from_: date
    to: date
    basis: str
    classes: int
    totals: Counts
    programmes: tuple[ProgrammeRow, ...]
    joint: tuple[BesideRow, ...]
    sent: tuple[BesideRow, ...]
    by_sending_unit: tuple[SenderRow, ...]
    known_on: date | None = None
    is_generated: bool = False
    seen_on: date | None = None
    term: str = ""
    published: "tuple[Published, ...]" = ()
    counted_at: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.programmes or self.joint or self.sent)

    @property
    def published_of_it(self) -> "tuple[Published, ...]":
        """What was published of exactly this period."""
        return tuple(told for told in self.published if told.fit == SAME)

    def as_json(self) -> dict[str, Any]:
        """The published shape: these keys, in this order, no other; `counted_at` only where a change since then is still being counted, `published`
        only where something was published of these days.
        """
        told: dict[str, Any] = {"counted_at": self.counted_at.isoformat()} if self.counted_at else {}
        if self.published:
            told["published"] = [one.as_json() for one in self.published]
        return {
            "unit": self.unit_code,
            "from": self.from_.isoformat(),
            "to": self.to.isoformat(),
            "basis": self.basis,
            "totals": {
                "classes": self.classes,
                "participations": self.totals.participations,
                "persons": self.totals.persons,
            },
            "programmes": [
                {
                    "code": row.code,
                    "name": row.name,
                    "classes": row.classes,
                    "participations": row.participations,
                    "persons": row.persons,
                    "female": row.female,
                }
                for row in self.programmes
            ],
            "joint": [row.as_json() for row in self.joint],
            "sent": [row.as_json() for row in self.sent],
            **told,
        }


@dataclass(frozen=True, slots=True)
class SentRow:
    """One row about people sent by a decision; `participations` is how often somebody was sent."""

    code: str
    title: str
    participations: int
    persons: int
    female: int


@dataclass(frozen=True, slots=True)
class SentOut:
    """Those sent to classes of others in a period, by the basis stated: beside the own total, never in it."""

    unit_code: str
    from_: date
    to: date
    basis: str
    totals: Counts
    by_programme: tuple[SentRow, ...]
    by_unit: tuple[SentRow, ...]
    by_level: tuple[SentRow, ...]
    by_year: tuple[SentRow, ...]
    is_generated: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One row of the dated tree above a unit: who stands above it (itself at depth 0), in which days."""

    ancestor_id: int
    depth: int
    valid_from: date
    valid_to: date


Lineages = dict[int, list[Place]]


def lineages_of(rows: Iterable[tuple[int, int, int, date, date]]) -> Lineages:
    """(unit, ancestor, depth, from, to) rows by unit."""
    found: Lineages = {}
    for unit_id, ancestor_id, depth, valid_from, valid_to in rows:
        found.setdefault(unit_id, []).append(Place(ancestor_id, depth, valid_from, valid_to))
    return found


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One line of a publication. `part`: total, item, sent, joint, planned; `name` is the programme's, else the words of the source."""

    code: str
    name: str
    part: str
    classes: int | None
    participants: int | None
    participants_to: int | None
    counted_as: str
    qualifier: str
    is_intakes: bool = False

    def as_json(self) -> dict[str, Any]:
        told = {"code": self.code, "name": self.name, "part": self.part, **_numbers_of(self)}
        return told | ({"intakes": True} if self.is_intakes else {})


@dataclass(frozen=True, slots=True)
class Published:
    """Classes and people a publication told, beside what is counted: never added to it. None: it does not say.

    `fit`: of exactly the days asked for (`same`, also a term by its name), of a part of them, or of more (`wider`).
    """

    label: str
    first_on: date
    last_on: date
    classes: int | None
    participants: int | None
    counted_as: str
    qualifier: str
    source: str
    uuid: str
    is_summed: bool = False
    participants_to: int | None = None
    are_days_assumed: bool = False
    is_generated: bool = False
    citation: str = ""
    note: str = ""
    fit: str = SAME
    lines: tuple[PublishedLine, ...] = ()

    @property
    def beside_total(self) -> tuple[PublishedLine, ...]:
        """All its lines but the total."""
        return tuple(line for line in self.lines if line.part != "total")

    def as_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "from": self.first_on.isoformat(),
            "to": self.last_on.isoformat(),
            "days_assumed": self.are_days_assumed,
            "fit": self.fit,
            "source": self.source,
            "citation": self.citation,
            "summed": self.is_summed,
            **_numbers_of(self),
            "lines": [line.as_json() for line in self.beside_total],
        }


def _numbers_of(told: Published | PublishedLine) -> dict[str, Any]:
    upper = {} if told.participants_to is None else {"participants_to": told.participants_to}
    return {
        "classes": told.classes,
        "participants": told.participants,
        **upper,
        "unit": told.counted_as,
        "qualifier": told.qualifier,
    }


@dataclass(frozen=True, slots=True)
class SeriesPeriod:
    """A published period that is no calendar year, with what the program counts in the same days (None: no class of these days here)."""

    published: Published
    classes: int | None
    participations: int | None

    @property
    def label(self) -> str:
        return self.published.label


@dataclass(frozen=True, slots=True)
class SeriesYear:
    """One year: what the program counts (None: no class of that year here) and what was published of it."""

    year: int
    classes: int | None
    participations: int | None
    persons: int | None
    published: tuple[Published, ...] = ()


@dataclass(frozen=True, slots=True)
class Series:
    """Years in a row; `periods`: published figures of days that are no calendar year (8 tháng, nhiệm kỳ)."""

    unit_code: str
    unit_name: str
    years: tuple[SeriesYear, ...]
    periods: tuple[SeriesPeriod, ...]

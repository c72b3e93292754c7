"""What crosses the door: a line to be written, a year of a series."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class NewLine:
    """One line of a statement as it is taken over. `as_read`: what the reader had read, by field, before anybody corrected it."""

    programme: str = ""
    name: str = ""
    classes: int | None = None
    participants: int | None = None
    participants_to: int | None = None
    graduated: int | None = None
    counted_as: str = ""
    qualifier: str = ""
    is_total: bool = False
    is_intakes: bool = False
    is_sent: bool = False
    is_joint: bool = False
    in_totals: bool = True
    is_planned: bool = False
    grading: Mapping[str, int] = field(default_factory=dict)
    as_read: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FileRow:
    """A row of a workbook by field: as it came, and as it is read with what was typed over it."""

    number: int
    came: Mapping[str, str]
    told: Mapping[str, str]
    is_left_out: bool = False


@dataclass(frozen=True)
class Citation:
    """Where a statement can be read."""

    title: str
    number: str = ""
    publisher: str = ""
    published_on: date | None = None
    address: str = ""

    def as_json(self) -> dict[str, str]:
        """As a file keeps it; `from_kept` is the way back."""
        return {key: "" if value is None else str(value) for key, value in asdict(self).items()}

    @classmethod
    def from_kept(cls, kept: Mapping[str, str]) -> "Citation":
        day = kept.get("published_on", "")
        return cls(**{**kept, "published_on": date.fromisoformat(day) if day else None})  # type: ignore[arg-type]  # all else is text


@dataclass(frozen=True)
class NewStatement:
    """What one publication said of one unit and period, as it is taken over; both days included.

    `are_days_assumed`: the publication names no days or no year, these are ours.
    """

    unit_id: int
    label: str
    first_on: date
    last_on: date
    citation: Citation
    lines: Sequence[NewLine]
    note: str = ""
    are_days_assumed: bool = False


@dataclass(frozen=True)
class ToldLine:
    """One line as published. `kind`: total, item, sent, joint (outside the total), planned."""

    programme: str
    name: str
    kind: str
    classes: int | None
    participants: int | None
    participants_to: int | None
    graduated: int | None
    counted_as: str
    qualifier: str
    is_intakes: bool


@dataclass(frozen=True)
class Told:
    """Classes and participants a publication told of a unit and period; None: it does not say.

    `term`: the years of the term of office its label names; `lines`: all it told, plans included.
    """

    uuid: str
    unit_code: str
    label: str
    first_on: date
    last_on: date
    classes: int | None
    participants: int | None
    counted_as: str
    qualifier: str
    is_summed: bool
    """The sum of the lines within the total, where the publication gives none."""
    source: str
    participants_to: int | None = None
    are_days_assumed: bool = False
    is_generated: bool = False
    citation: Citation = field(default_factory=lambda: Citation(""))
    note: str = ""
    term: tuple[int, int] | None = None
    lines: tuple[ToldLine, ...] = ()

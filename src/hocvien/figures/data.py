"""What crosses the door: a line to be written, a year of a series."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class NewLine:
    """One line of a statement as it is taken over. `as_read`: what the reader had read, by field, before anybody corrected it."""

    programme: str = ""
    name: str = ""
    classes: int | None = None
    participants: int | None = None
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


@dataclass(frozen=True)
class Citation:
    """Where a statement can be read."""

    title: str
    number: str = ""
    publisher: str = ""
    published_on: date | None = None
    address: str = ""


@dataclass(frozen=True)
class Told:
    """Classes and participants a publication told of a unit and period; None: it does not say."""

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

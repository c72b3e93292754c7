"""What crosses the door of `returns`: plain values, without Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from hocvien.returns.constants import COUNTED, NUMBER

# a whole number, a share, or nothing told
Value = int | float | None
Values = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class RowSpec:
    """A row as it is written in a form. `text`: conditions of a counted row, the formula of a computed one; `level`: how far it is set in."""

    code: str
    label: str
    kind: str = COUNTED
    text: str = ""
    number: str = ""
    level: int = 0


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """A column. `heads`: headings above its own, shared with neighbours; not `is_summed`: units' figures are never added up."""

    code: str
    label: str
    kind: str = COUNTED
    text: str = ""
    heads: tuple[str, ...] = ()
    format: str = NUMBER
    is_summed: bool = True


@dataclass(frozen=True, slots=True)
class CheckSpec:
    """A rule of the form between cells, and what to say where it does not hold."""

    text: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """A form as it is written. `cells`: "r1.c2" → what stands there instead of what row and column make."""

    rows: tuple[RowSpec, ...] = ()
    columns: tuple[ColumnSpec, ...] = ()
    cells: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[CheckSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutProblem:
    """What is wrong where: "rows.2", "columns.1", "cells.r1.c2", "checks.1", or "" of the form as a whole."""

    place: str
    words: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Measures (code → kind) and dimensions that formulas may name; `values`: those of dimensions that have a list of their own."""

    measures: Mapping[str, str]
    dimensions: frozenset[str]
    values: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Filled:
    """A form with figures: `values` as they stand, `computed` what each formula gives beside them, `changed` cells typed over a formula."""

    values: dict[str, Value]
    computed: dict[str, Value]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A rule that does not hold at a cell."""

    cell: str
    words: str
    left: Value
    right: Value


@dataclass(frozen=True, slots=True)
class Deviation:
    """A cell that moved far from the last period."""

    cell: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Remark:
    """What the receiver says at a cell: a code of `RemarkCode`, and words."""

    code: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a return stands, counted over its sheets."""

    units: int = 0
    waiting: int = 0
    late: int = 0
    submitted: int = 0
    sent_back: int = 0
    locked: int = 0
    contradicting: int = 0

    @property
    def told(self) -> int:
        return self.submitted + self.locked


@dataclass(frozen=True, slots=True)
class Consolidated:
    """Sheets added up. `apart`: formula cells where adding the units' own totals gives another figure; `not_summed`: never added.

    `outside`: of those that count people, how many sheets tell of people who are in no record.
    """

    values: dict[str, Value]
    apart: dict[str, Value]
    not_summed: frozenset[str]
    units: int
    counted: int
    outside: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetTold:
    """What a sheet was made of: figures of the records, what its units below told (None: nothing collected), what was typed over.

    `below`: sheets it was collected from, without those that tell as the records do.
    """

    figures: Values
    typed: Values
    collected: Values | None
    below: tuple["SheetTold", ...] = ()


@dataclass(frozen=True, slots=True)
class DeskItem:
    """What waits: `kind` is submit, mend, check or missing."""

    kind: str
    title: str
    count: int
    due_on: date | None
    return_uuid: UUID
    sheet_uuid: UUID | None = None
    unit_name: str = ""
    parent_uuid: UUID | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody types into a sheet. `seen`: the sheet's mark when the page was drawn; another since is refused."""

    typed: Mapping[str, int | None]
    explanations: Mapping[str, str]
    seen: str = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell of two submissions."""

    cell: str
    before: Value
    after: Value


@dataclass(frozen=True, slots=True)
class Asked:
    """The question a sheet's figures answer, as it is kept with a submission."""

    unit_code: str
    from_: date
    to: date
    basis: str
    counted_at: datetime | None = None
    leaves: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "unit": self.unit_code,
            "from": self.from_.isoformat(),
            "to": self.to.isoformat(),
            "basis": self.basis,
            "counted_at": self.counted_at.isoformat() if self.counted_at else None,
            "measures": list(self.leaves),
        }

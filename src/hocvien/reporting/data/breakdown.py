"""One question of measures by dimensions, and its answer: frozen values that screen, file and paper are written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

TOTAL = ""
"""The value that stands for all values of a dimension."""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Measures in the order they are shown, by at most two dimensions; `where`: dimension → the values that alone are counted."""

    measures: tuple[str, ...]
    rows: str = ""
    columns: str = ""
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Every dimension it speaks of, each once."""
        return tuple(dict.fromkeys(code for code in (self.rows, self.columns, *(one for one, _ in self.where)) if code))

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Breakdown":
        """What `as_json` wrote."""
        where = tuple((code, tuple(values)) for code, values in kept.get("where", {}).items())
        return cls(tuple(kept["measures"]), kept.get("rows", ""), kept.get("columns", ""), where)

    def as_json(self) -> dict[str, Any]:
        """As it is kept and written into addresses; `from_json` reads it."""
        return {
            "measures": list(self.measures),
            "rows": self.rows,
            "columns": self.columns,
            "where": {code: list(values) for code, values in self.where},
        }


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of a form: a measure, where each of these dimensions has one of these values."""

    measure: str
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """One value of a dimension as rows and columns are headed. `is_past`: a unit that has ended; `is_below`: not beside or above the unit asked."""

    code: str
    title: str
    is_past: bool = False


@dataclass(slots=True)
class Bucket:
    """What facts of one combination of values come to: sums of columns, and identities for what is counted once."""

    sums: dict[str, int] = field(default_factory=dict)
    ids: dict[str, set[int]] = field(default_factory=dict)

    def add(self, other: "Bucket") -> None:
        for column, number in other.sums.items():
            self.sums[column] = self.sums.get(column, 0) + number
        for column, found in other.ids.items():
            self.ids.setdefault(column, set()).update(found)


@dataclass(frozen=True, slots=True)
class FactRows:
    """Rows of one kind of fact: each (part, a value for each of `dimensions`, sums, identities, its own identity), flat."""

    rows: tuple[str, str]
    dimensions: tuple[str, ...]
    sums: tuple[str, ...]
    ids: tuple[str, ...]
    listed: tuple[tuple[Any, ...], ...]


class Cause(StrEnum):
    """Why a fact counts otherwise than when an answer was fixed."""

    LATE_ENTRY = "late_entry"
    CORRECTION = "correction"
    REORGANISATION = "reorganisation"


class KeptBack(StrEnum):
    """Why figures of a sensitive dimension are not shown: how it is told apart, counted or measured, for which days, or how few they are of.

    `PARTS`: the year is shown, this part of it is not. `LARGE`: the tree is too large to be judged.
    """

    DIVISION = "division"
    COUNTING = "counting"
    MEASURES = "measures"
    DAYS = "days"
    PARTS = "parts"
    FEW = "few"
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that counts now and did not (`was` None), did and does not (`now` None), or otherwise: part, values of `dimensions`, then `sums`.

    Where both are the same it counts somebody else: records were put together. `others`: identities it counts otherwise, by column. `class_id`: the
    class it is of, if any.
    """

    fact: str
    pk: int
    cause: Cause
    was: tuple[str, ...] | None
    now: tuple[str, ...] | None
    class_id: int | None = None
    person_id: int | None = None
    dimensions: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()
    others: frozenset[str] = frozenset()


Buckets = dict[tuple[str, ...], Bucket]
"""Values of the dimensions asked, in their order → what they come to."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Figures by (row, column, measure), totals under `TOTAL`. A missing figure is 0; None is one that cannot be told, or is kept back.

    `unknown`: measures that some dimension asked for is not known of; they are None everywhere. `kept_back`: why figures of a
    sensitive dimension are not shown, and `kept_measures` of which measures. `copied_at`: the moment of the copy it was counted from, by the clock of the
    place; None: from the database, as it stands.
    """

    unit_code: str
    unit_name: str
    from_: date
    to: date
    basis: str
    breakdown: Breakdown
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    figures: Mapping[tuple[str, str, str], int | float | None]
    unknown: frozenset[str] = frozenset()
    kept_back: KeptBack | None = None
    kept_measures: frozenset[str] = frozenset()
    known_on: date | None = None
    seen_on: date | None = None
    term: str = ""
    is_generated: bool = False
    copied_at: datetime | None = None

    def figure(self, measure: str, row: str = TOTAL, column: str = TOTAL) -> int | float | None:
        """One figure: of a row and column, of a row, a column, or of all."""
        if measure in self.unknown:
            return None
        return self.figures.get((row, column, measure), None if measure in self.kept_measures else 0)

    @property
    def is_empty(self) -> bool:
        return not any(self.figures.values())

    def as_json(self) -> dict[str, Any]:
        """For machines: rows and columns with codes and titles, a figure for each place; totals under the empty code."""
        columns = [*({"code": one.code, "title": one.title} for one in self.columns), {"code": TOTAL, "title": ""}]
        return {
            "unit": self.unit_code,
            "from": self.from_.isoformat(),
            "to": self.to.isoformat(),
            "basis": self.basis,
            **({"copied_at": self.copied_at.isoformat()} if self.copied_at else {}),
            **self.breakdown.as_json(),
            "columns_of": columns,
            "rows_of": [
                {
                    "code": code,
                    "title": title,
                    "figures": [
                        {measure: self.figure(measure, code, one["code"]) for measure in self.breakdown.measures}
                        for one in columns
                    ],
                }
                for code, title in (*((one.code, one.title) for one in self.rows), (TOTAL, ""))
            ],
        }

"""What a sheet made by hand is read into: tables with their columns and rows, and what was passed over. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from hocvien.exchange.arithmetic.encodings import UNICODE

Cell = object
TICKS = frozenset({"x", "1", "v", "√", "+", "✓", "✔", "có", "co", "xx", "*", "●"})


@dataclass(slots=True)
class Column:
    letter: str
    header: str
    role: str
    encoding: str = UNICODE
    # what the cells of a column tell together. Days: "months" (only the month was entered), "swapped" (real days whose day and month
    # may be), "month_first" (typed so). Words in an old encoding: "mixed" (others among them are Unicode)
    note: str = ""


@dataclass(slots=True)
class Skipped:
    row: int
    text: str
    why: str


@dataclass(slots=True)
class Table:
    """One table of people: the first row of its header (from 1), its columns, its rows as [row number, cells, group]."""

    header_row: int
    columns: list[Column]
    rows: list[tuple[int, Sequence[Cell], str]] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def plain(cell: Cell) -> str:
    """A cell as one line of text: "" for nothing, whole numbers without ".0", days as dd/mm/yyyy."""
    if isinstance(cell, str):
        return " ".join(cell.split())
    # a million cells are asked: the plain kinds first, as whether something is a mapping is dear to ask
    if cell is None:
        return ""
    if isinstance(cell, date):
        return str(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, Mapping):
        year, month, day = str(cell["d"]).split("-")
        return f"{day}/{month}/{year}"
    return str(cell)

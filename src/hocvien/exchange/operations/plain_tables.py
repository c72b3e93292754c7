"""A table out of a workbook as it stands: the first sheet with the columns wanted, its rows as texts. What they mean is for others."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hocvien.common.text import clean_name, fold
from hocvien.exchange.constants import HEADER_SEARCH_ROWS
from hocvien.exchange.operations.roster_reading import open_in_child


@dataclass(frozen=True, slots=True)
class PlainTable:
    """`columns`: field → place; `headers`: field → as written; `rows`: (row number, texts) below the header."""

    sheet: str
    columns: dict[str, int]
    headers: dict[str, str]
    rows: list[tuple[int, list[str]]]


def find_table(
    content: bytes, filename: str, *, names: Mapping[str, str], suits: Callable[[Collection[str]], bool]
) -> PlainTable | None:
    """The first sheet with a header row whose fields `suits`; `names`: folded header → field. Raises RosterUnreadable. No query."""
    layout, parts = open_in_child(content, filename, {"plain": True})
    rows = [row for part in parts for row in part]
    for index, sheet in enumerate(layout["sheets"]):
        own = [(number, [text_of(cell) for cell in cells]) for at, number, cells in rows if at == index]
        for place, (_number, cells) in enumerate(own[:HEADER_SEARCH_ROWS]):
            columns = columns_of(cells, names)
            if suits(columns):
                headers = {field: cells[at] for field, at in columns.items()}
                return PlainTable(sheet, columns, headers, own[place + 1 :])
    return None


def columns_of(cells: Sequence[str], names: Mapping[str, str]) -> dict[str, int]:
    """Field → place of the first column headed so."""
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = names.get(fold(cell))
        if field is not None:
            found.setdefault(field, place)
    return found


def cells_by_field(cells: Sequence[str], columns: Mapping[str, int]) -> dict[str, str]:
    """Field → text of this row; "" where the row is shorter than the header."""
    return {field: cells[place] if place < len(cells) else "" for field, place in columns.items()}


def letter_of(place: int) -> str:
    """The column's letters: 0 is A, 26 is AA."""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def text_of(cell: Any) -> str:
    """A cell as text: days as ISO, whole numbers without a decimal point."""
    if isinstance(cell, dict):
        return clean_name(str(cell["d"]))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_name(str(cell))

"""Cells typed over: which they are by their address, and a row as it is read with them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from hocvien.exchange.arithmetic.columns import index_of
from hocvien.exchange.arithmetic.person_row import Typed

# where the group of a row is typed over, beside the indexes of its cells
GROUP = -1


def by_row(edits: Mapping[str, str]) -> dict[tuple[int, int], dict[int, str]]:
    """(sheet index, row) → index of the column → the text typed over that cell."""
    found: dict[tuple[int, int], dict[int, str]] = {}
    for place, text in edits.items():
        sheet, _, cell = place.partition("!")
        letters = cell.rstrip("0123456789")
        index = GROUP if letters == "@" else index_of(letters)
        found.setdefault((int(sheet), int(cell[len(letters) :])), {})[index] = text
    return found


def overlaid(row: Sequence[Any], edited: Mapping[int, str]) -> Sequence[Any]:
    """The cells of a row as they are read once these are typed over."""
    if not edited:
        return row
    cells_now = [*row, *[""] * (max(edited) + 1 - len(row))]
    for index, text in edited.items():
        cells_now[index] = Typed(text)
    return cells_now

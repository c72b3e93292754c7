"""Where the header of a table stands: one to three rows that name enough fields. Pure."""

import re
from collections.abc import Iterable, Sequence

from hocvien.exchange.arithmetic import columns as heads
from hocvien.exchange.arithmetic.tables import Cell, Table, plain
from hocvien.exchange.constants import ENOUGH_FIELDS

LEAST_HEADS = 3
_MOST_HEADER_ROWS = 3
# (first row, rows, the words of each column, what each is read for)
Header = tuple[int, int, list[tuple[str, ...]], list[str]]


def find_header(rows: Sequence[Sequence[Cell]], start: int, end: int) -> Header | None:
    """The first block of one to three rows that names enough fields, and of those that begin with it the one that names the most."""
    best: tuple[tuple[int, int], Header] | None = None
    for first in range(start, end):
        if best is not None and first > best[1][0] + 1:
            break
        if not _may_begin(rows[first]):
            continue
        for height in range(1, _MOST_HEADER_ROWS + 1):
            block = rows[first : first + height]
            if len(block) < height or (height > 1 and not _continues(block)):
                break
            headers = heads.compose(block)
            roles = heads.roles_of(headers)
            rank = (heads.count_fields(roles), sum(1 for role in roles if role))
            if rank[0] >= ENOUGH_FIELDS and _has_name(roles) and (best is None or rank > best[0]):
                best = (rank, (first, height, headers, roles))
    return best[1] if best else None


def _may_begin(row: Sequence[Cell]) -> bool:
    """Whether a row can be the first of a header: two words or more, hardly a number or a day."""
    texts = [plain(cell) for cell in row if plain(cell)]
    numbers = sum(1 for cell in row if plain(cell) and (not isinstance(cell, str) or any(map(str.isdigit, cell))))
    if len(texts) < 2:
        return False
    # days of lessons may stand in the header of a class register
    return numbers <= len(texts) // 4 or sum(1 for cell in row if heads.role_of(heads.header_text(cell))) >= LEAST_HEADS


def _has_name(roles: Iterable[str]) -> bool:
    return any(part.startswith("full_name") or part == "birth_name" for role in roles for part in role.split("+"))


def _continues(block: Sequence[Sequence[Cell]]) -> bool:
    """Whether the lowest row can belong to the header: words only, no digits, no days, and it stands below other heads."""
    last = block[-1]
    filled = [(index, cell) for index, cell in enumerate(last) if plain(cell)]
    if not filled or any(_is_figure(cell) for _, cell in filled):
        return False
    if any(len(plain(cell)) > 60 for _, cell in filled):
        return False
    above = block[:-1]
    names = [index for index, role in enumerate(heads.roles_of(heads.compose(above))) if role.startswith("full_name")]
    if (
        names
        and names[0] < len(last)
        and plain(last[names[0]])
        and not heads.role_of(heads.header_text(last[names[0]]))
    ):
        return False
    # a line that names a group stands alone; a lower head hardly ever does
    return len(filled) > 1 or heads.is_leaf(heads.header_text(filled[0][1]))


def _is_figure(cell: Cell) -> bool:
    """A cell of data: a day, a number; a year alone or words with a year may stand in a header."""
    text = plain(cell)
    if not isinstance(cell, str):
        return not re.fullmatch(r"(19|20)\d{2}", text)
    return any(map(str.isdigit, text)) and not re.fullmatch(r"(\D*)(19|20)\d{2}\D*", text)


def another_header(rows: Sequence[Sequence[Cell]], at: int, table: Table) -> Header | None:
    """A header of another table that begins in this row; None when it is none, or this table's own once more."""
    if any(char.isdigit() for cell in rows[at] for char in plain(cell)):
        return None
    roles = [heads.role_of(heads.header_text(cell)) for cell in rows[at] if plain(cell)]
    if heads.count_fields(roles) < 2:
        return None
    found = find_header(rows, at, at + 1)
    if found is None or [column.role for column in table.columns if column.role] == [role for role in found[3] if role]:
        return None
    return found

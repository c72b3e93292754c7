"""The tables of people in a sheet made by hand: each from its header to its foot or to the next header. Pure.

A row is never dropped in silence: what is neither a person nor blank is told with its reason.
"""

from collections.abc import Mapping, Sequence

from hocvien.exchange.arithmetic import columns as heads
from hocvien.exchange.arithmetic.columns import letter
from hocvien.exchange.arithmetic.encodings import UNICODE, decode, detect
from hocvien.exchange.arithmetic.headers import LEAST_HEADS, Header, another_header, find_header
from hocvien.exchange.arithmetic.row_kinds import RowJudge, find_signers, group_name
from hocvien.exchange.arithmetic.settling import settle_roles
from hocvien.exchange.arithmetic.tables import Cell, Column, Skipped, Table, plain
from hocvien.exchange.constants import HEADER_SEARCH_ROWS

_SAMPLE_ROWS = 3000
Merge = tuple[tuple[int, int], tuple[int, int]]


def find_tables(
    rows: Sequence[Sequence[Cell]], chosen: Mapping[str, str] | None = None, merges: Sequence[Merge] = ()
) -> list[Table]:
    """The tables of people in a sheet, in order; none when no header is found. `chosen`: letter → role, said by a person.

    `merges`: cells merged into one, as ((row, column), (row, column)) from 0: a unit written once beside several people is theirs.

    Linear in the cells.
    """
    old = detect(cell for row in rows[:_SAMPLE_ROWS] for cell in row if isinstance(cell, str))
    found = find_header(rows, 0, min(len(rows), HEADER_SEARCH_ROWS))
    tables: list[Table] = []
    while found is not None:
        first, height, headers, roles = found
        table = Table(first + 1, _columns(headers, roles, chosen))
        following = _read_rows(rows, first + height, table, old)
        tables.append(table)
        found = following
    for table in tables:
        _fill_merged_units(table, rows, merges)
        settle_roles(table)
    return tables


def _columns(headers: list[tuple[str, ...]], roles: list[str], chosen: Mapping[str, str] | None) -> list[Column]:
    chosen = chosen or {}
    roles = heads.settle(headers, roles)
    return [
        Column(
            letter(index),
            " / ".join(part.replace("\n", " ") for part in parts),
            chosen.get(letter(index), roles[index]),
        )
        for index, parts in enumerate(headers)
    ]


def _fill_merged_units(table: Table, rows: Sequence[Sequence[Cell]], merges: Sequence[Merge]) -> None:
    """Give each row the unit that stands in the merged cell beside it."""
    units = {index for index, column in enumerate(table.columns) if column.role == "unit_name"}
    above: dict[tuple[int, int], Cell] = {}
    for (top, left), (bottom, right) in merges:
        if left in units and right == left and top < len(rows) and left < len(rows[top]):
            above.update({(row, left): rows[top][left] for row in range(top + 1, bottom + 1)})
    if not above:
        return
    filled: list[tuple[int, Sequence[Cell], str]] = []
    for number, row, group in table.rows:
        whole = list(row)
        for index in units:
            if (number - 1, index) in above and index < len(whole) and not plain(whole[index]):
                whole[index] = above[number - 1, index]
        filled.append((number, whole, group))
    table.rows = filled


def _read_rows(rows: Sequence[Sequence[Cell]], start: int, table: Table, old: str) -> Header | None:
    """Fill the table from `start`; where another header begins, that header is returned."""
    judge = RowJudge(table)
    group = ""
    people: list[tuple[int, Sequence[Cell], str]] = []
    alone: set[int] = set()
    lines: dict[int, list[Sequence[Cell]]] = {}
    other: Header | None = None
    for at in range(start, len(rows)):
        texts = [" ".join(cell.split()) if type(cell) is str else plain(cell) for cell in rows[at]]
        if old != UNICODE:
            texts = [decode(text, old) for text in texts]
        filled = [index for index, text in enumerate(texts) if text]
        if not filled:
            continue
        kind = judge.kind_of(texts, filled)
        if kind != "person" and len(filled) >= LEAST_HEADS and (other := another_header(rows, at, table)) is not None:
            break
        if judge.continues_person(texts, kind) and people:
            lines.setdefault(people[-1][0], [people[-1][1]]).append(rows[at])
            continue
        if kind in {"person", "name_alone"}:
            people.append((at + 1, rows[at], group))
            if kind == "name_alone":
                alone.add(at + 1)
            continue
        if kind == "group":
            group = group_name([texts[i] for i in filled])
        table.skipped.append(Skipped(at + 1, " ".join(texts[i] for i in filled), kind))
    people = [(number, _joined(lines[number]) if number in lines else row, its) for number, row, its in people]
    signers = find_signers(people, alone)
    table.rows = [one for one in people if one[0] not in signers]
    table.skipped += [
        Skipped(number, " ".join(filter(None, map(plain, row))), "foot")
        for number, row, _ in people
        if number in signers
    ]
    table.skipped.sort(key=lambda one: one.row)
    return other


def _joined(rows: Sequence[Sequence[Cell]]) -> list[Cell]:
    """The rows of one person as one: each cell holds their texts on lines of their own, gaps kept."""
    width = max(len(row) for row in rows)
    whole: list[Cell] = []
    for index in range(width):
        texts = [row[index] if index < len(row) else "" for row in rows]
        if not any(plain(text) for text in texts[1:]):
            whole.append(texts[0])
        else:
            whole.append("\n".join(text if isinstance(text, str) else plain(text) for text in texts).rstrip("\n"))
    return whole

"""What only the cells of a column can tell: its encoding, whether they are days or ticks, what its days tell together. Pure."""

import re
from collections.abc import Callable, Sequence

from hocvien.common.text import clean_name, fold
from hocvien.exchange.arithmetic import columns as heads
from hocvien.exchange.arithmetic.encodings import (
    DECOMPOSED,
    MOJIBAKE,
    TCVN3,
    UNICODE,
    VNI,
    decode,
    detect,
    is_beyond_old_fonts,
)
from hocvien.exchange.arithmetic.tables import TICKS, Cell, Column, Table, plain

_MOST = 0.6
_ENOUGH_DAYS = 4
_MONTHS = 12
_PAIR = re.compile(r"\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{4}")


def settle_roles(table: Table) -> None:
    """What only the cells can tell: the encodings, whether Nam | Nữ hold days or ticks, days, and a name in two columns."""
    texts = [_texts(table, index) for index in range(len(table.columns))]
    _settle_encodings(table, texts)
    for index, column in enumerate(table.columns):
        _settle_sexes(column, texts[index])
        if heads.field_of(column.role) in {"birth", "admitted_on", "official_on"}:
            column.note = _note_of_days([row[index] for _number, row, _group in table.rows if index < len(row)])
    _settle_name(table, texts)


def _settle_encodings(table: Table, texts: Sequence[Sequence[str]]) -> None:
    first = [detect(column) for column in texts]
    old = [encoding for encoding in first if encoding in {TCVN3, VNI, MOJIBAKE}]
    hint = max(set(old), key=old.count) if old else ""
    for index, column in enumerate(table.columns):
        column.encoding = detect(texts[index], hint) if hint and first[index] == UNICODE else first[index]
        if column.encoding in {TCVN3, VNI} and any(map(is_beyond_old_fonts, texts[index])):
            column.note = "mixed"
        column.header = clean_name(_decoded_header(column.header, column.encoding, hint))


def _settle_sexes(column: Column, values: Sequence[str]) -> None:
    """Nam | Nữ: births where they hold days or years, ticks where they hold ticks, nothing where they hold something else."""
    if (
        not values
        or not column.role.startswith(("birth:", "sex:"))
        or column.role.partition(":")[2] not in {"male", "female"}
    ):
        return
    part = column.role.partition(":")[2]
    if _share(values, _is_tick) > _MOST:
        column.role = f"sex:{part}"
    elif _share(values, _is_dated) > _MOST:
        column.role = f"birth:{part}"
    elif column.role.startswith("sex:") and _share(values, lambda value: fold(value) in {"nam", "nu"}) < _MOST:
        column.role = ""


def _settle_name(table: Table, texts: Sequence[Sequence[str]]) -> None:
    """A name in two columns: family and middle names, then single words under no head of their own (or under the head Tên)."""
    for index, column in enumerate(table.columns[:-1]):
        following = table.columns[index + 1]
        given = texts[index + 1]
        is_alone = not following.header or following.header == column.header
        if column.role != "full_name" or not is_alone or following.role not in {"", "full_name"} or not given:
            continue
        if _share(given, lambda value: len(value.split()) == 1) > _MOST and len(given) >= len(table.rows) / 2:
            column.role, following.role = "full_name:family", "full_name:given"
    roles = [column.role for column in table.columns]
    if "full_name:given" in roles and "full_name" in roles:
        table.columns[roles.index("full_name")].role = "full_name:family"


def _note_of_days(cells: Sequence[Cell]) -> str:
    """What the days of a column tell together. Typed ones past the twelfth only in second place: the month stands first. All on the first: only months were entered. None past the twelfth, while days past
    it stand as text: a spreadsheet that puts the month first took the others for days.
    """
    pairs = [(int(found[1]), int(found[2])) for cell in cells if isinstance(cell, str) and (found := _PAIR.match(cell))]
    if sum(1 for _first, second in pairs if second > _MONTHS) >= 2 and all(
        first <= _MONTHS for first, _second in pairs
    ):
        return "month_first"
    days = [plain(cell) for cell in cells if not isinstance(cell, str | int | float) and cell is not None]
    if len(days) < _ENOUGH_DAYS:
        return ""
    numbers = [_day_number(text) for text in days]
    if set(numbers) == {1}:
        return "months"
    typed = [first for first, _second in pairs]
    is_swapped = max(numbers) <= _MONTHS and len(typed) >= 2 and min(typed) > _MONTHS
    return "swapped" if is_swapped else ""


def _day_number(text: str) -> int:
    """The day of month of "03/02/1985" or "1985-02-03"."""
    return int(text[8:10]) if text[4:5] == "-" else int(text[:2])


def _texts(table: Table, index: int) -> list[str]:
    """The texts of a column as they stand, raw; numbers and days leave it."""
    found = []
    for _number, row, _group in table.rows:
        cell = row[index] if index < len(row) else ""
        if type(cell) is str:
            if cell:
                found.append(cell)
        elif cell is not None:
            found.append(plain(cell))
    return found


def _decoded_header(header: str, encoding: str, hint: str) -> str:
    if heads.role_of(header) and header.isascii():
        return header
    for one in (encoding, hint):
        if one in {TCVN3, VNI, MOJIBAKE, DECOMPOSED}:
            decoded = decode(header, one)
            if decoded != header:
                return decoded
    return header


def _share(values: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(1 for value in values if holds(value)) / len(values)


def _is_tick(value: str) -> bool:
    return value.strip().casefold() in TICKS


def _is_dated(value: str) -> bool:
    return bool(re.search(r"\d{4}|\d{1,2}[./-]\d{1,2}[./-]\d{2}", value))

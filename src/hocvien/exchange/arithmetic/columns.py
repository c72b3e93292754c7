"""Which column holds what: headers are known by our template's words and by those of real files."""

from collections.abc import Mapping, Sequence

from hocvien.common.text import fold
from hocvien.exchange.constants import ENOUGH_HEADERS, HEADER_SEARCH_ROWS, HEADERS, IGNORED

_BY_HEADER = {fold(alias).replace(" ", ""): field for field, aliases in HEADERS.items() for alias in aliases}
_IGNORED = {fold(header).replace(" ", "") for header in IGNORED}


def field_of(header: object) -> str:
    """The field a header names: "" when unknown, "-" when it is knowingly not read."""
    key = fold(str(header)).replace(" ", "").rstrip("*:.")
    if key in _IGNORED:
        return "-"
    return _BY_HEADER.get(key, "")


def find_header(rows: Sequence[Sequence[object]]) -> int | None:
    """Index of the header row: the first with enough known headers, each once."""
    for index, row in enumerate(rows[:HEADER_SEARCH_ROWS]):
        known = {field_of(cell) for cell in row} - {"", "-"}
        if len(known) >= ENOUGH_HEADERS:
            return index
    return None


def columns_of(header: Sequence[object]) -> dict[str, int]:
    """Field → column index; of two columns for one field the first is read."""
    found: dict[str, int] = {}
    for index, cell in enumerate(header):
        field = field_of(cell)
        if field not in {"", "-"}:
            found.setdefault(field, index)
    return found


def unread_headers(header: Sequence[object], columns: Mapping[str, int]) -> list[tuple[int, str]]:
    """(index, header) of columns that nothing reads and that nobody expects to be left out."""
    used = set(columns.values())
    return [
        (index, str(cell).strip())
        for index, cell in enumerate(header)
        if str(cell).strip() and index not in used and field_of(cell) != "-"
    ]


def letter(index: int) -> str:
    """Column index from 0 → "A", "AA"."""
    name = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(65 + rest) + name
    return name

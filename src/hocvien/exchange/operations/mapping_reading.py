"""A table of reorganisation as an office makes it: a unit, what it becomes, the day, the resolution. Only read here; `org` judges it."""

from collections.abc import Iterator, Mapping
from typing import Any

from hocvien.common.text import fold
from hocvien.exchange.constants import MAPPING_COLUMNS, MAX_MAPPING_ROWS
from hocvien.exchange.errors import MappingUnreadable
from hocvien.exchange.operations.plain_tables import cells_by_field, find_table
from hocvien.org import api as org

_NAMES = {fold(name): field for field, names in MAPPING_COLUMNS.items() for name in names}


def read_mapping(content: bytes, filename: str) -> list[org.MappingRow]:
    """Rows of the first sheet that has both columns, the old unit and the new; xlsx, xls, ods or text, opened by a child process.

    A row whose old unit is empty goes on with the one above (merged cells, a unit that is divided); so do day and resolution. Raises
    RosterUnreadable (no workbook, locked, too big, too slow) and MappingUnreadable (no such columns, no rows, too many). No query.
    """
    table = find_table(
        content,
        filename,
        names=_NAMES,
        suits=lambda found: bool({"old", "old_code"} & set(found) and {"new", "new_code"} & set(found)),
    )
    if table is None:
        raise MappingUnreadable("no_mapping_columns", filename)
    rows = list(_mapping_rows(table.rows, table.columns))
    if not rows:
        raise MappingUnreadable("empty_mapping", filename)
    if len(rows) > MAX_MAPPING_ROWS:
        raise MappingUnreadable("mapping_too_long", filename, most=MAX_MAPPING_ROWS)
    return [org.MappingRow(sheet=table.sheet, **one) for one in rows]


def _mapping_rows(rows: list[tuple[int, list[str]]], columns: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    above = dict.fromkeys(("old", "old_code", "on", "resolution"), "")
    for number, cells in rows:
        told = cells_by_field(cells, columns)
        if not any(told.get(field) for field in ("old", "old_code", "new", "new_code")):
            continue
        if told.get("old") or told.get("old_code"):
            above |= {"old": "", "old_code": ""}
        above |= {field: told[field] for field in above if told.get(field)}
        yield {
            "line": number,
            "old": above["old_code"] or above["old"],
            "new": told.get("new_code") or told.get("new", ""),
            "new_name": told.get("new", ""),
            "on": above["on"],
            "resolution": above["resolution"],
            "parent": told.get("parent", ""),
        }

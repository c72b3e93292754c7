"""A table of reorganisation as an office makes it: a unit, what it becomes, the day, the resolution. Only read here; `org` judges it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from hocvien.common.text import clean_name, fold
from hocvien.exchange.constants import HEADER_SEARCH_ROWS, MAPPING_COLUMNS, MAX_MAPPING_ROWS
from hocvien.exchange.errors import MappingUnreadable
from hocvien.exchange.operations.roster_reading import open_in_child
from hocvien.org import api as org

_NAMES = {fold(name): field for field, names in MAPPING_COLUMNS.items() for name in names}


def read_mapping(content: bytes, filename: str) -> list[org.MappingRow]:
    """Rows of the first sheet that has both columns, the old unit and the new; xlsx, xls, ods or text, opened by a child process.

    A row whose old unit is empty goes on with the one above (merged cells, a unit that is divided); so do day and resolution. Raises
    RosterUnreadable (no workbook, locked, too big, too slow) and MappingUnreadable (no such columns, no rows, too many). No query.
    """
    layout, parts = open_in_child(content, filename, {"plain": True})
    rows = [row for part in parts for row in part]
    for index, sheet in enumerate(layout["sheets"]):
        own = [(number, [_text(cell) for cell in cells]) for at, number, cells in rows if at == index]
        for place, (_number, cells) in enumerate(own[:HEADER_SEARCH_ROWS]):
            columns = _columns(cells)
            if {"old", "old_code"} & set(columns) and {"new", "new_code"} & set(columns):
                found = list(_mapping_rows(own[place + 1 :], columns))
                if not found:
                    raise MappingUnreadable("empty_mapping", filename)
                if len(found) > MAX_MAPPING_ROWS:
                    raise MappingUnreadable("mapping_too_long", filename, most=MAX_MAPPING_ROWS)
                return [org.MappingRow(sheet=sheet, **one) for one in found]
    raise MappingUnreadable("no_mapping_columns", filename)


def _columns(cells: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = _NAMES.get(fold(cell))
        if field is not None:
            found.setdefault(field, place)
    return found


def _mapping_rows(rows: list[tuple[int, list[str]]], columns: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    above = dict.fromkeys(("old", "old_code", "on", "resolution"), "")
    for number, cells in rows:
        told = {field: cells[place] if place < len(cells) else "" for field, place in columns.items()}
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


def _text(cell: Any) -> str:
    if isinstance(cell, dict):
        return date.fromisoformat(cell["d"]).isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return clean_name(str(cell))

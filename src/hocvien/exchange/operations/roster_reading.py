"""From the bytes of a workbook to its rows of cells. The workbook is opened by a child process; see `arithmetic.workbook`."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from hocvien.exchange import arithmetic
from hocvien.exchange.arithmetic.cells import text_of
from hocvien.exchange.arithmetic.columns import columns_of, find_header
from hocvien.exchange.constants import (
    EXAMPLE,
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    READING_BYTES,
    READING_SECONDS,
    REQUIRED,
)
from hocvien.exchange.errors import roster_refusal

_CHILD = Path(arithmetic.__file__).with_name("workbook.py")


def read_workbook(content: bytes, filename: str) -> list[dict[str, Any]]:
    """Visible sheets as {"name", "rows"}; RosterUnreadable when it is none, locked, too big or too slow. No query."""
    if len(content) > MAX_BYTES:
        raise roster_refusal("too_big", filename)
    if not content:
        raise roster_refusal("not_a_workbook", filename)
    limits = [str(n) for n in (MAX_ROWS + 100, MAX_COLUMNS, MAX_UNPACKED_BYTES, READING_BYTES)]
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and our own script
            [sys.executable, "-I", "-X", "utf8", str(_CHILD), *limits],
            input=content,
            capture_output=True,
            timeout=READING_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise roster_refusal("too_slow", filename) from None
    try:
        answer = json.loads(child.stdout)
    except ValueError:
        # the child was stopped by its memory limit, or broke on a hostile file
        code = "too_big" if child.returncode else "not_a_workbook"
        raise roster_refusal(code, filename) from None
    if "refused" in answer:
        raise roster_refusal(answer["refused"], filename)
    return [sheet for sheet in answer["sheets"] if sheet["visible"]]


def rows_of(sheets: list[dict[str, Any]], filename: str) -> dict[str, Any]:
    """The part of the workbook that holds people, as it is kept: JSON with sheets, headers and non-empty rows.

    RosterUnreadable `wrong_columns` or `empty_sheet`.
    """
    kept = []
    seen_headers: list[str] = []
    for sheet in sheets:
        rows = sheet["rows"]
        index = find_header(rows)
        columns = {} if index is None else columns_of(rows[index])
        if index is None or not set(REQUIRED) <= set(columns):
            seen_headers += [text for row in rows[:3] for cell in row if (text := text_of(cell))]
            continue
        people = [
            [number, row]
            for number, row in enumerate(rows[index + 1 :], start=index + 2)
            if _holds_somebody(row, set(columns.values())) and not _is_example(row)
        ]
        kept.append({"name": sheet["name"], "header_row": index + 1, "header": rows[index], "rows": people})
    if not kept:
        raise roster_refusal("wrong_columns", filename, found=", ".join(seen_headers[:8]) or "–")
    if not any(sheet["rows"] for sheet in kept):
        raise roster_refusal("empty_sheet", filename)
    if sum(len(sheet["rows"]) for sheet in kept) > MAX_ROWS:
        raise roster_refusal("too_big", filename)
    return {"sheets": kept}


def _holds_somebody(row: list[object], known: set[int]) -> bool:
    return any(text_of(cell) for index, cell in enumerate(row) if index in known)


def _is_example(row: list[object]) -> bool:
    return bool(row) and text_of(row[0]).casefold() == EXAMPLE.casefold()

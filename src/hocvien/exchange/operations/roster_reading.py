"""From the bytes of a file to its layout and its people by parts. The file is opened by a child process; see `arithmetic.workbook`."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hocvien.exchange import arithmetic
from hocvien.exchange.constants import (
    MAX_BYTES,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED_BYTES,
    PART_ROWS,
    READING_BYTES,
    READING_SECONDS,
    READING_SECONDS_PER_MEGABYTE,
)
from hocvien.exchange.errors import roster_refusal

_CHILD = Path(arithmetic.__file__).with_name("workbook.py")
_MARGIN_ROWS = 1000
# the child is stopped by its own time; by the clock only when the machine gives it less than this share of one
_BUSY = 4
_OUT_OF_TIME = -int(getattr(signal, "SIGXCPU", 0)) or None
Part = list[list[Any]]


@dataclass(frozen=True, slots=True)
class ReadRoster:
    """A file as read. `layout`: {"sheets": [{"name", "header_row", "columns", "skipped", "rows"}]}; `parts`: people, at most PART_ROWS each.

    A person is [sheet index, row number, [cells], group]; a cell is text, a number or {"d": day}, as it stands in the file.
    """

    layout: dict[str, Any]
    parts: Iterator[Part]


def read_roster(content: bytes, filename: str, *, columns: Mapping[str, Mapping[str, str]] | None = None) -> ReadRoster:
    """Read a file of people: xlsx, xls, ods or text. `columns`: a person's choices, {sheet name: {letter: role}}.

    Raises RosterUnreadable when it is none, locked, too big, too slow or without people. No query; a child process of at most
    READING_SECONDS of its own time, and a second more for each megabyte.
    """
    layout, parts = open_in_child(
        content,
        filename,
        {"columns_chosen": {name: dict(chosen) for name, chosen in (columns or {}).items()}},
    )
    return ReadRoster(layout, parts)


def open_in_child(content: bytes, filename: str, more: Mapping[str, Any]) -> tuple[dict[str, Any], Iterator[Part]]:
    """What the child tells of a file, its first line and the parts; `more` goes beside the limits. Raises RosterUnreadable."""
    if len(content) > MAX_BYTES:
        raise roster_refusal("too_big", filename)
    if not content:
        raise roster_refusal("not_a_workbook", filename)
    seconds = int(READING_SECONDS + READING_SECONDS_PER_MEGABYTE * len(content) / 1_000_000)
    limits = {
        "rows": MAX_ROWS + _MARGIN_ROWS,
        "people": MAX_ROWS,
        "columns": MAX_COLUMNS,
        "unpacked": MAX_UNPACKED_BYTES,
        "memory": READING_BYTES,
        "seconds": seconds,
        "part": PART_ROWS,
        **more,
    }
    try:
        child = subprocess.run(  # noqa: S603 - our own interpreter and our own script
            [sys.executable, "-I", "-X", "utf8", str(_CHILD), json.dumps(limits)],
            input=content,
            capture_output=True,
            timeout=seconds * _BUSY,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise roster_refusal("too_slow", filename) from None
    if child.returncode == _OUT_OF_TIME:
        raise roster_refusal("too_slow", filename)
    lines = iter(child.stdout.splitlines())
    try:
        layout = json.loads(next(lines, b""))
    except ValueError:
        # the child was stopped by its memory limit, or broke on a hostile file
        code = "too_big" if child.returncode else "not_a_workbook"
        raise roster_refusal(code, filename) from None
    if "refused" in layout or child.returncode:
        raise roster_refusal(layout.get("refused", "too_big"), filename, found=layout.get("found") or "–")
    return layout, (json.loads(line) for line in lines)

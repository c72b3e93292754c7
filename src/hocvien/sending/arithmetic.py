"""Where somebody stands by what happened, and a transcript as it was pasted."""

import re
from collections.abc import Iterable
from datetime import date

from hocvien.common.text import fold
from hocvien.sending.constants import MOST_LINES
from hocvien.sending.data import MarkLine

_STATES = {
    "enrolled": "studying",
    "resumed": "studying",
    "transfer": "studying",
    "deferral": "deferred",
    "withdrawal": "left",
    "expulsion": "expelled",
    "finished": "finished",
}
ENDED = frozenset({"left", "expelled", "finished"})
"""Courses that are over."""

NEEDS_PAPER = frozenset({"warning", "deferral", "transfer", "withdrawal", "expulsion"})
"""Events that a school's paper decides."""

_LONGEST_MODULE, _LONGEST_MARK = 200, 40
_HEADS = frozenset({"tt", "stt", "hoc phan", "mon hoc", "mon", "module", "ten hoc phan", "diem"})


def course_of(events: Iterable[tuple[date, int, str]]) -> tuple[str, date | None]:
    """(where the person stands, the day of having finished) after these (day, order, kind), in whatever order they come."""
    course, finished_on = "waiting", None
    for on, _order, kind in sorted(events):
        if kind in _STATES:
            course = _STATES[kind]
            finished_on = on if kind == "finished" else None
    return course, finished_on


def comes_after_end(events: Iterable[tuple[date, int, str]]) -> bool:
    """Whether something happened after the course was over."""
    is_over = False
    for _on, _order, kind in sorted(events):
        if is_over:
            return True
        is_over = _STATES.get(kind) in ENDED
    return False


def read_lines(text: str) -> tuple[list[MarkLine], list[int]]:
    """(lines, numbers of the lines that could not be read) of cells copied from a sheet: module, periods, mark, or module, mark.

    Cells are parted by tabs or semicolons; a first cell that only counts is left out, a line of headings too.
    """
    lines: list[MarkLine] = []
    wrong: list[int] = []
    for number, raw in enumerate(text.splitlines()[: MOST_LINES + 1], start=1):
        cells = [cell.strip() for cell in re.split(r"[\t;]", raw)]
        if not any(cells):
            continue
        if not lines and {fold(cell) for cell in cells} & _HEADS:
            continue
        if len(cells) > 2 and re.fullmatch(r"\d{1,3}\.?", cells[0]):
            cells = cells[1:]
        module, rest = cells[0], [cell for cell in cells[1:] if cell]
        periods, mark = (rest[0], rest[-1]) if len(rest) > 1 else ("", rest[0] if rest else "")
        if not module or not mark or len(module) > _LONGEST_MODULE or max(len(mark), len(periods)) > _LONGEST_MARK:
            wrong.append(number)
            continue
        lines.append(MarkLine(module, periods, mark))
    return lines, wrong

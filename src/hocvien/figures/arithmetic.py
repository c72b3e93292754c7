"""Where lines about to be taken over say more than their total. Pure; told, never repaired."""

from collections.abc import Sequence
from dataclasses import dataclass

from hocvien.figures.data import NewLine

_COUNTS = ("classes", "participants")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A part above its whole: the line at this place (from 1) or, at 0, the lines within the total together. `field`: classes or participants."""

    at: int
    field: str
    number: int
    total: int


def doubts_of(lines: Sequence[NewLine]) -> list[Doubt]:
    """Every part above the total, then the sum of those within it. A total told as “over” or “about” holds nobody to it."""
    total = next((line for line in lines if line.is_total and not line.qualifier), None)
    if total is None:
        return []
    found: list[Doubt] = []
    for field in _COUNTS:
        most = _most(total, field)
        if most is None:
            continue
        parts = [(at, line, getattr(line, field)) for at, line in enumerate(lines, start=1) if _is_within(line)]
        above = [Doubt(at, field, number, most) for at, _line, number in parts if number is not None and number > most]
        summed = sum(number or 0 for _at, line, number in parts if line.in_totals)
        # a part above the whole says it of this field already
        found += above or ([Doubt(0, field, summed, most)] if summed > most else [])
    return found


def _most(total: NewLine, field: str) -> int | None:
    number: int | None = getattr(total, field)
    return total.participants_to or number if field == "participants" else number


def _is_within(line: NewLine) -> bool:
    """An item of the total, or a part of one; not those sent out, joint beside it, or planned."""
    return not line.is_total and (line.in_totals or not (line.is_sent or line.is_joint or line.is_planned))

"""Several fields in one cell: which line is which field. Pure.

A line that two fields could hold, and that does not say which, is told and not dealt.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from hocvien.common.text import fold
from hocvien.exchange.arithmetic import cells
from hocvien.exchange.arithmetic.cells import Read
from hocvien.exchange.arithmetic.columns import IGNORE

LINES = re.compile(r"\r\n|\r|\n|_x000D_")
_SLASHED = re.compile(r"\s*[;,/]\s*|\s+[-–]\s+")
_LIST = re.compile(r"\s*[;,]\s*|\s+[-–]\s+")


class Dealt(NamedTuple):
    """(field, line) as they are to be read, and as they are asked about."""

    chosen: list[tuple[str, str]]
    unclear: list[tuple[str, str]]


class LineDealer:
    """Deals the lines of cells to fields. `readers`: field → what a cell says of it."""

    def __init__(self, readers: Mapping[str, Callable[[object], Read]]) -> None:
        self.readers = readers

    def deal(self, cell: str, roles: Sequence[str], *, lacks_birth: bool) -> Dealt:
        """Lines to fields: one by one where their numbers agree, else each to the next field that can hold it.

        `lacks_birth`: whether a day that none of the fields holds is the birth.
        """
        lines = [line.strip() for line in LINES.split(cell)]
        while lines and not lines[-1]:
            lines.pop()
        if len([line for line in lines if line]) == 1 and len(roles) > 1 and "full_name" not in roles:
            for signs in (_LIST, _SLASHED):
                parts = [part for part in signs.split(lines[-1]) if part] if len(lines) == 1 else lines
                if len(parts) == len(roles):
                    lines = parts
                    break
        if self._stands_in_place(lines, roles):
            dealt = Dealt([(role, line) for role, line in zip(roles, lines, strict=False) if line], [])
        else:
            dealt = self._in_order([line for line in lines if line], roles, lacks_birth=lacks_birth)
        return Dealt([one for one in dealt.chosen if one[0] not in {IGNORE, "birth_name", ""}], dealt.unclear)

    def _stands_in_place(self, lines: Sequence[str], roles: Sequence[str]) -> bool:
        """Whether each line stands where its head has it; what is missing is missing at the end.

        Where there are as many lines as heads, one that its field cannot hold, nor any other, is a wrong word in its place.
        """
        if len(lines) > len(roles) or (len(lines) == 1 and len(roles) > 1):
            return False
        strange = [line for role, line in zip(roles, lines, strict=False) if line and not self._can_hold(role, line)]
        if len(strange) == 1 and len(lines) == len(roles) and all(lines):
            says_something = fold(strange[0]) not in cells.NOTHING
            return says_something and not any(self._can_hold(role, strange[0]) for role in roles if role != IGNORE)
        return not strange

    def _in_order(self, lines: Sequence[str], roles: Sequence[str], *, lacks_birth: bool) -> Dealt:
        """Each line to the next field that can hold it; one that two fields could hold is asked about."""
        dealt = Dealt([], [])
        at = 0
        passed_over = sum(role in {IGNORE, "birth_name"} for role in roles)
        for line in lines:
            able = [role for role in roles[at:] if role != IGNORE and self._can_hold(role, line)]
            if not able:
                # a day that none of the column's fields holds may be a birth that has no column of its own
                other = "birth" if lacks_birth and cells.looks_like_date(line) else IGNORE
                passed_over -= other == IGNORE and fold(line) not in cells.NOTHING
                if passed_over < 0 and other == IGNORE:
                    dealt.unclear.append((next(role for role in roles if role != IGNORE), line))
                dealt.chosen.append((other, line))
                continue
            fields = set(able) - {"birth_name"}
            if (
                len(fields) > 1
                and len(lines) < len([role for role in roles if role != IGNORE])
                and not _is_told(fields, line)
            ):
                dealt.unclear.append((able[0], line))
                continue
            role = "theory_level" if "theory_level" in able and _says_theory(line) else able[0]
            at = roles.index(role, at) + 1
            dealt.chosen.append((role, line))
        return dealt

    def _can_hold(self, role: str, line: str) -> bool:
        if role in {IGNORE, "birth_name"}:
            return role == "birth_name" or not cells.looks_like_date(line)
        if role == "ethnicity":
            return cells.is_ethnicity(line)
        if role == "party_card":
            return bool(re.fullmatch(r"[\d\s.]{6,15}", line)) and not cells.looks_like_date(line)
        if role == "profile_number":
            return any(char.isdigit() for char in line) and not cells.looks_like_date(line)
        if role in {"post", "unit_name"}:
            return not cells.looks_like_date(line)
        if role not in self.readers:
            return False
        read = self.readers[role](line)
        return bool(read.value) or (role in {"birth", "admitted_on", "official_on"} and bool(re.search(r"\d", line)))


def part_post_and_unit(text: str, roles: Sequence[str], knows_unit: Callable[[str], bool]) -> list[tuple[str, str]]:
    """(field, its text) of a cell that holds a post and a unit: by the unit that is known, else by the order of the heads; else all is a post."""
    if knows_unit(text):
        return [("unit_name", text)]
    for start, end in _cuts(text):
        before, after = text[:start], text[end:]
        for unit, post in ((after, before), (before, after)):
            if unit.strip() and post.strip() and knows_unit(unit):
                return [("post", post.strip(" ,;-–")), ("unit_name", unit)]
    parts = [part for part in _LIST.split(text) if part]
    if len(parts) == 2:
        order = [role for role in roles if role in {"post", "unit_name"}]
        return list(zip(order, parts, strict=False))
    return [("post", text)]


def _cuts(text: str) -> list[tuple[int, int]]:
    """Where a text may part into two: at its signs first, then between any two words."""
    signs = [found.span() for found in _LIST.finditer(text)]
    return [*signs, *(found.span() for found in re.finditer(r"\s+", text))]


def _is_told(fields: set[str], line: str) -> bool:
    """Whether the line itself says which of the fields it is: the first of two days is the admission, eight digits are a card."""
    if fields <= {"admitted_on", "official_on"}:
        return True
    if fields == {"party_card", "profile_number"}:
        return bool(re.fullmatch(r"\d{8}|\d{12}", line))
    return fields == {"education", "theory_level"} and _says_theory(line)


def _says_theory(line: str) -> bool:
    return bool(re.search(r"\b(llct|ly luan|chinh tri)\b", fold(line)))

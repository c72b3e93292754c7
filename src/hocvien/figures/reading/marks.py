"""Words that say something of every figure after them in their sentence, found once for a text: parts, partners, plans, brackets.

Asked for each figure by its place, so that a sentence of any length is read in a time that grows with it and not with its square.
"""

import re
from bisect import bisect_left, bisect_right

from . import words
from .letters import Letters
from .words import any_of

_PARTS_FOLLOW = re.compile(rf"(?<!\w)(?:{any_of(words.PARTS_FOLLOW)})(?!\w)|\(")
_SCHOOL = r"(?:truong chinh tri|hoc vien (?:chinh tri|can bo|hanh chinh))"
_JOINED = re.compile(
    r"(?:phoi hop|lien ket)\s+(?:voi|cung)\s+(?:truong|hoc vien|trung tam)(?!\w)"
    rf"|(?<!\w)cung(?: voi)? {_SCHOOL}(?!\w)(?=[^.;,\d]{{0,40}}?(?<!\w)(?:mo|khai giang|khai mac|to chuc)(?!\w))"
    rf"|(?<=(?<!\w)do ){_SCHOOL}[^.;,\d]{{0,30}}?phoi hop voi(?!\w)"
    rf"|(?<!\w)va {_SCHOOL}(?!\w)(?=[^.;,\d]{{0,40}}?phoi hop (?:mo|to chuc|khai giang))"
)
_PLANNED = re.compile(rf"(?:{any_of(words.PLANNED)})")
_DONE = re.compile(
    r"(?<!\w)(?:đã|kết quả|thực tế|đến nay|thực hiện được|thực hiện(?=\s*:|\s+\d))(?!\w)"
)  # with its marks: tối đa

Place = tuple[int, int]


class Marks:
    """Where such words stand in `letters`; each question is answered in the logarithm of their number."""

    def __init__(self, letters: Letters) -> None:
        bare = letters.bare
        self._joined = [found.span() for found in _JOINED.finditer(bare)]
        self._planned = [found.span() for found in _PLANNED.finditer(bare)]
        self._done = [found.span() for found in _DONE.finditer(letters.low)]
        self._brackets = _brackets(bare)
        self._steps, self._depths = _depths(bare, {close: opened for opened, close in self._brackets})

    def lists_open(self, start: int, end: int) -> int:
        """How many lists of parts (trong đó, gồm, an open bracket) begin between two places and are not closed there."""
        first, last = (bisect_left(self._steps, place) for place in (start, end))
        return max(0, self._depths[last] - self._depths[first])

    def last_joined(self, start: int, end: int) -> Place | None:
        """The last naming of a partner school between two places."""
        return _last(self._joined, start, end)

    def last_planned(self, start: int, end: int) -> Place | None:
        """The last word of planning between two places."""
        return _last(self._planned, start, end)

    def last_done(self, start: int, end: int) -> Place | None:
        """The last word between two places that says that something was done."""
        return _last(self._done, start, end)

    def leaves_bracket(self, start: int, end: int) -> bool:
        """Whether a bracket that was open at `start` is closed before `end`."""
        first = bisect_left(self._brackets, start, key=lambda one: one[1])
        last = bisect_left(self._brackets, end, key=lambda one: one[1])
        return any(opened < start for opened, _close in self._brackets[first:last])


def _last(places: list[Place], start: int, end: int) -> Place | None:
    at = bisect_right(places, end, key=lambda one: one[1]) - 1
    return places[at] if at >= 0 and places[at][0] >= start else None


def _depths(bare: str, closing: dict[int, int]) -> tuple[list[int], list[int]]:
    """Places where a list of parts begins or a bracket closes, and how many lists are open before the first and after each."""
    steps, depths = [], [0]
    before: dict[int, int] = {}  # a bracket that closes takes the lists begun in it with it
    places = sorted([*(found.start() for found in _PARTS_FOLLOW.finditer(bare)), *closing])
    for place in places:
        if place in closing:
            depth = before.get(closing[place], depths[-1])
        else:
            before[place] = depths[-1]
            depth = depths[-1] + 1
        steps.append(place)
        depths.append(depth)
    return steps, depths


def _brackets(bare: str) -> list[Place]:
    """(where it was opened, where it is closed) in the order of their closing; opened at -1: never."""
    found: list[Place] = []
    opened: list[int] = []
    for place, char in enumerate(bare):
        if char == "(":
            opened.append(place)
        elif char == ")":
            found.append((opened.pop() if opened else -1, place))
    return found

"""A written text beside the text the program writes of the same figures: which numbers differ, and what should stand there.

Two ways, because people both change a number and rewrite a sentence. What a careful reader takes from both texts (`figures`) is compared by
what it counts: the total, a programme's classes. Numbers the reader leaves alone are compared where the words around them are the same.
"""

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import Any, NamedTuple, Protocol

from hocvien.official_papers.data import Finding

_NUMBER = re.compile(r"\d+(?:\.\d{3})*(?:,\d+)?")
_WORD = re.compile(r"\S+")
_ITEM = re.compile(r"items\[(\d+)\]\.(.+)")
# figures of other periods, and of what the program does not count, are nobody's contradiction
_NOT_COMPARED = ("other_periods", "previous_year", "extra", "carried_over")
# words changed together in which the numbers are still told one from the other
_LONGEST_CHANGE = 4
Key = tuple[Any, ...]


class Spot(Protocol):
    @property
    def path(self) -> str: ...
    @property
    def value(self) -> float: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Reading(Protocol):
    @property
    def figures(self) -> dict[str, Any]: ...
    @property
    def spots(self) -> Sequence[Any]: ...


class _Told(NamedTuple):
    key: Key
    value: float
    start: int
    end: int


def compare(
    section: str, text: str, readings: Iterable[Reading], live_text: str, live: Iterable[Reading], *, is_whole: bool
) -> list[Finding]:
    """What the text says otherwise than the figures, in its order. `is_whole`: the part that tells the figures of the paper.

    In any other part a number that is no figure of the paper may be right: it is only pointed at.
    """
    told, known = _told(readings), _told(live)
    found = _by_meaning(section, text, told, known, is_whole=is_whole)
    taken = [(one.start, one.end) for one in told]
    if is_whole:
        found += _by_place(section, text, live_text, [(one.start, one.end) for one in found])
    if text != live_text:
        taken += [(one.start, one.end) for one in found]
        found += _beyond_compare(section, text, live_text, taken)
    return sorted(found, key=lambda one: one.start)


def put_right(text: str, finding: Finding) -> str | None:
    """The text with the right number where the finding says; None where the text is another by now, or nothing can be put there."""
    if not finding.can_be_put or text[finding.start : finding.end] != finding.text:
        return None
    return text[: finding.start] + finding.right + text[finding.end :]


def written(value: float, *, as_share: bool) -> str:
    """A number as official papers write it: 03, 27.010, 99,16%'s number."""
    if as_share or value != int(value):
        hundredths = round(value * 100)
        return f"{hundredths // 100}" if hundredths % 100 == 0 else f"{hundredths / 100:.2f}".replace(".", ",")
    whole = int(value)
    return f"{whole:02d}" if 0 < whole < 10 else f"{whole:,}".replace(",", ".")


def value_of(words: str) -> float:
    """The number of a digit group: 27.010 and 99,16 as they are written in Vietnamese."""
    return float(words.replace(".", "").replace(",", "."))


def _told(readings: Iterable[Reading]) -> list[_Told]:
    """Figures by what they count; the same thing told again keeps its place in the order."""
    found: list[_Told] = []
    for reading in readings:
        found += [_Told(_key(reading.figures, spot.path), spot.value, spot.start, spot.end) for spot in reading.spots]
    return found


def _key(figures: dict[str, Any], path: str) -> Key:
    item = _ITEM.fullmatch(path)
    if item is None:
        return (path,)
    told = figures["items"][int(item[1])]
    if not (told.get("programme") or told.get("sent") or told.get("joint") or figures.get("totals")):
        return (f"totals.{item[2]}",)  # classes of no programme told, and no other total: they are all of them
    name = told.get("programme") or told.get("name", "")
    return ("item", name, bool(told.get("sent")), bool(told.get("joint")), item[2])


def _by_meaning(
    section: str, text: str, told: Sequence[_Told], known: Sequence[_Told], *, is_whole: bool
) -> list[Finding]:
    values: dict[Key, list[float]] = {}
    for one in known:
        values.setdefault(one.key, []).append(one.value)
    every = {one.value for one in known}
    met: dict[Key, int] = {}
    found = []
    for one in told:
        right = values.get(one.key, [])
        at = met[one.key] = met.get(one.key, -1) + 1
        if one.value in right:
            continue
        start, end, has_digits = _digits(text, one)
        is_compared = not one.key[0].startswith(_NOT_COMPARED)
        if is_compared and right:
            as_share = one.key[-1].endswith("plan_pct") or "grading_pct" in one.key[-1]
            words = written(right[min(at, len(right) - 1)], as_share=as_share)
            kind = "differs" if is_whole else "unknown"
            found.append(_finding(section, kind, text, (start, end), one.key, words, can_be_put=has_digits))
        elif is_compared and is_whole:
            found.append(_finding(section, "absent", text, (start, end), one.key))
        elif one.value not in every:
            found.append(_finding(section, "unknown", text, (start, end), one.key))
    return found


def _by_place(section: str, text: str, live_text: str, taken: Sequence[tuple[int, int]]) -> list[Finding]:
    """Numbers that stand where the program writes another, between the same words."""
    old, new = list(_WORD.finditer(live_text)), list(_WORD.finditer(text))
    match = SequenceMatcher(None, [one.group() for one in old], [one.group() for one in new], autojunk=False)
    found = []
    for tag, first, last, here, there in match.get_opcodes():
        if tag != "replace" or last - first != there - here or last - first > _LONGEST_CHANGE:
            continue
        for was, now in zip(old[first:last], new[here:there], strict=True):
            right, wrong = _NUMBER.search(was.group()), _NUMBER.search(now.group())
            if right is None or wrong is None or value_of(right.group()) == value_of(wrong.group()):
                continue
            start, end = now.start() + wrong.start(), now.start() + wrong.end()
            if not _meets(start, end, taken):
                found.append(Finding(section, "differs", start, end, wrong.group(), right.group(), can_be_put=True))
    return found


def _beyond_compare(section: str, text: str, live_text: str, taken: Sequence[tuple[int, int]]) -> list[Finding]:
    """Numbers that nothing was compared with, and that the program does not write anywhere."""
    known = {value_of(one.group()) for one in _NUMBER.finditer(live_text)}
    return [
        Finding(section, "unknown", one.start(), one.end(), one.group())
        for one in _NUMBER.finditer(text)
        if value_of(one.group()) not in known and not _meets(one.start(), one.end(), taken)
    ]


def _digits(text: str, one: _Told) -> tuple[int, int, bool]:
    """Where the number itself stands within the words of a figure; all of them where it is written in words."""
    for found in _NUMBER.finditer(text, one.start, one.end):
        if value_of(found.group()) == one.value:
            return found.start(), found.end(), True
    return one.start, one.end, False


def _finding(
    section: str,
    kind: str,
    text: str,
    place: tuple[int, int],
    key: Key,
    right: str = "",
    *,
    can_be_put: bool = False,
) -> Finding:
    start, end = place
    field, programme = (key[-1], key[1]) if key[0] == "item" else (key[0].rpartition(".")[2], "")
    return Finding(section, kind, start, end, text[start:end], right, field, programme, can_be_put=can_be_put)


def _meets(start: int, end: int, taken: Iterable[tuple[int, int]]) -> bool:
    return any(start < last and first < end for first, last in taken)

"""Numbers told in turn for names told in turn: `nhận thức về Đảng, đảng viên mới với số lớp lần lượt là 6 và 4`, `giỏi/khá: 14/63 học viên`.

As many numbers as names, or nothing is read: a number that cannot be laid to its name stays unread.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import words
from .groups import Group
from .letters import Letters
from .measured import Kind, Measure, Unit
from .measures import find_bands
from .numbers import Number
from .programmes import Programme
from .words import any_of

_JOIN = r"\s*(?:/|,|;|-|(?<!\w)va(?!\w))\s*(?:(?:la|co)\s+)?"
_TURN = re.compile(
    r"(?<!\w)(?:lan luot|tuong ung)(?:\s+(?:lan luot|tuong ung|la|co|dat|voi|mo|gom|theo thu tu))*\s*:?\s*"
    rf"(?P<numbers>\d[\d.]*(?:{_JOIN}\d[\d.]*)+)(?P<after>\s*\w+(?:\s\w+)?)?"
)
_SENTENCE = re.compile(r"[.\n](?!\d)")
_CLASSES = re.compile(r"(?<!\w)so lop[^.;]*$")
_PEOPLE = re.compile(r"(?<!\w)so (?:luong )?(?P<unit>luot|hoc vien|nguoi|dang vien|can bo)[^.;]*$")
_ANYONE = re.compile(rf"\s*(?P<luot>luot)?\s*(?P<noun>{any_of(words.PEOPLE)})?(?!\w)")


@dataclass(frozen=True)
class Turn:
    """Numbers at letters `start` to `end`, each of the name in the same place; `kind` None where no noun says what they count."""

    sentence: int
    start: int
    end: int
    numbers: tuple[Number, ...]
    kind: Kind | None
    unit: Unit | None


def find_turns(letters: Letters, numbers: Sequence[Number]) -> list[Turn]:
    """Every list of numbers told in turn, in the order of the text."""
    found = []
    for match in _TURN.finditer(letters.bare):
        inside = tuple(
            one for one in numbers if match.start("numbers") <= one.start and one.end <= match.end("numbers")
        )
        breaks = [one.end() for one in _SENTENCE.finditer(letters.bare, 0, match.start())]
        sentence = breaks[-1] if breaks else 0
        kind, unit = _counted(letters.bare[sentence : match.start()], match["after"] or "")
        found.append(Turn(sentence, match.start("numbers"), match.end("numbers"), inside, kind, unit))
    return found


def _counted(before: str, after: str) -> tuple[Kind | None, Unit | None]:
    people = _PEOPLE.search(before.rpartition(";")[2])
    if people:
        return Kind.PEOPLE, {"luot": Unit.LUOT, "hoc vien": Unit.HOC_VIEN}.get(people["unit"], Unit.NGUOI)
    if _CLASSES.search(before.rpartition(";")[2]) or after.strip().startswith("lop"):
        return Kind.CLASSES, None
    noun = _ANYONE.match(after)
    if noun and noun["luot"]:
        return Kind.PEOPLE, Unit.LUOT
    if noun and noun["noun"]:
        return Kind.PEOPLE, Unit.HOC_VIEN if noun["noun"] in {"hoc vien", "hv"} else Unit.NGUOI
    return None, None


def listed(letters: Letters, turns: Sequence[Turn], programmes: Sequence[Programme]) -> list[Group]:
    """A group for each name that has its numbers in turn: a programme's classes and learners, or a band's people."""
    made: dict[tuple[int, int], Group] = {}
    bands: list[Group] = []
    for turn in turns:
        names = find_bands(letters.bare[turn.sentence : turn.start])
        if len(names) == len(turn.numbers) and turn.kind is not Kind.CLASSES:
            measures = [_measure(Kind.BAND, one, None, name) for one, name in zip(turn.numbers, names, strict=True)]
            bands.append(Group(turn.start, turn.end, others=measures))
            continue
        named = [one for one in programmes if one.strong and turn.sentence <= one.start < turn.start]
        once = list({one.code: one for one in reversed(named)}.values())[::-1]
        if turn.kind is None or len(once) != len(turn.numbers):
            continue
        for one, number in zip(once, turn.numbers, strict=True):
            group = made.setdefault(
                (turn.sentence, one.start), Group(one.start, one.end, programmes=[one], programme=one)
            )
            measure = _measure(turn.kind, number, turn.unit, "")
            if turn.kind is Kind.CLASSES:
                group.classes = group.classes or measure
            else:
                group.people = group.people or measure
    return [*made.values(), *bands]


def _measure(kind: Kind, number: Number, unit: Unit | None, name: str) -> Measure:
    return Measure(kind, number.start, number.end, Decimal(number.value), number, unit, name=name, certainty=0.75)

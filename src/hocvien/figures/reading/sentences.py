"""Where a report's sentences end, and the parts within them that semicolons, lines and a table's rows make."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from .letters import Letters

_ENDS = re.compile(r"[;\n\[\]]|(?:…|\.{3,})(?=\s*(?:[A-ZĐÀ-Ỹ\[]|$))|(?<!\.)\.(?=\s|$|/)|(?<=[a-zà-ỹ%)])\.(?=[A-ZĐÀ-Ỹ])")


def cut_rows(parts: list[tuple[int, int]], rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    for first, last in parts:
        edges = [first, *(row for row in rows if first < row < last), last]
        yield from pairwise(edges)


def sentences(letters: Letters) -> Iterator[tuple[int, int, list[tuple[int, int]]]]:
    """(start, end, the parts between semicolons) of each sentence."""
    low = letters.low
    start, first = 0, 0
    parts: list[tuple[int, int]] = []
    for found in _ENDS.finditer(letters.original if letters.original == letters.low else _cased(letters)):
        place = found.start()
        if not low[first:place].strip():
            if found.group() == "\n" and parts and letters.low[:first].endswith(("...", "…")):
                yield start, place, parts
                start, first, parts = found.end(), found.end(), []
            continue
        parts.append((first, place))
        first = found.end()
        if found.group().strip() not in {";", "…", "[", "]", "-", "+", "*", "•"} and not found.group().startswith(
            "..."
        ):
            yield start, place, parts
            start, parts = first, []
    parts.append((first, letters.length))
    yield start, letters.length, parts


def _cased(letters: Letters) -> str:
    """One letter for each, with its case: a full stop without a blank ends a sentence before a capital."""
    return "".join(
        char.upper() if letters.original[place : place + 1].isupper() else char
        for char, place in zip(letters.low, letters.starts, strict=False)
    )

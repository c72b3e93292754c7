"""Which programme some words name. The first that fits wins inside a phrase; a general one gives way to any other.

Codes are those of published figures: NTVD nhận thức về Đảng, DVM đảng viên mới, SC/TC/CCLLCT sơ, trung, cao cấp lý luận chính trị,
NVCTD nghiệp vụ công tác đảng, DOAN cán bộ Đoàn, CNKT cập nhật kiến thức, QPAN quốc phòng và an ninh, GV giáo viên, QTNQ học tập nghị
quyết, BDCM other refreshers, KHAC others. Words are matched without marks, so that a slip of one mark does not hide a programme.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

from .letters import Letters
from .programme_words import GENERAL, OTHERS, STRONG, WEAK
from .words import any_of

# schools and academies hold them, not those who tell of people who attend
HELD_ABOVE = frozenset({"CCLLCT", "TCLLCT", OTHERS})

_COMPILED = tuple(
    (code, strong, re.compile(rf"(?<!\w)(?:{any_of(shapes)})"))
    for strong, group in ((True, STRONG), (False, WEAK))
    for code, shapes in group
)
# not of the centre that is called so
_GENERAL_SHAPE = re.compile(rf"(?<!\w)(?<!trung tam )(?<!truong )(?:{any_of(GENERAL)})")
# people told apart by their work, who attend whatever is taught
_MERE_AUDIENCE = re.compile(
    r"(?:la|gom|thuoc|do|cua|ban)\s+(?:cac\s+|nhung\s+)?(?:dong chi\s+)?(?:can bo,?\s*)?$|(?:nhu|theo|thuc hien)\s+(?:\S+\s+)?$"
)
# `74 học viên là trưởng phòng, bí thư đảng ủy xã được học …`: of who they are, unless nothing else is named
_WHO_THEY_ARE = re.compile(
    r"(?<!\w)(?:hoc vien|dong chi|nguoi) la (?:(?!(?<!\w)(?:duoc|hoc|tham gia|lop|tap huan)(?!\w))[^.;\d])*$"
)


@dataclass(frozen=True)
class Programme:
    """A programme named at letters `start` to `end`; `code` None where the words only say training in general."""

    start: int
    end: int
    code: str | None
    strong: bool


def find_programmes(letters: Letters) -> list[Programme]:
    """Every naming in the order of the text; overlapping ones are settled for the one that begins first, then the longer."""
    found = [
        Programme(
            match.start(),
            match.end(),
            code,
            strong
            and not (
                code == "NVCTD" and _WHO_THEY_ARE.search(letters.bare, max(0, match.start() - 120), match.start())
            ),
        )
        for code, strong, shape in _COMPILED
        for match in shape.finditer(letters.bare)
        if not (code == "NVCTD" and _MERE_AUDIENCE.search(letters.bare[max(0, match.start() - 30) : match.start()]))
    ]
    named = _apart(sorted(found, key=lambda one: (not one.strong, one.start, -one.end)))
    general = [
        Programme(match.start(), match.end(), None, strong=False) for match in _GENERAL_SHAPE.finditer(letters.bare)
    ]
    return sorted([*named, *general], key=lambda one: (one.start, one.end))


def _apart(found: list[Programme]) -> list[Programme]:
    """Those that overlap none before them in the list; in the order of the text."""
    kept: list[Programme] = []
    for one in found:
        at = bisect_left(kept, one.start, key=lambda other: other.start)
        if (at == 0 or kept[at - 1].end <= one.start) and (at == len(kept) or one.end <= kept[at].start):
            kept.insert(at, one)
    return kept

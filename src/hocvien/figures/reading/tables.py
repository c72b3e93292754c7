"""Rows of a table that was copied as text: `1 Bồi dưỡng đảng viên mới 5 297`, with tabs, bars or only blanks between its cells.

A heading says which column counts what; without one nothing is read as a table. A row whose cells do not match the heading is left to the reader of sentences.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .letters import Letters
from .numbers import Number, find_cell

_NAME = r"ten (?:lop|chuong trinh|lop hoc)|noi dung(?: lop| dao tao)?|chuong trinh|loai hinh(?: lop)?|loai lop|cac lop|lop hoc|lop|doi tuong"
_ORDER = r"(?:tt|stt|so tt)"
_CLASSES = r"so(?: luong)? lop(?: da)?(?: mo)?"
_PEOPLE = r"(?:tong )?so(?: luong)? (?P<unit>luot(?: hoc vien| nguoi)?|hoc vien|hv|nguoi|can bo|dang vien)"
_GAP = r"[\s|;:]*"
_HEADING = re.compile(
    rf"(?<!\w)(?:{_ORDER}{_GAP})?(?:{_NAME}){_GAP}(?:(?P<classes>{_CLASSES}){_GAP})?{_PEOPLE}(?!\w)"
    rf"(?:{_GAP}(?:\(\w+(?: \w+)?\)|ghi chu))*[\s|:;.]*"
)
_CELL = r"(?:\d{1,3}(?:\.\d{3})+|\d+|-)"
_LABEL = r"(?:(?:\d{1,2}|[ivx]+)[.)]?[\s|]+)?(?P<label>[^\W\d](?:[^\n|;]{2,120}?(?=\s*\|)|(?:(?!\s\d)[^\n|;]){2,120}?))"
_ENDS = r"(?=[\s|;]|$|[.](?:\s|$))"
_TOTAL = re.compile(r"\s*(?:tong(?: cong| so)?|cong)\s*$")


@dataclass(frozen=True)
class Row:
    """Letters `start` to `end`; its cells as numbers, the words of its first column."""

    start: int
    end: int
    classes: Number | None
    people: Number | None
    unit: str
    is_total: bool


def find_rows(letters: Letters) -> list[Row]:
    """Every row under a heading, in the order of the text. Linear in the text."""
    found: list[Row] = []
    text = _barred(letters)
    for heading in _HEADING.finditer(text):
        if not found or heading.start() >= found[-1].end:
            rows = list(_rows(letters, text, heading))
            if len(rows) > 1:
                found += rows
    return found


def _barred(letters: Letters) -> str:
    """The bare letters with a bar for each tab."""
    if "\t" not in letters.original:
        return letters.bare
    firsts = (letters.original[place] for place in letters.starts[:-1])
    return "".join("|" if first == "\t" else char for first, char in zip(firsts, letters.bare, strict=True))


def _rows(letters: Letters, text: str, heading: re.Match[str]) -> Iterator[Row]:
    cells = 2 if heading["classes"] else 1
    shape = re.compile(
        rf"[\s|:-]*{_LABEL}[\s|:]+" + r"[\s|]+".join(rf"(?P<c{at}>{_CELL})" for at in range(cells)) + _ENDS + r"[ |;]*"
    )
    place = heading.end()
    while row := shape.match(text, place):
        counted = [find_cell(letters, *row.span(f"c{at}")) for at in range(cells)]
        yield Row(
            row.start(),
            row.end(f"c{cells - 1}"),
            counted[0] if cells == 2 else None,
            counted[-1],
            heading["unit"].split()[0],
            is_total=bool(_TOTAL.match(row["label"])),
        )
        place = row.end()

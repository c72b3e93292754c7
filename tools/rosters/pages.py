"""A workbook before it is written: pages of cells, and the truth that grows with every row laid on them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from tools.rosters.crowd import EDUCATION, Sample

Value = str | int | float | date | None
FIELDS = (
    "full_name",
    "birth",
    "sex",
    "ethnicity",
    "identity_number",
    "party_card",
    "profile_number",
    "admitted_on",
    "official_on",
    "education",
    "theory_level",
    "post",
    "unit_name",
)


def letter(column: int) -> str:
    """The name of a column counted from 0: A, B … Z, AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def a1(row: int, column: int) -> str:
    """The name of a cell counted from 0."""
    return f"{letter(column)}{row + 1}"


@dataclass(slots=True)
class Cell:
    """`show` is a number format; `formula` stands before a value that Excel has worked out."""

    value: Value
    show: str = ""
    font: str = ""
    formula: str = ""


def facts(person: Sample) -> dict[str, str]:
    """What a roster that says everything in full would say of this person."""
    return {
        "full_name": person.full_name,
        "birth": person.born.isoformat(),
        "sex": person.sex,
        "ethnicity": person.ethnicity,
        "identity_number": person.identity_number,
        "party_card": person.party_card,
        "profile_number": person.profile_number,
        "admitted_on": person.admitted.isoformat(),
        "official_on": person.official.isoformat() if person.official else "",
        "theory_level": person.theory,
        "post": person.post,
        "unit_name": person.unit,
    }


@dataclass(slots=True)
class Entry:
    """One person on one row, while it is being written.

    `truth`: field → the value, or a list of values that are all right. `doubtful`: no value may be given silently. `may_ask`: the value, or a
    problem at the cell instead of it. `cells`: field → where the file says it. `repeats`: the row of the same person earlier in the file.
    `beside`: another person stands in the same row, or the row may be left out on purpose: a problem in the row is as good as the person.
    """

    person: Sample
    rng: Random
    number: int
    sheet: str
    row: int
    truth: dict[str, Any] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    may_ask: set[str] = field(default_factory=set)
    cells: dict[str, list[str]] = field(default_factory=dict)
    schools: list[str] = field(default_factory=list)
    repeats: int | None = None
    beside: bool = False

    def doubt(self, name: str, value: Any = "") -> None:
        self.truth[name] = value
        self.doubtful.add(name)

    def ask(self, name: str, value: Any) -> None:
        self.truth[name] = value
        self.may_ask.add(name)

    def study(self, level: str) -> None:
        """The file states this education; the highest stated is the truth."""
        if level:
            self.schools.append(level)

    def as_json(self) -> dict[str, Any]:
        truth = dict.fromkeys(FIELDS, "") | self.truth
        if "education" not in self.truth:
            truth["education"] = max(self.schools, key=EDUCATION.index, default="")
        return {
            "sheet": self.sheet,
            "row": self.row + 1,
            **truth,
            "doubtful": sorted(self.doubtful),
            "may_ask": sorted(self.may_ask),
            "cells": self.cells,
            "repeats": None if self.repeats is None else self.repeats + 1,
            "beside": self.beside,
        }


@dataclass(frozen=True, slots=True)
class Column:
    """`header`: its levels from the top. `write` gives what stands in the cell and may correct the entry's truth."""

    header: tuple[str, ...]
    write: Callable[[Entry], Any]
    fields: tuple[str, ...] = ()
    encode: Callable[[str], str] | None = None
    encoding: str = ""
    font: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """People under an optional group row: its texts from the first column on, `merged` over all columns if there is one."""

    people: Sequence[Sample]
    labels: tuple[str, ...] = ()
    unit: str = ""
    merged: bool = False
    above: tuple[tuple[str, ...], ...] = ()  # rows of the groups around it, standing first
    subtotal: str = ""


@dataclass(slots=True)
class Page:
    """One sheet. Rows and columns count from 0 here, from 1 in the truth."""

    name: str
    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    encode: Callable[[str], str] | None = None
    encoding: str = ""
    font: str = ""
    entries: list[Entry] = field(default_factory=list)
    headers: list[list[int]] = field(default_factory=list)
    columns: list[dict[str, Any]] = field(default_factory=list)

    @property
    def end(self) -> int:
        """The first row below all that is written."""
        return max((row for row, _column in self.cells), default=-1) + 1

    def put(self, row: int, column: int, value: Any, *, like: Column | None = None) -> None:
        """Lay a value down, encoded as the page or its column is."""
        cell = value if isinstance(value, Cell) else Cell(value)
        if cell.value is None or cell.value == "":
            return
        encode = (like.encode if like and like.encode else None) or self.encode
        if isinstance(cell.value, str) and encode:
            cell.value = encode(cell.value)
        cell.font = cell.font or (like.font if like else "") or self.font
        self.cells[row, column] = cell

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def lines(self, row: int, texts: Iterable[tuple[int, str]]) -> int:
        """Texts at columns, a row each; returns the row below."""
        for column, text in texts:
            self.put(row, column, text)
            row += 1
        return row

    def header(
        self, top: int, left: int, columns: Sequence[Column], *, merge: bool = True, singles: str = "top"
    ) -> int:
        """The header block, cells merged as Excel users merge them; returns the row below."""
        depth = max(len(column.header) for column in columns)
        for level in range(depth):
            at = 0
            while at < len(columns):
                header = columns[at].header
                if level >= len(header):
                    at += 1
                    continue
                last = at
                whole = level == len(header) - 1
                if not whole:
                    while last + 1 < len(columns) and (
                        columns[last + 1].header[: level + 1] == header[: level + 1]
                        and len(columns[last + 1].header) > level + 1
                    ):
                        last += 1
                below = depth - 1 if whole else level
                row = top + (below if whole and singles == "bottom" else level)
                self.put(row, left + at, header[level], like=columns[at])
                if merge and row == top + level:
                    self.merge(top + level, left + at, top + below, left + last)
                at = last + 1
        return top + depth

    def table(
        self,
        rng: Random,
        columns: Sequence[Column],
        sections: Sequence[Section],
        *,
        top: int,
        left: int = 0,
        merge: bool = True,
        singles: str = "top",
        numbers: Sequence[str | int] | None = None,
        again_every: int = 0,
        restart: bool = False,
        blank_every: int = 0,
        tall: int = 1,
    ) -> int:
        """Header, group rows and people; the truth of every row is remembered. Returns the row below.

        `numbers` is the row of column numbers; `again_every` repeats the header after so many people; `restart` counts anew in every
        section; `tall` rows belong to one person, whose writers may give a list, one value a row.
        """
        row = self._known_header(top, left, columns, numbers or (), merge=merge, singles=singles)
        self.hidden_columns |= {left + index for index, column in enumerate(columns) if column.hidden}
        number = written = 0
        for section in sections:
            for labels in section.above:
                row = self._group(row, left, labels, len(columns), merged=section.merged)
            at = row
            if section.labels:
                row = self._group(row, left, section.labels, len(columns), merged=section.merged)
            number = 0 if restart else number
            for person in section.people:
                if again_every and written and written % again_every == 0:
                    row = self.header(row, left, columns, merge=merge, singles=singles)
                if blank_every and written and written % blank_every == 0:
                    row += 1
                number, written = number + 1, written + 1
                entry = Entry(person, rng, number, self.name, row)
                if " " not in person.full_name:
                    entry.may_ask.add("full_name")  # a name of one word is right, and a question is too
                if section.unit:
                    entry.truth["unit_name"] = section.unit
                    entry.cells["unit_name"] = [a1(at, left + index) for index in range(len(section.labels))]
                self._person(entry, columns, left, tall)
                row += tall
            if section.subtotal:
                self.put(row, left + 1, section.subtotal)
                row += 1
        return row

    def _known_header(
        self, top: int, left: int, columns: Sequence[Column], numbers: Sequence[str | int], *, merge: bool, singles: str
    ) -> int:
        """The header and its row of numbers, kept for the truth."""
        row = self.header(top, left, columns, merge=merge, singles=singles)
        self.headers.append(list(range(top + 1, row + 1)))
        self.columns += [
            {
                "letter": letter(left + index),
                "header": " / ".join(column.header),
                "fields": list(column.fields),
                "encoding": column.encoding or self.encoding,
            }
            for index, column in enumerate(columns)
        ]
        for index, number in enumerate(numbers):
            self.put(row, left + index, number)
        return row + bool(numbers)

    def _group(self, row: int, left: int, labels: Sequence[str], width: int, *, merged: bool) -> int:
        for index, label in enumerate(labels):
            self.put(row, left + index, label)
        if merged:
            start = len(labels) - 1
            self.merge(row, left + start, row, left + width - 1)
        return row + 1

    def _person(self, entry: Entry, columns: Sequence[Column], left: int, tall: int) -> None:
        known = facts(entry.person)
        for index, column in enumerate(columns):
            value = column.write(entry)
            for step, part in enumerate(value if isinstance(value, list) else [value]):
                self.put(entry.row + step, left + index, part, like=column)
            if tall > 1 and not isinstance(value, list):
                self.merge(entry.row, left + index, entry.row + tall - 1, left + index)
            for name in column.fields:
                entry.cells.setdefault(name, []).extend(a1(entry.row + step, left + index) for step in range(tall))
                if name in known:
                    entry.truth.setdefault(name, known[name])
        self.entries.append(entry)


@dataclass(slots=True)
class Book:
    """A file: its pages and what is expected of it as a whole.

    `write` says how it becomes bytes. `refused`: "" it is read · "must" the whole file is refused in words · "may" reading it rightly and
    refusing it are both right. `unseen`: sheets whose people are neither asked for nor forbidden.
    """

    pages: list[Page]
    write: str
    options: dict[str, Any] = field(default_factory=dict)
    refused: str = ""
    unseen: tuple[str, ...] = ()

    def truth(self) -> dict[str, Any]:
        return {
            "people": [entry.as_json() for page in self.pages for entry in page.entries],
            "header_row": {page.name: page.headers for page in self.pages if page.headers},
            "columns": [{"sheet": page.name} | column for page in self.pages for column in page.columns],
            "refused": self.refused,
            "unseen": list(self.unseen),
        }

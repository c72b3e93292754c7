"""The rows of a roster that still need somebody, as a workbook with the file's own headers: put right there, it goes up again."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from hocvien.exchange.arithmetic.columns import index_of
from hocvien.exchange.constants import HEADERS
from hocvien.exchange.data import KeptRow
from hocvien.exchange.models import RosterPart, StoredRoster
from hocvien.exchange.operations.outgoing_books import open_book
from hocvien.exchange.operations.roster_kept import CellTexts, list_rows

_WIDTH, _MOST_WIDTH = 12, 40
_COMMENT = {"x_scale": 2.0, "y_scale": 1.2}
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def make_held_workbook(roster: StoredRoster) -> bytes:
    """XLSX of the rows with a problem or a decision to make: repaired text, problem cells coloured, what is wrong as their comments.

    A query for each part that has such rows. Headers are the file's own, so the same columns are recognised again.
    """
    rows = {(row.sheet, row.row): row for row in list_rows(roster) if row.problems or row.action == "duplicate"}
    buffer = BytesIO()
    with open_book(buffer) as book:
        formats = {
            "head": book.add_format(
                {
                    "bold": True,
                    "bg_color": "#F1EDE4",
                    "border": 1,
                    "text_wrap": True,
                    "valign": "top",
                    "num_format": "@",
                }
            ),
            "text": book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
            "bad": book.add_format({"num_format": "@", "bg_color": "#FBE3E0", "border": 1, "valign": "top"}),
            "warn": book.add_format({"num_format": "@", "bg_color": "#FBF0D9", "border": 1, "valign": "top"}),
        }
        sheets: dict[int, Any] = {}
        for part in RosterPart.objects.filter(roster=roster).order_by("number").iterator():
            texts = CellTexts(roster, part)
            for raw in part.rows:
                sheet = roster.layout["sheets"][raw[0]]
                row = rows.get((sheet["name"], raw[1]))
                if row is None:
                    continue
                if raw[0] not in sheets:
                    sheets[raw[0]] = _Sheet(book, formats, sheet, taken=len(sheets))
                sheets[raw[0]].write(raw, row, texts)
        if not sheets:
            book.add_worksheet(_("Danh sách"))
    return buffer.getvalue()


class _Sheet:
    """One sheet of the workbook, while it is written."""

    def __init__(self, book: Any, formats: Mapping[str, Any], sheet: Mapping[str, Any], *, taken: int) -> None:
        name = str(sheet["name"]).translate(_FORBIDDEN).strip("' ")[: 31 - 3] or "Sheet"
        known = {one.get_name().casefold() for one in book.worksheets()}
        self.sheet = book.add_worksheet(name if name.casefold() not in known else f"{name} {taken + 1}")
        self.formats = formats
        self.letters = [column["letter"] for column in sheet["columns"]]
        self.unit_at = next(
            (index_of(c["letter"]) for c in sheet["columns"] if "unit_name" in str(c["field"]).split("+")), None
        )
        self.extra = max((index_of(letter) for letter in self.letters), default=-1) + 1
        heads = {index_of(column["letter"]): str(column["header"]).split(" / ") for column in sheet["columns"]}
        self.next = max((len(parts) for parts in heads.values()), default=1)
        for index, parts in heads.items():
            self.sheet.set_column(index, index, min(_MOST_WIDTH, max(_WIDTH, len(parts[-1]) + 2)), formats["text"])
        self._write_heads(heads)
        self.sheet.freeze_panes(self.next, 0)

    def _write_heads(self, heads: Mapping[int, list[str]]) -> None:
        """As a person draws them: a head over several columns stands once, one of a single line over the whole block."""
        look, last = self.formats["head"], self.next - 1
        for line in range(self.next):
            at = 0
            while at < self.extra:
                parts = heads.get(at, [""])
                if line >= len(parts):
                    at += 1
                    continue
                wide = at
                while parts[line + 1 :] and heads.get(wide + 1, [])[: line + 1] == parts[: line + 1]:
                    wide += 1
                low = last if line == len(parts) - 1 else line
                if (low, wide) == (line, at):
                    self.sheet.write_string(line, at, parts[line], look)
                else:
                    self.sheet.merge_range(line, at, low, wide, parts[line], look)
                at = wide + 1

    def write(self, raw: Sequence[Any], row: KeptRow, texts: CellTexts) -> None:
        """One row of people with what is wrong in it."""
        said: dict[int, list[str]] = {}
        tones: dict[int, str] = {}
        is_english = get_language() == "en"
        for one in row.problems:
            letter = one.cell.partition("!")[2].rstrip("0123456789")
            index = self.extra if letter == "@" else index_of(letter)
            said.setdefault(index, []).append(one.message_en if is_english else one.message_vi)
            if tones.get(index) != "bad":
                tones[index] = "bad" if one.holds else "warn"
        if row.action == "duplicate":
            said.setdefault(self._first(), []).append(row.reason_en if is_english else row.reason_vi)
            tones.setdefault(self._first(), "warn")
        for letter in self.letters:
            index = index_of(letter)
            text = texts.at(row.sheet, row.row, letter)
            self.sheet.write_string(self.next, index, text, self.formats[tones.get(index, "text")])
        self._write_group(texts.at(row.sheet, row.row, "@"), tones.get(self.extra, "text"))
        for index, words in said.items():
            self.sheet.write_comment(self.next, index, "\n".join(words), _COMMENT)
        self.next += 1

    def _first(self) -> int:
        return index_of(self.letters[0]) if self.letters else 0

    def _write_group(self, group: str, look: str) -> None:
        """The unit that a group row named: its row is not here, so it stands in a column."""
        if self.unit_at is not None:
            return
        with override("vi"):
            self.sheet.write_string(0, self.extra, HEADERS["unit_name"][0], self.formats["head"])
        self.sheet.write_string(self.next, self.extra, group, self.formats[look])

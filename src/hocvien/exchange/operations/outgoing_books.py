"""What workbooks that go out have in common: texts that stay texts, and of those that come back filled in, heads, lists and guide."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter


def open_book(file: BytesIO) -> xlsxwriter.Workbook:
    """A workbook made in memory. What people wrote becomes neither a formula nor a link."""
    return xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})


def head_style(book: xlsxwriter.Workbook) -> Any:
    return book.add_format({"bold": True, "bg_color": "#F1EDE4", "border": 1, "text_wrap": True, "valign": "top"})


def text_style(book: xlsxwriter.Workbook) -> Any:
    """Of cells to be filled in: text, so that no zero is dropped and no date is turned around."""
    return book.add_format({"num_format": "@"})


def write_list(sheet: Any, heads: Sequence[str], rows: Iterable[Sequence[str]], head: Any) -> None:
    """Names and codes to choose from: a name, its code, where it belongs."""
    sheet.write_row(0, 0, heads, head)
    for at, words in enumerate(rows, start=1):
        for column, text in enumerate(words):
            sheet.write_string(at, column, text)
    for column, width in enumerate((50, 26, 50)[: len(heads)]):
        sheet.set_column(column, column, width)


def write_guide(book: xlsxwriter.Workbook, sheet: Any, title: str, lines: Iterable[str], *, size: int = 14) -> None:
    """How the workbook is filled in, a line each, below a title of so many points."""
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 110, wrap)
    sheet.write_string(0, 0, title, book.add_format({"bold": True, "font_size": size}))
    for row, line in enumerate(lines, start=2):
        sheet.write_string(row, 0, line, wrap)

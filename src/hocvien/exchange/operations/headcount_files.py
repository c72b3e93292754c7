"""Numbers of a study session as a workbook that goes out and comes back, or as cells pasted from one. Only read here; `meetings` judges."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

from django.utils.translation import gettext as _

from hocvien.common.text import clean_name, fold
from hocvien.exchange.constants import HEADCOUNT_COLUMNS
from hocvien.exchange.data import HeadcountLine
from hocvien.exchange.errors import HeadcountsUnreadable
from hocvien.exchange.operations.outgoing_books import head_style, open_book
from hocvien.exchange.operations.plain_tables import cells_by_field, columns_of, find_table, letter_of
from hocvien.meetings import api as meetings

_NAMES = {fold(name): field for field, names in HEADCOUNT_COLUMNS.items() for name in names}
_MEMBERS = "Đảng viên"


def make_headcount_workbook(point: meetings.Point, rows: Sequence[meetings.Row]) -> bytes:
    """What is to be entered at a point, filled with what is recorded, as XLSX. Headers are Vietnamese in any language. No query."""
    buffer = BytesIO()
    with open_book(buffer) as book:
        head = head_style(book)
        open_cell = book.add_format({"border": 1, "num_format": "#,##0"})
        bold = book.add_format({"bold": True, "font_size": 13})
        sheet = book.add_worksheet(_("Số người dự"))
        sheet.write_string(0, 0, point.session.topic, bold)
        sheet.write_string(1, 0, f"{point.place}, {point.on:%d/%m/%Y}")
        fields = ["present"] if point.is_makeup else ["invited", "present"]
        titles = [HEADCOUNT_COLUMNS["code"][0], HEADCOUNT_COLUMNS["unit"][0], _MEMBERS]
        for column, title in enumerate([*titles, *(HEADCOUNT_COLUMNS[field][0] for field in fields)]):
            sheet.write_string(3, column, title, head)
        for at, row in enumerate(rows, start=4):
            sheet.write_string(at, 0, row.code)
            sheet.write_string(at, 1, row.name)
            if row.members is not None:
                sheet.write_number(at, 2, row.members)
            for column, field in enumerate(fields, start=3):
                number = getattr(row, field)
                if number is None:
                    sheet.write_blank(at, column, None, open_cell)
                else:
                    sheet.write_number(at, column, number, open_cell)
        sheet.freeze_panes(4, 2)
        sheet.set_column(0, 0, 18)
        sheet.set_column(1, 1, 48)
        sheet.set_column(2, 4, 14)
    return buffer.getvalue()


def read_headcounts(content: bytes, filename: str) -> list[HeadcountLine]:
    """Lines of the first sheet that names units and who was there; xlsx, xls, ods or text, opened by a child process.

    Raises RosterUnreadable (no workbook, locked, too big, too slow), HeadcountsUnreadable (no such columns, no lines). No query.
    """
    table = find_table(
        content,
        filename,
        names=_NAMES,
        suits=lambda found: "present" in found and bool({"code", "unit"} & set(found)),
    )
    if table is None:
        raise HeadcountsUnreadable("no_headcount_columns", filename)
    lines = list(_lines(table.rows, table.columns))
    if not lines:
        raise HeadcountsUnreadable("empty_headcounts", filename)
    return lines


def read_pasted_headcounts(text: str, *, is_makeup: bool) -> list[HeadcountLine]:
    """Cells copied from a workbook: with a row of headers, or unit then numbers in the order of the page, or numbers alone in its order.

    Raises HeadcountsUnreadable where it is not plain which number is which. No query.
    """
    name = _("Vùng đã dán")
    rows = [
        (number, [clean_name(cell) for cell in line.split("\t")])
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip()
    ]
    if not rows:
        raise HeadcountsUnreadable("empty_headcounts", name)
    columns = columns_of(rows[0][1], _NAMES)
    if "present" in columns:
        return list(_lines(rows[1:], columns))
    fields = ["present"] if is_makeup else ["invited", "present"]
    width = max(len(cells) for _number, cells in rows)
    if width == len(fields):
        columns = {field: place for place, field in enumerate(fields)}
    elif width == len(fields) + 1:
        columns = {"unit": 0} | {field: place for place, field in enumerate(fields, start=1)}
    else:
        raise HeadcountsUnreadable("headcounts_unclear", name)
    return list(_lines(rows, columns))


def _lines(rows: Sequence[tuple[int, Sequence[str]]], columns: Mapping[str, int]) -> Iterator[HeadcountLine]:
    is_named = bool({"code", "unit"} & set(columns))
    for number, cells in rows:
        told = cells_by_field(cells, columns)
        if is_named and not (told.get("code") or told.get("unit")):
            continue
        yield HeadcountLine(
            line=number,
            code=told.get("code", ""),
            unit=told.get("unit", ""),
            invited=told.get("invited"),
            present=told.get("present"),
            cells={field: f"{letter_of(place)}{number}" for field, place in columns.items()},
        )

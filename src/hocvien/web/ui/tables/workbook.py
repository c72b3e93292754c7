"""A table as a workbook: strings as strings (no text can become a formula), dates as dates, shares as shares."""

import tempfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import IO, TYPE_CHECKING, Any

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.common import clock
from hocvien.common.intervals import OPEN_END
from hocvien.web.ui import formats
from hocvien.web.ui.parts import Status

if TYPE_CHECKING:
    from hocvien.web.ui.tables.table import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_EARLIEST = date(1900, 3, 1)  # before this a spreadsheet's calendar is wrong
_SHEET_NAME_LENGTH = 31
_STEP = 1000
_WIDTHS = {"number": 12, "percent": 11, "date": 12, "datetime": 18, "status": 20, "text": 18}
_FORMATS = {
    "number": {"num_format": "#,##0"},
    "fraction": {"num_format": "#,##0.00"},
    "percent": {"num_format": "0.00%"},
    "date": {"num_format": "dd/mm/yyyy"},
    "datetime": {"num_format": "hh:mm dd/mm/yyyy"},
}


def write_workbook(table: "Table", into: IO[bytes], *, report: Callable[[int, int], None] | None = None) -> None:
    """Sheet 1: heads, rows, totals. Sheet 2: what it is, for which unit and period, how filtered, when made.

    Row by row into a file beside `into`, so memory does not grow with the list. `report(done, total)` is told after each thousand rows.
    """
    with tempfile.TemporaryDirectory(prefix="hocvien-export-") as place:
        _write(table, into, place, report)
    into.seek(0)


def _write(table: "Table", into: IO[bytes], place: str, report: Callable[[int, int], None] | None) -> None:
    options = {
        "constant_memory": True,
        "tmpdir": place,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "remove_timezone": True,
    }
    book = xlsxwriter.Workbook(into, options)
    sheet = book.add_worksheet(_sheet_name(str(table.caption) or table.name))
    columns = [column for column in table.shown_columns if column.export is not False]
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    styles = {kind: book.add_format(options) for kind, options in _FORMATS.items()}
    bold = {kind: book.add_format({**_FORMATS.get(kind, {}), "bold": True, "top": 1}) for kind in (*_FORMATS, "text")}
    line = 0
    if any(str(column.group) for column in columns):
        for at, column in enumerate(columns):
            sheet.write_string(line, at, str(column.group), head)
        line += 1
    for at, column in enumerate(columns):
        sheet.write_string(line, at, str(column.label), head)
        sheet.set_column(at, at, 30 if column.header else _WIDTHS[column.kind])
    sheet.freeze_panes(line + 1, 1 if columns and columns[0].header else 0)
    first = line
    for row in _told(table, report):
        line += 1
        for at, column in enumerate(columns):
            value = column.export_value(row)
            kind = "fraction" if column.kind == "number" and _is_fraction(value) else column.kind
            write_cell(sheet, line, at, value, styles.get(kind), is_date_only=kind == "date")
    if line > first and columns:
        sheet.autofilter(first, 0, line, len(columns) - 1)
    if table.has_totals:
        line += 1
        for cell in table.total_cells:
            if cell.column in columns:
                at, kind = columns.index(cell.column), cell.column.kind
                value = cell.value if cell.column.key in table.totals else cell.text
                write_cell(sheet, line, at, value, bold.get(kind, bold["text"]))
    _write_about(book, table)
    book.close()


def _told(table: "Table", report: Callable[[int, int], None] | None) -> Iterator[Any]:
    """All rows; how many there were is told on the way."""
    done = 0
    for done, row in enumerate(table.all_rows(), start=1):
        yield row
        if report is not None and done % _STEP == 0:
            report(done, max(table.count, done))
    if report is not None:
        report(done, done)


def write_cell(sheet: Any, line: int, at: int, value: Any, style: Any = None, *, is_date_only: bool = False) -> None:
    """One value by its own type; text always as text."""
    if isinstance(value, Status):
        value = value.word
    if value is None or value == "":
        sheet.write_blank(line, at, None, style)
    elif isinstance(value, bool):
        sheet.write_string(line, at, _("có") if value else _("không"), style)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(line, at, value, style)
    elif isinstance(value, datetime):
        local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        sheet.write_datetime(line, at, local.date() if is_date_only else local, style)
    elif isinstance(value, date):
        if value >= OPEN_END:
            sheet.write_blank(line, at, None, style)
        elif value < _EARLIEST:
            sheet.write_string(line, at, formats.day(value), style)
        else:
            sheet.write_datetime(line, at, value, style)
    else:
        sheet.write_string(line, at, str(value), style)


def _is_fraction(value: Any) -> bool:
    return isinstance(value, float | Decimal) and value != int(value)


def _write_about(book: Any, table: "Table") -> None:
    sheet = book.add_worksheet(_sheet_name(_("Thông tin")))
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 60)
    scope = getattr(table.request, "scope", None)
    facts = [(_("Danh sách"), str(table.caption)), (_("Số hàng"), formats.number(table.count))]
    if scope is not None:
        facts += [(_("Đơn vị"), scope.unit_name), (_("Kỳ"), scope.period.label)]
        if scope.is_another_day:
            facts.append((_("Tình hình ngày"), formats.day(scope.day)))
    facts += table.active_filters
    facts.append((_("Lập lúc"), formats.moment(clock.now())))
    bold = book.add_format({"bold": True})
    for line, (label, value) in enumerate(facts):
        sheet.write_string(line, 0, label, bold)
        sheet.write_string(line, 1, value)


def _sheet_name(name: str) -> str:
    cleaned = "".join(" " if char in "[]:*?/\\'" else char for char in name).strip()
    return cleaned[:_SHEET_NAME_LENGTH].strip() or "1"

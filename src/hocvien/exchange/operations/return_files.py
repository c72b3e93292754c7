"""A statistics form as the workbook that offices expect, and such a workbook read back. Only read here; `returns` judges.

Rows and columns are found by their codes (first column, last line of the head), so lines may be inserted and order does not matter. A hidden
sheet says which form, version, return and unit it is. No cell holds a formula: what is in the file is what was answered.
"""

import textwrap
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from hocvien.common.text import clean_name
from hocvien.exchange.arithmetic.columns import letter
from hocvien.exchange.constants import HEADER_SEARCH_ROWS
from hocvien.exchange.data import ReturnCell, ReturnFile, ReturnHead
from hocvien.exchange.errors import ReturnUnreadable
from hocvien.exchange.operations.outgoing_books import open_book
from hocvien.exchange.operations.roster_reading import open_in_child
from hocvien.returns import api as returns

_FACE = "Times New Roman"
_LABEL = "hocvien"
_LABEL_LINES = 4
_CODE = "Mã"
_LEFT = 3
_WIDTH = 12  # of a column of figures, in characters
_LINE = 15  # points of a line
_ENTERED, _CHANGED = "#FFF4D6", "#FBE3DF"


def make_return_workbook(
    head: ReturnHead,
    layout: returns.Layout,
    made: returns.Compiled,
    values: dict[str, returns.Value],
    *,
    changed: Sequence[str] = (),
    explanations: dict[str, str] | None = None,
) -> bytes:
    """The form with figures as XLSX: head with shared headings merged, number formats, hand-entered cells coloured with a legend, signatures.

    No query.
    """
    buffer = BytesIO()
    with open_book(buffer) as book:
        styles = _styles(book)
        sheet = book.add_worksheet(_("Biểu"))
        last = _LEFT + len(layout.columns) - 1
        top = _titles(sheet, head, styles, last)
        top = _heads(sheet, layout, styles, top)
        top = _body(sheet, layout, made, values, set(changed), styles, top)
        top = _legend(sheet, made, bool(changed), styles, top + 1)
        if explanations:
            top = _explanations(sheet, layout, explanations, styles, top + 1)
        _signatures(sheet, head, styles, top + 1, last)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 5)
        sheet.set_column(1, 1, 5)
        sheet.set_column(2, 2, 44)
        sheet.set_column(_LEFT, last, _WIDTH)
        label = book.add_worksheet(_LABEL)
        for at, text in enumerate((head.return_uuid, head.form_uuid, head.unit_code, head.form_code)):
            label.write_string(at, 0, text)
        label.hide()
    return buffer.getvalue()


def read_return(content: bytes, filename: str, layout: returns.Layout, made: returns.Compiled) -> ReturnFile:
    """Numbers of a workbook by cell of the form; xlsx, xls, ods or text, opened by a child process. What is no number is a problem at its cell.

    Raises RosterUnreadable (no workbook, locked, too big, too slow), ReturnUnreadable (not this form). No query.
    """
    told, parts = open_in_child(content, filename, {"plain": True, "hidden": _LABEL})
    rows = [row for part in parts for row in part]
    label: tuple[str, ...] = ()
    for index, name in enumerate(told["sheets"]):
        own = [(number, [_text(cell) for cell in cells]) for at, number, cells in rows if at == index]
        if name == _LABEL:
            # by their lines: a form on its own names no return, and a reader leaves out what is empty
            lines = {number: cells[0] for number, cells in own if cells}
            label = tuple(lines.get(number, "") for number in range(1, _LABEL_LINES + 1))
    for index, name in enumerate(told["sheets"]):
        if name == _LABEL:
            continue
        own = [(number, [_text(cell) for cell in cells]) for at, number, cells in rows if at == index]
        for place, (_number, cells) in enumerate(own[: HEADER_SEARCH_ROWS * 2]):
            columns = _columns(cells, layout)
            if columns:
                cells_read, problems = _read(own[place + 1 :], columns, layout, made)
                if not cells_read and not problems:
                    raise ReturnUnreadable("empty_return", filename)
                return ReturnFile(label, tuple(cells_read), tuple(problems))
    raise ReturnUnreadable("no_return_columns", filename)


# --- Reading ----------------------------------------------------------------------------------------------------------


def _columns(cells: Sequence[str], layout: returns.Layout) -> dict[int, str]:
    """Place → code of the column; {} where the line is no line of codes."""
    known = {column.code for column in layout.columns}
    found = {place: cell for place, cell in enumerate(cells) if cell in known}
    return found if cells and cells[0] == _CODE and found else {}


def _read(
    rows: Sequence[tuple[int, Sequence[str]]],
    columns: dict[int, str],
    layout: returns.Layout,
    made: returns.Compiled,
) -> tuple[list[ReturnCell], list[tuple[str, str]]]:
    known = {row.code for row in layout.rows}
    found: list[ReturnCell] = []
    problems: list[tuple[str, str]] = []
    seen: dict[str, int] = {}
    for number, cells in rows:
        code = cells[0] if cells else ""
        if code not in known:
            continue
        if code in seen:
            words = _("Mã hàng “{code}” đã có ở dòng {line}. Giữ một dòng cho mỗi mã.")
            problems.append((f"A{number}", words.format(code=code, line=seen[code])))
            continue
        seen[code] = number
        for place, column in columns.items():
            text = cells[place] if place < len(cells) else ""
            where = f"{letter(place)}{number}"
            key = f"{code}.{column}"
            plan = made.plans.get(key)
            if not text or text == "x":
                continue
            if plan is None:
                problems.append((where, _("Ô này của biểu không ghi số.")))
                continue
            if plan.is_percent:
                continue
            value = _number_of(text)
            if value is None:
                words = _("“{text}” không phải số nguyên từ 0 trở lên.")
                problems.append((where, words.format(text=text[:40])))
                continue
            found.append(ReturnCell(key, value, where))
    missing = [row.code for row in layout.rows if row.kind != returns.HEADING and row.code not in seen]
    if missing:
        words = _("Thiếu hàng có mã {codes}. Không xóa hàng của biểu; hàng không có số thì để trống.")
        problems.append(("A", words.format(codes=", ".join(missing[:8]))))
    return found, problems


def _number_of(text: str) -> int | None:
    plain = text.replace("\u00a0", " ").strip()
    parts = plain.replace(" ", ".").split(".")
    if len(parts) > 1 and not all(len(part) == 3 for part in parts[1:]):
        return None
    joined = "".join(parts)
    return int(joined) if joined.isascii() and joined.isdecimal() and len(joined) <= 10 else None


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, float):
        return repr(cell)
    return clean_name(str(cell["d"] if isinstance(cell, dict) else cell))


# --- Writing ----------------------------------------------------------------------------------------------------------


def _styles(book: Any) -> dict[str, Any]:
    plain = {"font_name": _FACE, "font_size": 12}
    boxed = plain | {"border": 1, "valign": "vcenter"}
    return {
        "plain": book.add_format(plain),
        "italic": book.add_format(plain | {"italic": True, "text_wrap": True, "valign": "top"}),
        "bold": book.add_format(plain | {"bold": True}),
        "title": book.add_format(plain | {"bold": True, "font_size": 14, "align": "center"}),
        "sub": book.add_format(plain | {"italic": True, "align": "center"}),
        "sign": book.add_format(plain | {"bold": True, "align": "center"}),
        "head": book.add_format(boxed | {"bold": True, "align": "center", "text_wrap": True}),
        "codes": book.add_format(boxed | {"font_size": 9, "align": "center", "font_color": "#6B6459"}),
        "label": book.add_format(boxed | {"text_wrap": True}),
        "heading": book.add_format(boxed | {"text_wrap": True, "bold": True}),
        **{
            f"{name}{kind}": book.add_format(
                boxed | {"num_format": form, "bold": bold} | ({"bg_color": colour} if colour else {})
            )
            for name, colour in (("", ""), ("entered-", _ENTERED), ("changed-", _CHANGED))
            for kind, form, bold in (
                ("number", "#,##0", False),
                ("percent", "0.00%", False),
                ("sum", "#,##0", True),
            )
        },
        "void": book.add_format(boxed | {"align": "center", "font_color": "#6B6459"}),
    }


def _titles(sheet: Any, head: ReturnHead, styles: dict[str, Any], last: int) -> int:
    sheet.write_string(0, 0, head.superior, styles["plain"])
    sheet.write_string(1, 0, head.unit_name, styles["bold"])
    sheet.write_string(0, max(last - 1, _LEFT), head.form_code, styles["bold"])
    for at, (text, style) in enumerate(
        ((head.form_name.upper(), "title"), (head.period, "sub"), (head.remark, "sub")), start=3
    ):
        if text:
            sheet.merge_range(at, 0, at, last, "", styles[style])
            sheet.write_string(at, 0, text, styles[style])
    return 7


def _heads(sheet: Any, layout: returns.Layout, styles: dict[str, Any], top: int) -> int:
    lines = returns.heads_of(layout)
    bottom = top + len(lines) - 1
    for column, words in enumerate((_CODE, "TT", _("Nội dung"))):
        _span(sheet, top, column, bottom, column, words, styles["head"])
    taken: set[tuple[int, int]] = set()
    for level, line in enumerate(lines):
        column = 0
        tallest = max((ceil(_lines(words, wide) / high) for words, wide, high in line), default=1)
        # an office program makes no room by itself beside merged cells, and cuts the words
        sheet.set_row(top + level, _LINE * tallest)
        for words, wide, high in line:
            while (level, column) in taken:
                column += 1
            taken |= {(level + down, column + right) for down in range(high) for right in range(wide)}
            first = _LEFT + column
            _span(sheet, top + level, first, top + level + high - 1, first + wide - 1, words, styles["head"])
            column += wide
    sheet.write_string(bottom + 1, 0, _CODE, styles["codes"])
    sheet.write_string(bottom + 1, 1, "", styles["codes"])
    sheet.write_string(bottom + 1, 2, "", styles["codes"])
    for at, one in enumerate(layout.columns):
        sheet.write_string(bottom + 1, _LEFT + at, one.code, styles["codes"])
    sheet.freeze_panes(bottom + 2, _LEFT)
    sheet.repeat_rows(top, bottom + 1)
    return bottom + 2


def _lines(words: str, wide: int) -> int:
    """How many lines a heading takes over so many columns."""
    return max(len(textwrap.wrap(words, _WIDTH * wide - 1)), 1)


def _span(sheet: Any, top: int, left: int, bottom: int, right: int, words: str, style: Any) -> None:
    if (top, left) != (bottom, right):
        sheet.merge_range(top, left, bottom, right, "", style)
    sheet.write_string(top, left, words, style)


def _body(
    sheet: Any,
    layout: returns.Layout,
    made: returns.Compiled,
    values: dict[str, returns.Value],
    changed: set[str],
    styles: dict[str, Any],
    top: int,
) -> int:
    for at, row in enumerate(layout.rows, start=top):
        bold = row.kind in {returns.HEADING, returns.FORMULA}
        sheet.write_string(at, 0, row.code, styles["codes"])
        sheet.write_string(at, 1, row.number, styles["codes"])
        sheet.write_string(at, 2, "   " * row.level + row.label, styles["heading" if bold else "label"])
        for column, spec in enumerate(layout.columns, start=_LEFT):
            key = f"{row.code}.{spec.code}"
            plan = made.plans.get(key)
            if plan is None:
                sheet.write_string(at, column, "" if row.kind == returns.HEADING else "x", styles["void"])
                continue
            mark = "changed-" if key in changed else "entered-" if plan.is_entered else ""
            style = styles[mark + ("percent" if plan.is_percent else "sum" if bold else "number")]
            value = values.get(key)
            if value is None:
                sheet.write_blank(at, column, None, style)
            else:
                sheet.write_number(at, column, value, style)
    return top + len(layout.rows)


def _legend(sheet: Any, made: returns.Compiled, has_changed: bool, styles: dict[str, Any], top: int) -> int:  # noqa: FBT001 - a private function called once
    if any(plan.is_entered for plan in made.plans.values()):
        sheet.write_blank(top, 1, None, styles["entered-number"])
        sheet.write_string(top, 2, _("Ô nhập tay, chương trình không tính"), styles["plain"])
        top += 1
    if has_changed:
        sheet.write_blank(top, 1, None, styles["changed-number"])
        sheet.write_string(top, 2, _("Ô đơn vị sửa, khác số chương trình tính"), styles["plain"])
        top += 1
    sheet.write_string(top, 2, _("x: ô không ghi số. Để trống: chưa có số, không phải số 0."), styles["italic"])
    return top + 1


def _explanations(
    sheet: Any, layout: returns.Layout, explanations: dict[str, str], styles: dict[str, Any], top: int
) -> int:
    sheet.write_string(top, 2, _("Giải trình"), styles["bold"])
    rows = {row.code: row.label for row in layout.rows}
    columns = {column.code: column.label for column in layout.columns}
    for at, (key, words) in enumerate(explanations.items(), start=top + 1):
        row, _dot, column = key.partition(".")
        sheet.write_string(at, 2, f"{rows.get(row, row)}, {columns.get(column, column)}: {words}", styles["italic"])
    return top + 1 + len(explanations)


def _signatures(sheet: Any, head: ReturnHead, styles: dict[str, Any], top: int, last: int) -> None:
    titles = [one.strip() for one in head.signers.split("|") if one.strip()]
    if not titles:
        return
    day: date = head.on
    words = _("……………, ngày {day:02d} tháng {month:02d} năm {year}").format(day=day.day, month=day.month, year=day.year)
    sheet.write_string(top, max(last - 2, _LEFT), words, styles["plain"])
    places = [2, max(last - 2, _LEFT)] if len(titles) == 2 else range(2, 2 + 3 * len(titles), 3)
    for place, title in zip(places, titles, strict=False):
        sheet.write_string(top + 1, place, title.upper(), styles["sign"])

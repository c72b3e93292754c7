"""Measures by dimensions as a workbook: the very figures of the answer, in the places the screen shows them."""

import io
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hocvien.exchange.operations.outgoing_books import open_book
from hocvien.reporting import api as reporting

_FACE = "Times New Roman"
_SHARES = {one.code for one in reporting.MEASURES if one.how == "share"}


def render_breakdown_xlsx(answer: reporting.Answer, notes: Sequence[str]) -> bytes:
    """One sheet with the table, one with how it was counted. No cell holds a formula; what cannot be told stays empty."""
    out = io.BytesIO()
    book = open_book(out)
    base = {"font_name": _FACE, "font_size": 12}
    styles = {
        "title": book.add_format({**base, "bold": True, "font_size": 14}),
        "text": book.add_format({**base, "text_wrap": True, "valign": "top"}),
        "head": book.add_format({**base, "bold": True, "border": 1, "align": "center", "text_wrap": True}),
        "cell": book.add_format({**base, "border": 1, "text_wrap": True}),
        "number": book.add_format({**base, "border": 1, "num_format": "#,##0"}),
        "share": book.add_format({**base, "border": 1, "num_format": "0.00%"}),
        "total": book.add_format({**base, "border": 1, "bold": True}),
        "total_number": book.add_format({**base, "border": 1, "bold": True, "num_format": "#,##0"}),
        "total_share": book.add_format({**base, "border": 1, "bold": True, "num_format": "0.00%"}),
    }
    _table(book.add_worksheet(_("Thống kê")), answer, styles)
    sheet = book.add_worksheet(_("Cách tính"))
    sheet.set_column(0, 0, 110)
    for at, sentence in enumerate(notes):
        sheet.write_string(at, 0, sentence, styles["text"])
    book.close()
    return out.getvalue()


def _table(sheet: Any, answer: reporting.Answer, styles: dict[str, Any]) -> None:
    titles = {one.code: one.title for one in reporting.MEASURES}
    measures = answer.breakdown.measures
    first = next((one.title for one in reporting.DIMENSIONS if one.code == answer.breakdown.rows), _("Đơn vị"))
    places = [*((one.code, one.title) for one in answer.columns), ("", _("Tất cả") if answer.columns else "")]
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, 1 + len(places) * len(measures), 13)
    sheet.write_string(0, 0, answer.unit_name, styles["title"])
    sheet.write_string(1, 0, reporting.answer_title(answer), styles["title"])
    top = 3
    if answer.columns:
        for at, (_code, title) in enumerate(places):
            left = 2 + at * len(measures)
            if len(measures) > 1:
                sheet.merge_range(top, left, top, left + len(measures) - 1, "", styles["head"])
            sheet.write_string(top, left, title, styles["head"])
        sheet.write_blank(top, 0, None, styles["head"])
        sheet.write_blank(top, 1, None, styles["head"])
        top += 1
    heads = [_("TT"), first, *(titles[measure] for _place in places for measure in measures)]
    for column, head in enumerate(heads):
        sheet.write_string(top, column, head, styles["head"])
    rows = [*((one.code, one.title) for one in answer.rows), ("", _("Tất cả"))]
    for at, (code, title) in enumerate(rows, start=1):
        prefix = "" if code else "total_"
        line = top + at
        sheet.write(line, 0, at if code else "", styles[prefix + "number"])
        sheet.write_string(line, 1, title, styles["cell" if code else "total"])
        column = 2
        for place, _title in places:
            for measure in measures:
                _figure(sheet, line, column, answer.figure(measure, code, place), styles, prefix, measure)
                column += 1
    sheet.freeze_panes(top + 1, 2)


def _figure(
    sheet: Any, row: int, column: int, value: float | None, styles: dict[str, Any], prefix: str, measure: str
) -> None:
    style = styles[prefix + ("share" if measure in _SHARES else "number")]
    if value is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, value, style)

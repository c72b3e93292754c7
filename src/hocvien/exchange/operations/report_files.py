"""A report as files: a workbook and a plain document, both written from the one `Report` the screen shows.

The words follow the reader's language, the paragraph is Vietnamese. No figure is computed here, and no cell holds a formula: what
is in the file is what was answered.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.document import Document as DocumentType

from hocvien.exchange.operations.outgoing_books import open_book
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.reporting import api as reporting

_FACE = "Times New Roman"
_NUMBER = "#,##0"
_Row = tuple[Any, ...]


def render_report_xlsx(report: reporting.Report) -> bytes:
    """The answer as a workbook: the table and paragraph, the sending units, and how it was counted."""
    out = io.BytesIO()
    book = open_book(out)
    styles = {
        "title": book.add_format({"bold": True, "font_size": 14, "font_name": _FACE}),
        "text": book.add_format({"font_name": _FACE, "font_size": 12, "text_wrap": True, "valign": "top"}),
        "head": book.add_format(
            {"bold": True, "font_name": _FACE, "font_size": 12, "border": 1, "align": "center", "text_wrap": True}
        ),
        "cell": book.add_format({"font_name": _FACE, "font_size": 12, "border": 1, "text_wrap": True}),
        "number": book.add_format({"font_name": _FACE, "font_size": 12, "border": 1, "num_format": _NUMBER}),
        "total": book.add_format({"bold": True, "font_name": _FACE, "font_size": 12, "border": 1}),
        "total_number": book.add_format(
            {"bold": True, "font_name": _FACE, "font_size": 12, "border": 1, "num_format": _NUMBER}
        ),
    }
    _answer_sheet(book.add_worksheet(_("Báo cáo")), report, styles)
    _sender_sheet(book.add_worksheet(_("Đơn vị cử")), report, styles)
    notes = book.add_worksheet(_("Cách tính"))
    notes.set_column(0, 0, 110)
    for at, sentence in enumerate(reporting.notes(report)):
        notes.write_string(at, 0, sentence, styles["text"])
    book.close()
    return out.getvalue()


def render_report_docx(report: reporting.Report) -> bytes:
    """The answer as a document: heading, table, paragraph, sending units, how it was counted.

    Headed and signed as the unit's papers are, where its layout and signer of the day it was asked for are told; plain otherwise.
    """
    unit = org.find_unit(report.unit_code) if report.known_on is not None else None
    layout, signer = "", None
    if unit is not None and report.known_on is not None:
        layout, signer = org.find_layout(unit.pk, report.known_on), org.find_signer(unit.pk, report.known_on)
    document = Document()
    papers.plain_page(document)
    if layout and unit is not None and report.known_on is not None:
        _paper_head(document, layout, papers.superior_name(unit.pk, report.known_on), report.unit_name, report.known_on)
    else:
        papers.line(document, report.unit_name, bold=True)
    papers.line(document, reporting.report_title(report), bold=True, size=15, centred=True)
    papers.paragraph(document, reporting.paragraph(report))
    _word_table(document, _heads(_("Chương trình")), _main_rows(report), total_at=len(report.programmes))
    if report.by_sending_unit:
        papers.line(document, _("Học viên theo đơn vị cử"), bold=True)
        _word_table(document, _heads(_("Đơn vị cử")), _sender_rows(report))
    for sentence in reporting.notes(report):
        papers.line(document, sentence, size=11, italic=True)
    if signer is not None:
        _signature(document, signer)
    document.core_properties.title = f"{report.unit_name}: {reporting.report_title(report)}"
    document.core_properties.author = report.unit_name
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# --- Rows, shared by both files ---------------------------------------------------------------------------------------


def _heads(first: str) -> list[str]:
    return [_("TT"), first, pgettext("how many", "Lớp"), _("Lượt học viên"), _("Người"), _("Nữ")]


def _main_rows(report: reporting.Report) -> list[_Row]:
    """Programmes, then the total, then what stands beside it, then what was published of the period."""
    rows: list[_Row] = [
        (at, row.name, row.classes, row.participations, row.persons, row.female)
        for at, row in enumerate(report.programmes, start=1)
    ]
    total = report.totals
    rows.append(("", reporting.total_title(), report.classes, total.participations, total.persons, total.female))
    for part, beside in ((reporting.JOINT, report.joint), (reporting.SENT, report.sent)):
        rows += [
            ("", reporting.beside_title(part, row), row.classes, row.participations, row.persons, row.female)
            for row in beside
        ]
    rows += [
        (
            "",
            row.title,
            *("" if value is None else value for value in (row.classes, row.participations, row.persons)),
            "",
        )
        for row in reporting.published_rows(report)
    ]
    return rows


def _sender_rows(report: reporting.Report) -> list[_Row]:
    return [
        (at, row.name, row.classes, row.participations, row.persons, row.female)
        for at, row in enumerate(report.by_sending_unit, start=1)
    ]


# --- Workbook ---------------------------------------------------------------------------------------------------------


def _answer_sheet(sheet: Any, report: reporting.Report, styles: dict[str, Any]) -> None:
    _page_setup(sheet)
    sheet.write_string(0, 0, report.unit_name, styles["title"])
    sheet.write_string(1, 0, reporting.report_title(report), styles["title"])
    sheet.write_string(2, 0, f"{_('Lớp tính vào kỳ')}: {reporting.basis_title(report.basis)}")
    rows = _main_rows(report)
    _grid(sheet, 4, _heads(_("Chương trình")), rows, styles, total_at=len(report.programmes))
    below = 4 + len(rows) + 2
    words = reporting.paragraph(report)
    sheet.merge_range(below, 0, below, 5, "", styles["text"])
    sheet.write_string(below, 0, words, styles["text"])
    sheet.set_row(below, 17 * (len(words) // 95 + 1))


def _sender_sheet(sheet: Any, report: reporting.Report, styles: dict[str, Any]) -> None:
    _page_setup(sheet)
    sheet.write_string(0, 0, report.unit_name, styles["title"])
    sheet.write_string(1, 0, f"{_('Học viên theo đơn vị cử')}, {reporting.period_words(report)}", styles["title"])
    _grid(sheet, 3, _heads(_("Đơn vị cử")), _sender_rows(report), styles)
    sheet.freeze_panes(4, 0)


def _page_setup(sheet: Any) -> None:
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_column(0, 0, 5)
    sheet.set_column(1, 1, 62)
    sheet.set_column(2, 5, 13)


def _grid(
    sheet: Any,
    top: int,
    heads: Sequence[str],
    rows: Sequence[_Row],
    styles: dict[str, Any],
    total_at: int | None = None,
) -> None:
    for column, head in enumerate(heads):
        sheet.write_string(top, column, head, styles["head"])
    for at, row in enumerate(rows):
        prefix = "total" if at == total_at else ""
        for column, value in enumerate(row):
            if isinstance(value, int):
                sheet.write_number(top + 1 + at, column, value, styles["total_number" if prefix else "number"])
            else:
                sheet.write_string(top + 1 + at, column, str(value), styles["total" if prefix else "cell"])


# --- Document ---------------------------------------------------------------------------------------------------------


def _paper_head(document: DocumentType, layout: str, superior: str, unit_name: str, on: date) -> None:
    is_party = layout == org.PaperLayout.PARTY
    papers.paper_head(
        document,
        is_party=is_party,
        superior=superior.upper(),
        body=unit_name.upper(),
        number="Số        -BC/……" if is_party else "Số:        /BC-……",
        day=f"……………, ngày {on.day:02d} tháng {on.month:02d} năm {on.year}",
    )


def _signature(document: DocumentType, signer: org.Signer) -> None:
    stead = [(f"{signer.stead} {signer.stead_of.upper()}", True)] if signer.stead else []
    papers.signature(document, [*stead, (signer.post.upper(), not signer.stead)], signer.name)


def _word_table(
    document: DocumentType, heads: Sequence[str], rows: Sequence[_Row], total_at: int | None = None
) -> None:
    said = [[_figure(value) for value in row] for row in rows]
    figures = (0, *range(2, len(heads)))
    bold = [] if total_at is None else [total_at]
    papers.table(document, heads, (11, 76, 16, 24, 19, 19), said, right=figures, bold_rows=bold)


def _figure(value: object) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)

"""A report as files: a workbook and a plain document, both written from the one `Report` the screen shows.

The words follow the reader's language, the paragraph is Vietnamese. No figure is computed here, and no cell holds a formula: what
is in the file is what was answered.
"""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from hocvien.exchange.operations.certificate_pdf import superior_name
from hocvien.org import api as org
from hocvien.reporting import api as reporting

_FACE = "Times New Roman"
_NUMBER = "#,##0"
_Row = tuple[Any, ...]


def render_report_xlsx(report: reporting.Report) -> bytes:
    """The answer as a workbook: the table and paragraph, the sending units, and how it was counted."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
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
    _plain_page(document)
    if layout and unit is not None and report.known_on is not None:
        _paper_head(document, layout, superior_name(unit.pk, report.known_on), report.unit_name, report.known_on)
    else:
        _line(document, report.unit_name, bold=True)
    _line(document, reporting.report_title(report), bold=True, size=15, centred=True)
    _paragraph(document, reporting.paragraph(report))
    _word_table(document, _heads(_("Chương trình")), _main_rows(report), total_at=len(report.programmes))
    if report.by_sending_unit:
        _line(document, _("Học viên theo đơn vị cử"), bold=True)
        _word_table(document, _heads(_("Đơn vị cử")), _sender_rows(report))
    for sentence in reporting.notes(report):
        _line(document, sentence, size=11, italic=True)
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
    """Programmes, then the total, then what stands beside it."""
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


def _plain_page(document: DocumentType) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    style = document.styles["Normal"]
    style.font.name = _FACE
    style.font.size = Pt(14)
    # without this Word takes its own face for letters it holds to be East Asian
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)


def _paper_head(document: DocumentType, layout: str, superior: str, unit_name: str, on: date) -> None:
    """Issuing body on the left, Party or nation on the right, number, place and date, as the two layouts have them.

    Party: HD 36-HD/VPTW, an asterisk under the body and no colon after "Số". State: NĐ 30/2020/NĐ-CP. In Vietnamese whatever the reader's language.
    """
    is_party = layout == org.PaperLayout.PARTY
    table = document.add_table(rows=2, cols=2)
    table.autofit = False
    nation = (
        ["ĐẢNG CỘNG SẢN VIỆT NAM"]
        if is_party
        else ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    )
    body = [(superior.upper(), False), (unit_name.upper(), True), *([("*", False)] if is_party else [])]
    number = "Số        -BC/……" if is_party else "Số:        /BC-……"
    day = f"……………, ngày {on.day:02d} tháng {on.month:02d} năm {on.year}"
    cells: list[tuple[int, int, list[tuple[str, bool]], int, bool]] = [
        (0, 0, [line for line in body if line[0]], 14 if is_party else 13, False),
        (0, 1, [(line, True) for line in nation], 15 if is_party else 13, False),
        (1, 0, [(number, False)], 14 if is_party else 13, False),
        (1, 1, [(day, False)], 14 if is_party else 13, True),
    ]
    for row, column, lines, size, is_italic in cells:
        cell = table.rows[row].cells[column]
        cell.width = Mm(77) if column == 0 else Mm(88)
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for at, (text, is_bold) in enumerate(lines):
            run = paragraph.add_run(text)
            run.bold, run.italic, run.font.size = is_bold, is_italic, Pt(size)
            run.underline = is_bold and column == 1 and at == len(lines) - 1
            if at < len(lines) - 1:
                run.add_break()
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _signature(document: DocumentType, signer: org.Signer) -> None:
    """Whose stead, post and name, on the right below the text."""
    table = document.add_table(rows=1, cols=2)
    table.autofit = False
    left, right = table.rows[0].cells
    left.width, right.width = Mm(77), Mm(88)
    paragraph = right.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if signer.stead:
        stead = paragraph.add_run(f"{signer.stead} {signer.stead_of.upper()}")
        stead.bold, stead.font.size = True, Pt(14)
        stead.add_break()
    run = paragraph.add_run(signer.post.upper())
    run.bold, run.font.size = not signer.stead, Pt(14)
    for _space in range(4):
        run.add_break()
    name = paragraph.add_run(signer.name)
    name.bold, name.font.size = True, Pt(14)


def _line(
    document: DocumentType,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 14,
    centred: bool = False,
) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _paragraph(document: DocumentType, text: str) -> None:
    paragraph = document.add_paragraph(text)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.paragraph_format.first_line_indent = Mm(10)
    paragraph.paragraph_format.line_spacing = 1.2
    paragraph.paragraph_format.space_after = Pt(8)


def _word_table(
    document: DocumentType, heads: Sequence[str], rows: Sequence[_Row], total_at: int | None = None
) -> None:
    widths = (Mm(11), Mm(76), Mm(16), Mm(24), Mm(19), Mm(19))
    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    table.autofit = False
    _word_row(table, 0, [(head, False) for head in heads], widths, bold=True)
    _repeat_on_every_page(table)
    for at, row in enumerate(rows):
        table.add_row()
        cells = [(_figure(value), isinstance(value, int)) for value in row]
        _word_row(table, at + 1, cells, widths, bold=at == total_at)
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def _word_row(table: Table, at: int, cells: Sequence[tuple[str, bool]], widths: Sequence[Any], *, bold: bool) -> None:
    for cell, (text, is_figure), width in zip(table.rows[at].cells, cells, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT if is_figure else WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(12)


def _repeat_on_every_page(table: Table) -> None:
    properties = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public name for it
    properties.append(properties.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))


def _figure(value: object) -> str:
    return f"{value:,}".replace(",", ".") if isinstance(value, int) else str(value)

"""The look of an official paper in Word, Party or State: page, head, title, text, table, signature.

Party: HD 36-HD/VPTW, an asterisk under the body and no colon after "Số". State: NĐ 30/2020/NĐ-CP. Margins are defaults.
"""

from collections.abc import Sequence
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

FACE = "Times New Roman"


MARGINS = (20, 20, 30, 15)
# a line as long as a third of the body's name, as characters that join
RULE = "————————"
RULE_SIZE = 7
# heads of columns narrower than so many mm are set smaller: no word of them is broken
NARROW, _NARROW_SIZE = 16, 10


def plain_page(document: DocumentType, margins: tuple[int, int, int, int] = MARGINS) -> None:
    """A4, 14 point; `margins`: top, bottom, left, right in mm."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
    style = document.styles["Normal"]
    style.font.name = FACE
    style.font.size = Pt(14)
    # without this Word takes its own face for letters it holds to be East Asian
    style.element.rPr.rFonts.set(qn("w:eastAsia"), FACE)


def number_pages(document: DocumentType) -> None:
    """The number in the middle above the text, from the second page."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header_distance = Mm(10)
    held = section.header.paragraphs[0]
    held.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = held.add_run()
    run.font.size = Pt(13)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        made = run._r.makeelement(qn("w:instrText" if text else "w:fldChar"), {})  # noqa: SLF001 - python-docx has no public name for a field
        if text:
            made.text = text
        else:
            made.set(qn("w:fldCharType"), kind)
        run._r.append(made)  # noqa: SLF001 - as above


def set_widths(made: Table, widths: Sequence[int]) -> None:
    """Columns in mm: of the grid for LibreOffice, of every cell for Word."""
    made.autofit = False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)


def paper_head(document: DocumentType, *, is_party: bool, superior: str, body: str, number: str, day: str) -> None:
    """Issuing body on the left, Party or nation on the right, number, place and date. In Vietnamese whatever the reader's language."""
    table = document.add_table(rows=2, cols=2)
    nation = (
        ["ĐẢNG CỘNG SẢN VIỆT NAM"]
        if is_party
        else ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    )
    # the nation's name stands on one line
    set_widths(table, (77, 88) if is_party else (69, 96))
    issuing = [(superior, False), (body, True), ("*" if is_party else RULE, False)]
    cells: list[tuple[int, int, list[tuple[str, bool]], int, bool]] = [
        (0, 0, [line for line in issuing if line[0]], 14 if is_party else 13, False),
        (0, 1, [(line, True) for line in nation], 15 if is_party else 12, False),
        (1, 0, [(number, False)], 14 if is_party else 13, False),
        (1, 1, [(day, False)], 14 if is_party else 13, True),
    ]
    for row, column, lines, size, is_italic in cells:
        cell = table.rows[row].cells[column]
        paragraph = cell.paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for at, (text, is_bold) in enumerate(lines):
            run = paragraph.add_run(text)
            run.bold, run.italic, run.font.size = is_bold, is_italic, Pt(RULE_SIZE if text == RULE else size)
            run.underline = is_bold and column == 1 and at == len(lines) - 1
            if at < len(lines) - 1:
                run.add_break()
    gap(document)


def line(
    document: DocumentType,
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: int = 14,
    centred: bool = False,
    stays_with_next: bool = False,
    begins_page: bool = False,
) -> None:
    """`stays_with_next`: a heading, never the last on its page. `begins_page`: a break of its own would leave an empty page behind a full one."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(4)
    paragraph.paragraph_format.keep_with_next = stays_with_next
    paragraph.paragraph_format.page_break_before = begins_page
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def paragraph(document: DocumentType, text: str, *, italic: bool = False) -> None:
    added = document.add_paragraph()
    added.add_run(text).italic = italic
    added.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    added.paragraph_format.first_line_indent = Mm(10)
    added.paragraph_format.line_spacing = 1.2
    added.paragraph_format.space_after = Pt(8)


def tag(document: DocumentType, text: str) -> None:
    """A paragraph that is gone when the template is filled."""
    document.add_paragraph(text).paragraph_format.space_after = Pt(0)


def gap(document: DocumentType) -> None:
    document.add_paragraph().paragraph_format.space_after = Pt(0)


def page_break(document: DocumentType) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def table(
    document: DocumentType,
    heads: Sequence[str],
    widths: Sequence[int],
    rows: Sequence[Sequence[str]],
    *,
    right: Sequence[int] = (),
    bold_rows: Sequence[int] = (),
    over: Sequence[tuple[str, int]] = (),
) -> None:
    """A grid whose head repeats on every page and no row of which is broken. `widths` in mm; `right`: columns of figures.

    `over`: words above the heads from the third on, with how many of them each stands over.
    """
    made = document.add_table(rows=2 if over else 1, cols=len(heads), style="Table Grid")
    set_widths(made, widths)
    _narrow_margins(made)
    if over:
        table_row(made, 0, [*heads[:2], *("" for _head in heads[2:])], widths, centred=True, bold=True)
        repeat_on_every_page(made)
    below = len(made.rows) - 1
    table_row(made, below, ["", "", *heads[2:]] if over else heads, widths, centred=True, bold=True)
    repeat_on_every_page(made, below)
    if over:
        _put_over(made, over)
    for at, row in enumerate(rows, start=below + 1):
        made.add_row()
        table_row(made, at, row, widths, right=right, bold=at - below - 1 in bold_rows)
    gap(document)


def _put_over(made: Table, over: Sequence[tuple[str, int]]) -> None:
    """The first two heads reach down over both rows; each of the words reaches over its columns."""
    upper, lower = made.rows[0].cells, made.rows[1].cells
    for column in (0, 1):
        held = upper[column].merge(lower[column])
        # what the lower cell held is set below by the merger
        for empty in held.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)  # noqa: SLF001 - python-docx has no public name for taking one out
    at = 2
    for words, wide in over:
        held = upper[at].merge(upper[at + wide - 1])
        for empty in held.paragraphs[1:]:
            empty._p.getparent().remove(empty._p)  # noqa: SLF001 - as above
        run = held.paragraphs[0].add_run(words)
        run.bold, run.font.size = True, Pt(12)
        at += wide


def table_row(
    made: Table,
    at: int,
    cells: Sequence[str],
    widths: Sequence[int],
    *,
    right: Sequence[int] = (),
    centred: bool = False,
    bold: bool = False,
) -> None:
    _add_to_row(made, at, "w:cantSplit")
    usual = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    for column, (cell, text, width) in enumerate(zip(made.rows[at].cells, cells, widths, strict=True)):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        held = cell.paragraphs[0]
        held.alignment = WD_ALIGN_PARAGRAPH.RIGHT if column in right else usual
        run = held.add_run(text)
        run.bold, run.font.size = bold, Pt(_NARROW_SIZE if centred and width < NARROW else 12)


def repeat_on_every_page(made: Table, at: int = 0) -> None:
    _add_to_row(made, at, "w:tblHeader")


def _narrow_margins(made: Table) -> None:
    """A millimetre left and right of the words, where Word leaves nearly two: heads of narrow columns are not broken within a word."""
    properties = made._tbl.tblPr  # noqa: SLF001 - python-docx has no public name for it
    held = properties.makeelement(qn("w:tblCellMar"), {})
    for side in ("left", "right"):
        held.append(held.makeelement(qn(f"w:{side}"), {qn("w:w"): "57", qn("w:type"): "dxa"}))
    properties.append(held)


def _add_to_row(made: Table, at: int, name: str) -> None:
    properties = made.rows[at]._tr.get_or_add_trPr()  # noqa: SLF001 - python-docx has no public name for it
    properties.append(properties.makeelement(qn(name), {qn("w:val"): "true"}))


def signature(
    document: DocumentType,
    lines: Sequence[tuple[str, bool]],
    name: str,
    *,
    recipients: Sequence[str] = (),
    is_party: bool = True,
) -> None:
    """Whose stead and post (text, whether bold), then the name, on the right below the text; who receives it on the left."""
    if document.paragraphs:
        # a signature never stands alone on a page
        document.paragraphs[-1].paragraph_format.keep_with_next = True
    made = document.add_table(rows=1, cols=2)
    set_widths(made, (77, 88))
    _add_to_row(made, 0, "w:cantSplit")
    left, right = made.rows[0].cells
    if recipients:
        to = left.paragraphs[0].add_run("Nơi nhận:")
        to.underline, to.bold, to.italic, to.font.size = is_party, not is_party, not is_party, Pt(12)
        for one in recipients:
            line_of = left.paragraphs[0].add_run(f"\n- {one}")
            line_of.font.size = Pt(12 if is_party else 11)
    held: Any = right.paragraphs[0]
    held.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, is_bold in lines:
        run = held.add_run(text)
        run.bold, run.font.size = is_bold, Pt(14)
        run.add_break()
    for _space in range(3):
        held.add_run().add_break()
    signed = held.add_run(name)
    signed.bold, signed.font.size = True, Pt(14)

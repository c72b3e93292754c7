"""An official paper as DOCX and PDF, both written from the contents the screen shows. No figure is computed or worded here.

Party: HD 36-HD/VPTW. State: NĐ 30/2020/NĐ-CP, whose sizes are a range: the ones used here are a default. Tinos in the PDF has the
metrics of Times New Roman.
"""

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import typst
from docx import Document
from docx.document import Document as DocumentType

from hocvien.official_papers import api as official
from hocvien.papers import api as papers

_TYPST = Path(__file__).resolve().parent.parent / "typst"
_DRAFT = "Bản thảo, chưa cấp số"
_SAMPLE = "MẪU – dữ liệu trình diễn, không có giá trị"


def render_official_docx(contents: official.PaperContents) -> bytes:
    """The paper for Word, about 50 ms."""
    head = contents.headings
    document = Document()
    papers.plain_page(document, head.margins)
    papers.number_pages(document)
    for words in _marks(contents):
        papers.line(document, words, size=11, italic=True)
    papers.paper_head(
        document,
        is_party=head.is_party,
        superior=head.superior,
        body=head.body,
        number=head.number,
        day=head.place_and_day,
    )
    papers.line(document, head.title, bold=True, size=16 if head.is_party else 14, centred=True)
    papers.line(document, head.subject, bold=True, size=14, centred=True)
    if head.is_party:
        papers.line(document, "-----", size=12, centred=True)
    else:
        papers.line(document, papers.RULE, size=papers.RULE_SIZE, centred=True)
    if contents.authority:
        papers.line(document, contents.authority, bold=True, centred=True, stays_with_next=True)
    for words in contents.grounds:
        papers.paragraph(document, words, italic=not head.is_party)
    for part in contents.parts:
        _part(document, part)
    stead = [(head.stead, True)] if head.stead else []
    papers.signature(
        document,
        [*stead, (head.post, head.is_post_bold)],
        head.signer,
        recipients=head.recipients,
        is_party=head.is_party,
    )
    for part in contents.annexes:
        papers.line(document, part.heading, bold=True, centred=True, stays_with_next=True, begins_page=True)
        for words in part.paragraphs:
            papers.line(document, words, italic=True, centred=True, stays_with_next=True)
        _grids(document, part)
    document.core_properties.title = f"{head.title} {head.subject}"
    document.core_properties.author = head.body
    document.core_properties.comments = ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def render_official_pdf(contents: official.PaperContents) -> bytes:
    """The paper as PDF/A, some tenths of a second."""
    head = contents.headings
    data: dict[str, Any] = {
        **asdict(head),
        "marks": _marks(contents),
        "parts": [_told(part) for part in contents.parts],
        "annexes": [_told(part) for part in contents.annexes],
        "authority": contents.authority,
        "grounds": contents.grounds,
        "is_post_bold": head.is_post_bold,
    }
    made = typst.compile(
        str(_TYPST / "official.typ"),
        root=str(_TYPST),
        font_paths=[str(_TYPST / "fonts")],
        ignore_system_fonts=True,
        pdf_standards=["a-2b"],
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def _told(part: official.Part) -> dict[str, Any]:
    return {
        "heading": part.heading,
        "paragraphs": [{"text": words, "is_order": is_order} for is_order, words in part.lines],
        "grids": [asdict(grid) for grid in part.grids],
    }


def _part(document: DocumentType, part: official.Part) -> None:
    if part.heading:
        papers.line(document, part.heading, bold=True, stays_with_next=True)
    for is_order, words in part.lines:
        if is_order:
            papers.line(document, words, bold=True, centred=True)
        else:
            papers.paragraph(document, words)
    _grids(document, part)


def _grids(document: DocumentType, part: official.Part) -> None:
    for grid in part.grids:
        if grid.title:
            papers.line(document, grid.title, italic=True, centred=True, stays_with_next=True)
        papers.table(
            document, grid.heads, grid.widths, grid.rows, right=grid.right, bold_rows=grid.bold_rows, over=grid.over
        )


def _marks(contents: official.PaperContents) -> list[str]:
    """What a paper that is none yet says of itself."""
    return [*([_SAMPLE] if contents.is_generated else []), *([_DRAFT] if contents.is_draft else [])]

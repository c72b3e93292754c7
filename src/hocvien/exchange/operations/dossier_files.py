"""Everything held about a person as a file they can take along: to be read on paper, or sorted in a workbook."""

import io
import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import typst
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.exchange.operations.outgoing_books import open_book

_TYPST = Path(__file__).resolve().parent.parent / "typst"
_FACE = "Times New Roman"
_SHEET_LETTERS = 28
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
# (title, its rows as pairs of label and value; a pair without a value is left out)
Sections = Sequence[tuple[str, Sequence[Sequence[tuple[str, str]]]]]


def render_dossier_pdf(*, name: str, office: str, sections: Sections, made_at: datetime) -> bytes:
    """The dossier as a document, some seconds for a long one. Words in the reader's language."""
    data = {
        "title": _("Dữ liệu cá nhân đang lưu"),
        "subtitle": name,
        "office": office,
        "notes": [_notes(made_at)],
        "foot": _foot(name, made_at),
        "signer": _("NGƯỜI TRẢ LỜI"),
        "sections": [
            {"title": title, "rows": [_shown(row) for row in rows if _shown(row)]} for title, rows in sections
        ],
    }
    made = typst.compile(
        str(_TYPST / "dossier.typ"),
        root=str(_TYPST),
        font_paths=[str(_TYPST / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    assert isinstance(made, bytes)
    return made


def render_dossier_xlsx(*, name: str, office: str, sections: Sections, made_at: datetime) -> bytes:
    """The dossier as a workbook: one sheet for what it is, one for each table; every value is text as the program shows it."""
    out = io.BytesIO()
    book = open_book(out)
    head = book.add_format({"bold": True, "font_name": _FACE, "font_size": 12, "border": 1, "text_wrap": True})
    cell = book.add_format({"font_name": _FACE, "font_size": 12, "border": 1, "text_wrap": True, "valign": "top"})
    title = book.add_format({"bold": True, "font_name": _FACE, "font_size": 14})
    text = book.add_format({"font_name": _FACE, "font_size": 12, "text_wrap": True})
    front = book.add_worksheet(_("Giới thiệu"))
    front.set_column(0, 0, 100)
    for at, (words, form) in enumerate(
        ((office, text), (_("Dữ liệu cá nhân đang lưu"), title), (name, title), (_notes(made_at), text))
    ):
        front.write_string(at, 0, words, form)
    taken = {_("Giới thiệu").casefold()}
    for heading, rows in sections:
        sheet = book.add_worksheet(_sheet_name(heading, taken))
        labels = list(dict.fromkeys(label for row in rows for label, value in row if value))
        sheet.set_column(0, max(len(labels) - 1, 0), 24)
        for column, label in enumerate(labels):
            sheet.write_string(0, column, label, head)
        for line, row in enumerate(rows, start=1):
            said = dict(row)
            for column, label in enumerate(labels):
                sheet.write_string(line, column, said.get(label, ""), cell)
    book.close()
    return out.getvalue()


def _shown(row: Sequence[tuple[str, str]]) -> list[list[str]]:
    return [[label, value] for label, value in row if value]


def _notes(made_at: datetime) -> str:
    return _(
        "Đây là toàn bộ dữ liệu hệ thống Học viên lưu về người có tên trên, lập lúc {moment}, theo Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15. Thông tin sai thì đề nghị sửa tại đơn vị đã trả lời."
    ).format(moment=f"{timezone.localtime(made_at):%H:%M %d/%m/%Y}")


def _foot(name: str, made_at: datetime) -> str:
    return f"{name}, {timezone.localtime(made_at):%d/%m/%Y}"


def _sheet_name(heading: str, taken: set[str]) -> str:
    base = heading.translate(_FORBIDDEN).strip()[:_SHEET_LETTERS] or "-"
    name, number = base, 2
    while name.casefold() in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name.casefold())
    return name

"""The body of a table as HTML, written by Python: the template language takes longer for 350 cells than all queries of the page."""

from collections.abc import Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from django.template.context_processors import csrf
from django.template.loader import render_to_string
from django.utils.html import conditional_escape as esc
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hocvien.web.ui import formats
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables.columns import Cell

if TYPE_CHECKING:
    from hocvien.web.ui.tables.table import Row, Table


def draw_rows(table: "Table") -> SafeString:
    """All `<tr>` of the page."""
    choose = _("Chọn {name}")
    # said once a column, not once a cell: a label is looked up in the catalogue whenever it is made a text
    labels = [esc(str(column.label)) for column in table.shown_columns]
    return mark_safe("\n".join(_row(row, table, choose, labels) for row in table.page_rows))


def draw_cell(cell: Cell, table: "Table") -> SafeString:
    """The inside of one cell; a template of it may hold a form of its own."""
    inside: str
    if cell.column.template:
        inside = render_to_string(cell.column.template, {"row": cell.row, "value": cell.value, **csrf(table.request)})
    else:
        inside = _status(cell.status) if cell.status is not None else _escaped(cell.text)
        if cell.href and inside:
            inside = f'<a href="{_escaped(cell.href)}">{inside}</a>'
    if cell.note:
        inside = f'{inside}<span class="under">{_escaped(cell.note)}</span>'
    return mark_safe(inside)


def _escaped(text: str) -> str:
    """As `conditional_escape` of a text, without asking of each whether it is one that is looked up later."""
    return text if isinstance(text, SafeString) else escape(text)


def _status(status: Status) -> str:
    tone = _escaped(status.tone)
    return f'<span class="st {tone}"><svg aria-hidden="true"><use href="#s-{tone}"/></svg>{_escaped(str(status.word))}</span>'


def _row(row: "Row", table: "Table", choose: str, labels: Sequence[str]) -> str:
    css = f' class="{_escaped(row.css)}"' if row.css else ""
    return f'<tr role="row"{css}>{"".join(_cells(row, table, choose, labels))}</tr>'


def _cells(row: "Row", table: "Table", choose: str, labels: Sequence[str]) -> Iterator[str]:
    if table.selectable:
        yield (
            '<td role="cell" class="pickcell"><span class="tickbox"><input type="checkbox" name="row" '
            f'value="{_escaped(row.key)}" aria-label="{_escaped(choose.format(name=row.label))}"></span></td>'
        )
    if table.numbered:
        yield f'<td role="cell" class="num mute tt">{formats.number(row.number)}</td>'
    for cell, label in zip(row.cells, labels, strict=True):
        css = f' class="{cell.css}"' if cell.css else ""
        if cell.is_header:
            yield f'<th scope="row" role="rowheader"{css}>{draw_cell(cell, table)}</th>'
        else:
            yield f'<td role="cell"{css} data-label="{label}">{draw_cell(cell, table)}</td>'

"""A unit that collects from those below it: who has answered, their rows entered on one page, and all of it taken into its own sheet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.common.errors import DomainError
from hocvien.common.text import collation_key
from hocvien.org import api as org
from hocvien.returns import api as returns
from hocvien.web.returns.grid import Cell, Line, make_grid, plain_number
from hocvien.web.returns.tables import SheetTable, sheet_rows
from hocvien.web.returns.views.sheets import due_form
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_FILLABLE = ("open", "sent_back")


@screen(permission="return.view")
def sheet_below(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The units a sheet collects from, as a return shows its own."""
    on = request.scope.on
    sheet = returns.get_sheet_for(request.user, uuid, on)
    sheets = returns.sheets_of(request.user, sheet.in_return, on, parent=sheet)
    rows = list(sheets.defer("figures", "typed", "collected", "values", "explanations", "remarks"))
    table = SheetTable(request, sheet_rows(rows, returns.standing_below([row.pk for row in rows], on), on))
    is_open = sheet.in_return.status == returns.ReturnStatus.OPEN
    may = is_open and returns.can_collect(request.user, sheet, on)
    context = {
        "sheet": sheet,
        "asked": sheet.in_return,
        "unit_name": org.label_as_of(sheet.unit_id, on).name,
        "standing": returns.standing_of(sheets, on),
        "may_collect": may,
        "may_fill": may and sheet.status in _FILLABLE,
        "form": due_form(request, sheet) if may else None,
        "back_url": screen_url(request, "returns:sheet-page", uuid=sheet.uuid),
    }
    return table_response(request, "returns/sheet_below.html", table, context)


@screen(permission="return.submit", methods=("POST",))
def below_ask(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    form = due_form(request, sheet)
    if form.is_valid():
        count = returns.collect_below(actor=request.user, sheet=sheet, due_on=form.cleaned_data["due_on"])
        words = ngettext("Đã mở biểu cho {count} đơn vị cấp dưới.", "Đã mở biểu cho {count} đơn vị cấp dưới.", count)
        notify(request, words.format(count=count))
    else:
        notify(request, _("Chưa mở được: ghi hạn nộp của cấp dưới."), tone="warn")
    return redirect_to(request, "returns:sheet-below", uuid=sheet.uuid)


@screen(permission="return.submit", methods=("POST",))
def below_take(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    returns.take_below(actor=request.user, sheet=sheet)
    notify(request, _("Đã tổng hợp số cấp dưới đã nộp vào biểu này."))
    return redirect_to(request, "returns:sheet-page", uuid=sheet.uuid)


@dataclass(slots=True)
class UnitLine:
    """A unit of the page: one row of the form, its cells across. `seen`: its mark when the page was drawn."""

    unit_id: int
    code: str
    name: str
    seen: str
    may_edit: bool
    cells: list[Cell]


@screen(permission="return.view", methods=("GET", "POST"))
def rows_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One row of the form for every unit below: hundreds on a page, typed or pasted, written together. A fixed number of queries."""
    on = request.scope.on
    parent = returns.get_sheet_for(request.user, uuid, on)
    asked = parent.in_return
    layout = returns.layout_of(asked.form)
    choices = [row for row in layout.rows if row.kind != returns.HEADING]
    row = next((one for one in choices if one.code == request.GET.get("row")), choices[0])
    sheets = list(returns.sheets_of(request.user, asked, on, parent=parent).select_related("unit"))
    is_open = asked.status == returns.ReturnStatus.OPEN
    may = is_open and returns.can_submit(request.user, parent, on)
    lines = _lines(sheets, asked, row, on, may=may)
    problems: list[str] = []
    if request.method == "POST" and may:
        told = _told(request, lines, problems)
        if not problems:
            try:
                count = returns.record_rows(actor=request.user, sheets=told, parent=parent)
            except DomainError as refusal:
                problems.append(str(refusal))
            else:
                words = ngettext("Đã ghi số của {count} đơn vị.", "Đã ghi số của {count} đơn vị.", count)
                notify(request, words.format(count=count) if count else _("Không có số nào thay đổi."))
                return redirect_to(request, "returns:rows-page", uuid=parent.uuid, query={"row": row.code})
    context: dict[str, Any] = {
        "sheet": parent,
        "asked": asked,
        "row": row,
        "columns": layout.columns,
        "lines": lines,
        "problems": problems,
        "may_edit": any(line.may_edit for line in lines),
        "unit_name": org.label_as_of(parent.unit_id, on).name,
        "tabs": [
            Tab(
                one.label,
                screen_url(request, "returns:rows-page", uuid=parent.uuid, query={"row": one.code}),
                one.code == row.code,
            )
            for one in choices
        ],
        "page_url": screen_url(request, "returns:rows-page", uuid=parent.uuid, query={"row": row.code}),
        "back_url": screen_url(request, "returns:sheet-below", uuid=parent.uuid),
    }
    return page(request, "returns/rows_page.html", context, status=422 if problems else 200)


def _lines(
    sheets: Sequence[returns.Sheet], asked: returns.Return, row: returns.RowSpec, on: Any, *, may: bool
) -> list[UnitLine]:
    made, layout = returns.compiled(asked.form), returns.layout_of(asked.form)
    labels = org.labels_as_of([sheet.unit_id for sheet in sheets], on)
    found = []
    for sheet in sheets:
        may_edit = may and sheet.status in _FILLABLE
        grid = make_grid(layout, made, returns.filled(made, sheet), may_edit=may_edit)
        line: Line = next(one for one in grid.lines if one.code == row.code)
        label = labels[sheet.unit_id]
        found.append(UnitLine(sheet.unit_id, label.code, label.name, str(sheet.stamp), may_edit, line.cells))
    return sorted(found, key=lambda line: (collation_key(line.name), line.code))


def _told(request: ScreenRequest, lines: Sequence[UnitLine], problems: list[str]) -> dict[int, returns.Told]:
    """Units whose fields were touched; what is no number is said at its cell."""
    found: dict[int, returns.Told] = {}
    for line in lines:
        if not line.may_edit or f"seen-{line.code}" not in request.POST:
            continue
        typed: dict[str, int | None] = {}
        for cell in line.cells:
            name = f"{cell.key}-{line.code}"
            if not cell.has_field or name not in request.POST:
                continue
            cell.text = str(request.POST[name]).strip()
            if cell.text == cell.drawn:
                continue
            plain = plain_number(cell.text)
            if plain is None:
                cell.error = _("“{text}” không phải số nguyên từ 0 trở lên.").format(text=cell.text[:40])
                problems.append(f"{line.name}, {cell.column}: {cell.error}")
            else:
                typed[cell.key] = int(plain) if plain else None
        if typed:
            found[line.unit_id] = returns.Told(typed, {}, str(request.POST[f"seen-{line.code}"]))
    return found

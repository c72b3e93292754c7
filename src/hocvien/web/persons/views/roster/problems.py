"""Third step: the cells that are doubtful or wrong, put right in place."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.common import clock
from hocvien.exchange import api as exchange
from hocvien.web.persons.views.roster.steps import PROBLEMS, XLSX, page_of, roster_for, steps_of, unit_name
from hocvien.web.shell.cell_grid import (
    PER_PAGE,
    cells_alike,
    fields_there,
    grid_of,
    page_asked,
    pages_of,
    suggestions_taken,
    typed_cells,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen


@screen(permission="roster.import", methods=("GET", "POST"))
def roster_problems(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The grid; what was typed is planned again at once."""
    roster = roster_for(request, uuid)
    if roster.state in {exchange.RosterState.READING, exchange.RosterState.EXECUTING}:
        return redirect_to(request, page_of(roster), uuid=uuid)
    rows = exchange.list_rows(roster, is_marked=True)
    number = page_asked(request)
    if request.method == "POST":
        _save(request, roster, rows, number)
        return redirect_to(request, "persons:roster-problems", uuid=uuid, query={"page": number})
    grid = grid_of(rows, fields_there(roster.layout), number)
    context = {
        "roster": roster,
        "unit_name": unit_name(request, roster),
        "steps": steps_of(PROBLEMS, roster),
        "grid": grid,
        "pages": pages_of(request, grid),
        "is_done": roster.executed_at is not None,
        "may_skip": roster.executed_at is None,
        "will_write": roster.counts.get("create", 0) + roster.counts.get("update", 0),
    }
    return page(request, "persons/roster_problems.html", context)


def _save(request: ScreenRequest, roster: exchange.StoredRoster, rows: list[exchange.KeptRow], number: int) -> None:
    on, now = request.scope.on, clock.now()
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    cells = typed_cells(request.POST, shown) | suggestions_taken(request.POST, shown)
    if request.POST.get("same"):
        cells |= cells_alike(cells, rows)
    if cells:
        exchange.edit_cells(actor=request.user, roster=roster, cells=cells, on=on, now=now)
    if skipped := request.POST.get("skip"):
        choice = (str(exchange.Decision.SKIP), None)
        exchange.decide_rows(actor=request.user, roster=roster, choices={skipped: choice}, on=on, now=now)
    if not cells and not skipped:
        notify(request, _("Chưa có ô nào được sửa."), tone="info")
        return
    roster.refresh_from_db()
    left = roster.counts.get("must", 0)
    words = ngettext("Đã lưu. Còn {n} ô phải sửa.", "Đã lưu. Còn {n} ô phải sửa.", left) if left else ""
    notify(request, words.format(n=left) if words else _("Đã lưu. Không còn ô nào phải sửa."))


@screen(permission="roster.import")
def roster_held(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The rows that need somebody as a workbook, to be put right at leisure and sent again."""
    roster = roster_for(request, uuid)
    response = HttpResponse(exchange.make_held_workbook(roster), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="can-sua.xlsx"'
    return response

"""The wrong cells of a workbook of published figures, put right beside what is said of them."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.figures import api as figures
from hocvien.web.figures.tables import CELL_WORDS, CorrectedRowTable
from hocvien.web.shell.cell_grid import (
    PER_PAGE,
    cells_alike,
    grid_of,
    page_asked,
    pages_of,
    suggestions_taken,
    typed_cells,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import workbook_asked

_FIRST = ("unit", "period", "programme", "classes", "participants")


@screen(permission="figures.edit", methods=("GET", "POST"))
def file_cells(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The grid of wrong and corrected cells, and below it the corrected rows as they are read; what was typed is judged again at once."""
    file = figures.get_file_for(request.user, uuid)
    on = request.scope.on
    if file.statements.filter(withdrawn_on=None).exists():
        # what is in force was told by the file as it stands; the page of the file offers to withdraw it
        return redirect_to(request, "figures:file-page", uuid=uuid)
    plan = exchange.plan_figures(actor=request.user, file=file, on=on)
    rows = exchange.list_figure_cells(file, plan)
    number = page_asked(request)
    if request.method == "POST":
        _correct(request, file, rows, number)
        return redirect_to(request, "figures:file-cells", uuid=uuid, query={"page": number})
    grid = grid_of(rows, file.columns, number, words=CELL_WORDS, first=_FIRST, choices=_choices())
    table = CorrectedRowTable(request, [row for row in plan.rows if row.is_corrected], prefix="c-")
    if (workbook := workbook_asked(table)) is not None:
        return workbook
    context = {
        "file": file,
        "grid": grid,
        "pages": pages_of(request, grid),
        "wrong": len(plan.problems),
        "statements": len(plan.statements),
        "corrected": table if table.count else None,
        "back_url": screen_url(request, "figures:file-page", uuid=uuid),
    }
    return page(request, "figures/file_cells.html", context)


def _correct(request: ScreenRequest, file: figures.StatementFile, rows: list[exchange.KeptRow], number: int) -> None:
    """Keep what was typed on this page, the suggestions that were taken, the rows left out or taken in again."""
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    # of all rows: a page asked for that is gone by now loses nothing typed
    cells = typed_cells(request.POST, rows) | suggestions_taken(request.POST, shown)
    if request.POST.get("same"):
        cells |= cells_alike(cells, rows)
    try:
        done = exchange.correct_figures(
            actor=request.user, file=file, cells=cells, left_out=_row(request, "skip"), taken_in=_row(request, "take")
        )
    except DomainError as refusal:
        notify(request, str(refusal), tone="bad")
        return
    if not done:
        notify(request, _("Chưa có ô nào được sửa."), tone="info")
        return
    left = len(exchange.plan_figures(actor=request.user, file=file, on=request.scope.on).problems)
    words = ngettext("Đã lưu. Còn {n} ô phải sửa.", "Đã lưu. Còn {n} ô phải sửa.", left)
    notify(request, words.format(n=left) if left else _("Đã lưu. Không còn ô nào phải sửa."))


def _choices() -> dict[str, list[tuple[str, str]]]:
    """What a file may have in a field with few values, in its own words: those of the template."""
    return {
        "programme": [("Tổng", ""), *figures.programme_names().items()],
        "role": [(text, "") for text in exchange.FIGURE_ROLES],
        "counted_as": [(text, "") for text in exchange.FIGURE_COUNTS],
    }


def _row(request: ScreenRequest, name: str) -> list[int]:
    """The row that a button names; none for anything else."""
    asked = request.POST.get(name, "")
    return [int(asked)] if asked.isdecimal() and len(asked) < 8 else []

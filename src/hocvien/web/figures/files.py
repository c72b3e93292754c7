"""Published figures out of a workbook: the template, taking it in, every cell to be put right, taking it over and withdrawing it as one."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import ngettext

from hocvien.access import api as access
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.figures import api as figures
from hocvien.web.figures.forms import FileForm, WithdrawForm, citation_of
from hocvien.web.figures.tables import FigureProblemTable, FigureRowTable, FileTable, StatementTable, statement_rows
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, screen
from hocvien.web.ui.tables import table_response, workbook_asked

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen(permission="figures.edit")
def statement_template(request: ScreenRequest) -> HttpResponse:
    """The workbook to fill in, with the units of the one in the bar."""
    scope = request.scope
    unit = access.get_unit_for(request.user, scope.unit_code, access.Permission.FIGURES_EDIT, on=scope.on)
    response = HttpResponse(exchange.make_figure_template(unit, scope.as_of), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-so-lieu-{unit.code}.xlsx"'
    return response


@screen(permission="figures.edit", methods=("GET", "POST"))
def file_upload(request: ScreenRequest) -> HttpResponse:
    """Take a workbook in; nothing is written by it."""
    form = FileForm(request.POST or None, request.FILES or None, request=request)
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = exchange.keep_figures(
                actor=request.user,
                # one byte more than is read at all: a longer file is refused without being taken into memory
                content=given.read(exchange.MAX_BYTES + 1),
                filename=given.name or "",
                source=citation_of(form) if form.cleaned_data["source_title"] else None,
                now=now(),
            )
        except DomainError as refusal:
            form.add_domain_error(refusal, "file")
        else:
            return redirect_to(request, "figures:file-page", uuid=kept.uuid)
    context = {
        "form": form,
        "back_url": screen_url(request, "figures:statement-list"),
        "template_url": screen_url(request, "figures:statement-template") if request.scope.unit else "",
    }
    table = FileTable(request, figures.list_files(request.user))
    status = 422 if form.is_bound and form.errors else 200
    return table_response(request, "figures/file_upload.html", table, context, status=status)


@screen(permission="figures.edit", methods=("GET", "POST"))
def file_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Each row as it was understood and each cell to be put right; then all of it is taken over, or withdrawn."""
    file = figures.get_file_for(request.user, uuid)
    on = request.scope.on
    act = request.POST.get("act", "")
    withdrawal = WithdrawForm(request.POST if act == "withdraw" else None, request=request)
    context: dict[str, Any] = {}
    try:
        if act == "keep":
            written = exchange.take_over_figures(actor=request.user, file=file, on=on)
            words = ngettext("Đã ghi {n} số liệu của tệp.", "Đã ghi {n} số liệu của tệp.", len(written))
            notify(request, words.format(n=len(written)))
            return redirect_to(request, "figures:file-page", uuid=uuid)
        if act == "withdraw" and withdrawal.is_valid():
            gone = figures.withdraw_file(actor=request.user, file=file, on=on, **withdrawal.cleaned_data)
            notify(request, ngettext("Đã rút {n} số liệu của tệp.", "Đã rút {n} số liệu của tệp.", gone).format(n=gone))
            return redirect_to(request, "figures:file-page", uuid=uuid)
    except DomainError as refusal:
        context["refused"] = str(refusal)
        # with the corrections of another window that it was refused for
        file = figures.get_file_for(request.user, uuid)
    plan = exchange.plan_figures(actor=request.user, file=file, on=on)
    standing = statement_rows(file.statements.filter(withdrawn_on=None), request.scope.day)
    problems = FigureProblemTable(request, list(plan.problems), prefix="p-")
    in_force = StatementTable(request, standing, prefix="s-")
    if (workbook := workbook_asked(problems, in_force)) is not None:
        return workbook
    context |= {
        "file": file,
        "plan": plan,
        "withdrawal": withdrawal,
        "problems": problems,
        "standing": in_force if in_force.count else None,
        "cells_url": screen_url(request, "figures:file-cells", uuid=uuid),
        "back_url": screen_url(request, "figures:file-upload"),
    }
    is_wrong = bool(context.get("refused")) or bool(withdrawal.errors)
    rows = FigureRowTable(request, list(plan.rows))
    return table_response(request, "figures/file_page.html", rows, context, status=422 if is_wrong else 200)

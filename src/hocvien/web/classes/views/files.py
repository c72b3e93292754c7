"""A nomination list as a workbook: the template, the file that comes in, row by row who and whether, sending and taking back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.access import api as access
from hocvien.access.api import Permission
from hocvien.classes import api as classes
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.web.classes.file_tables import NominationFileTable, NominationLineTable
from hocvien.web.classes.forms import NominationFileForm
from hocvien.web.shell.cell_grid import (
    PER_PAGE,
    fields_there,
    grid_of,
    page_asked,
    pages_of,
    suggestions_taken,
    typed_cells,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen(permission="list.propose", methods=("GET", "POST"))
def nomination_upload(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The template to take along, and the place to hand the list in; reading it sends nobody."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    form = NominationFileForm(
        request.POST or None, request.FILES or None, request=request, initial={"unit": request.scope.unit}
    )
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            kept = exchange.keep_nominations(
                actor=request.user,
                training_class=training_class,
                unit=form.cleaned_data["unit"],
                # one byte more than is read at all: a longer file is refused without being taken into memory
                content=given.read(exchange.MAX_BYTES + 1),
                filename=given.name or "",
                on=request.scope.on,
                now=now(),
            )
        except DomainError as refusal:
            form.add_domain_error(refusal, "file")
        else:
            return redirect_to(request, "classes:nomination-file", uuid=uuid, upload=kept.uuid)
    table = NominationFileTable(request, exchange.list_nomination_files(request.user, training_class))
    context = {
        "training_class": training_class,
        "form": form,
        "table": table,
        "back_url": screen_url(request, "classes:nomination-list", uuid=uuid),
        "template_url": screen_url(request, "classes:nomination-template", uuid=uuid) if request.scope.unit else "",
        "people_url": screen_url(request, "classes:nomination-template", uuid=uuid, query={"people": "1"})
        if request.scope.unit
        else "",
    }
    return page(request, "classes/nomination_upload.html", context, form=form)


@screen(permission="list.propose")
def nomination_template(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The list to fill in for the unit in the bar; `people=1`: with the unit's people who may be proposed."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    unit = access.get_unit_for(request.user, request.scope.unit_code, Permission.LIST_PROPOSE, on=request.scope.on)
    content = exchange.make_nomination_template(
        actor=request.user,
        training_class=training_class,
        unit=unit,
        on=request.scope.on,
        with_people=request.GET.get("people") == "1",
    )
    response = HttpResponse(content, content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="danh-sach-cu-{unit.code}.xlsx"'
    return response


@screen(permission="list.propose", methods=("GET", "POST"))
def nomination_file(request: ScreenRequest, uuid: UUID, upload: UUID) -> HttpResponse:
    """Each row: who it is, the verdict, whether it can go; the chosen ones are sent, or what was sent is taken back."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    stored = exchange.get_nomination_file(
        actor=request.user, training_class=training_class, uuid=upload, on=request.scope.on
    )
    context: dict[str, Any] = {}
    if request.method == "POST":
        if request.POST.get("do") == "back":
            _take_back(request, stored)
            return redirect_to(request, "classes:nomination-file", uuid=uuid, upload=upload)
        context = _send(request, stored)
        if context.get("sent") and not context.get("refused"):
            return redirect_to(request, "classes:nomination-file", uuid=uuid, upload=upload)
    lines: tuple[exchange.NominationLine, ...] = ()
    try:
        lines = exchange.plan_nominations(actor=request.user, stored=stored, on=request.scope.on).lines
    except DomainError as refusal:
        context["closed_words"] = str(refusal)
    plan = exchange.NominationPlan(lines)
    context |= {
        "training_class": training_class,
        "stored": stored,
        "unit_name": org.label_as_of(stored.unit_id, request.scope.on).name,
        "bound": classes.find_bound(request.user, training_class, stored.unit_id, request.scope.on),
        "ready": plan.count("ready"),
        "total": len({(line.sheet, line.row) for line in lines}),
        "upload_url": screen_url(request, "classes:nomination-upload", uuid=uuid),
        "to_put_right": len({(line.sheet, line.row) for line in lines if line.state in {"unread", "unknown"}}),
    }
    status = 422 if context.get("refused") else 200
    return table_response(
        request, "classes/nomination_file.html", NominationLineTable(request, list(lines)), context, status=status
    )


@screen(permission="list.propose", methods=("GET", "POST"))
def nomination_cells(request: ScreenRequest, uuid: UUID, upload: UUID) -> HttpResponse:
    """Rows that name nobody yet, their telling cells edited in place; what was typed is matched again at once."""
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on)
    stored = exchange.get_nomination_file(actor=request.user, training_class=training_class, uuid=upload, on=on)
    back_url = screen_url(request, "classes:nomination-file", uuid=uuid, upload=upload)
    try:
        lines = exchange.plan_nominations(actor=request.user, stored=stored, on=on).lines
    except DomainError as refusal:
        # the class takes no list any more: nothing here would be sent
        notify(request, str(refusal), tone="bad")
        return redirect_to(request, "classes:nomination-file", uuid=uuid, upload=upload)
    rows = exchange.list_nomination_cells(stored, lines, on)
    number = page_asked(request)
    if request.method == "POST":
        _correct(request, stored, rows, number)
        return redirect_to(request, "classes:nomination-cells", uuid=uuid, upload=upload, query={"page": number})
    grid = grid_of(rows, fields_there(stored.layout), number)
    context = {
        "training_class": training_class,
        "stored": stored,
        "grid": grid,
        "pages": pages_of(request, grid),
        "back_url": back_url,
    }
    return page(request, "classes/nomination_cells.html", context)


def _correct(
    request: ScreenRequest, stored: exchange.NominationFile, rows: list[exchange.KeptRow], number: int
) -> None:
    """Keep what was typed on this page, and the suggestions that were taken."""
    on = request.scope.on
    shown = rows[(number - 1) * PER_PAGE : number * PER_PAGE]
    cells = typed_cells(request.POST, shown) | suggestions_taken(request.POST, shown)
    done = exchange.edit_nomination_cells(actor=request.user, stored=stored, cells=cells, on=on)
    if not done:
        notify(request, _("Chưa có ô nào được sửa."), tone="info")
        return
    lines = exchange.plan_nominations(actor=request.user, stored=stored, on=on).lines
    left = len(exchange.list_nomination_cells(stored, lines, on))
    words = ngettext("Đã lưu. Còn {n} hàng chưa biết là ai.", "Đã lưu. Còn {n} hàng chưa biết là ai.", left)
    notify(request, words.format(n=left) if left else _("Đã lưu. Mọi hàng đã biết là ai."))


def _send(request: ScreenRequest, stored: exchange.NominationFile) -> dict[str, Any]:
    """Send the ticked rows, or all that can go; what is to be said of it."""
    on = request.scope.on
    try:
        keys = set(request.POST.getlist("row"))
        if request.POST.get("do") == "all":
            lines = exchange.plan_nominations(actor=request.user, stored=stored, on=on).lines
            keys = {line.key for line in lines if line.state == "ready"}
        outcomes = exchange.send_nominations(actor=request.user, stored=stored, keys=keys, today=on, now=now())
    except DomainError as refusal:
        return {"refused": [{"name": "", "why": str(refusal)}], "outcome_title": _("Chưa gửi ai.")}
    refused = [{"name": one.full_name, "why": str(one.error)} for one in outcomes if one.error is not None]
    sent = len(outcomes) - len(refused)
    words = ngettext("Đã gửi {n} người.", "Đã gửi {n} người.", sent).format(n=sent)
    if not outcomes:
        words = _("Chưa gửi ai: chưa đánh dấu hàng nào gửi được.")
    notify(request, words, tone="warn" if refused or not outcomes else "met")
    return {"refused": refused, "sent": sent, "outcome_title": words}


def _take_back(request: ScreenRequest, stored: exchange.NominationFile) -> None:
    try:
        gone, left = exchange.take_back_nominations(actor=request.user, stored=stored, now=now())
    except DomainError as refusal:
        notify(request, str(refusal), tone="bad")
        return
    words = ngettext("Đã rút {n} người gửi từ tệp này.", "Đã rút {n} người gửi từ tệp này.", gone).format(n=gone)
    if left:
        words += " " + ngettext(
            "{n} người đã có quyết định nên giữ nguyên.", "{n} người đã có quyết định nên giữ nguyên.", left
        ).format(n=left)
    notify(request, words, tone="warn" if left else "met")

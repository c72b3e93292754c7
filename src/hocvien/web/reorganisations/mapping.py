"""A reorganisation out of an office's table: the template, taking the file in, and every cell that cannot be used."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.common.wording import say
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.web.reorganisations.forms import MappingForm
from hocvien.web.reorganisations.tables import MappingProblem, MappingProblemTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_COLUMNS = {
    "old": gettext_lazy("Đơn vị cũ"),
    "new": gettext_lazy("Đơn vị mới"),
    "on": gettext_lazy("Ngày"),
    "parent": gettext_lazy("Cấp trên"),
    "": gettext_lazy("cả hàng"),
}


@screen(permission="unit.edit")
def mapping_template(request: ScreenRequest) -> HttpResponse:
    """The workbook to fill in, with the units of the one in the bar."""
    scope = request.scope
    unit = access.get_unit_for(request.user, scope.unit_code, access.Permission.UNIT_EDIT, on=scope.on)
    response = HttpResponse(exchange.make_mapping_template(unit, scope.as_of), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-sap-xep-{unit.code}.xlsx"'
    return response


@screen(permission="unit.edit", methods=("GET", "POST"))
def mapping_upload(request: ScreenRequest) -> HttpResponse:
    """Take a table in and make a draft of it, tried; nothing is changed by it."""
    form = MappingForm(request.POST or None, request.FILES or None, request=request)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        try:
            made = _draft(request, form)
        except org.MappingRefused as refusal:
            table = MappingProblemTable(request, _problems(refusal))
            form.add_error("file", say(refusal.message, **refusal.data))
            context["table"] = table
        except DomainError as refusal:
            form.add_domain_error(refusal, "file")
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            notify(request, _("Đã đọc tệp. Chưa có gì thay đổi: xem kết quả bên dưới rồi thực hiện."), tone="info")
            return redirect_to(request, "reorganisations:reorganisation-page", uuid=made.uuid)
    return page(request, "reorganisations/mapping_upload.html", context, form=form)


def _draft(request: ScreenRequest, form: MappingForm) -> org.Reorganisation:
    data = form.cleaned_data
    upload = data["file"]
    # one byte more than is read at all: a longer file is refused without being taken into memory
    rows = exchange.read_mapping(upload.read(exchange.MAX_BYTES + 1), upload.name or "")
    plan = org.find_mapping_steps(rows, file=upload.name or "", on=data["on"])
    access.require_steps(request.user, plan.steps, request.scope.on)
    title = data["title"] or _("Sắp xếp theo tệp {file}").format(file=upload.name)
    return org.draft_reorganisation(
        actor=request.user,
        title=title[:200],
        resolution=data["resolution"] or plan.resolution,
        decided_on=data["decided_on"],
        on=plan.on,
        steps=plan.steps,
        now=clock.now(),
    )


def _problems(refusal: org.MappingRefused) -> list[MappingProblem]:
    return [
        MappingProblem(line, str(_COLUMNS.get(column, column)), say(sentence, **values), "; ".join(meant))
        for (line, sentence, values), (column, meant) in zip(refusal.problems, refusal.cells, strict=True)
    ]

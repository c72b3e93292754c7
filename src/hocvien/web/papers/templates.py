"""The templates a unit's papers are made from: which is in use, what it may show, another from Word, back to the one before."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.web.papers.forms import TemplateForm
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, page, screen

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
P = access.Permission


@dataclass(frozen=True, slots=True)
class _Kind:
    key: str
    label: str
    status: Status
    held: papers.TemplateInUse


def docx_response(name: str, content: bytes) -> HttpResponse:
    """A Word file to keep; it may name people, so no cache keeps it."""
    response = HttpResponse(content, content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _unit(request: ScreenRequest) -> org.Unit:
    """The unit looked at, where its papers may be edited; NotAllowed, or 404 without one."""
    if request.scope.unit is None:
        raise papers.TemplateNotFound
    access.require(request.user, P.PAPER_EDIT, request.scope.unit, request.scope.on)
    return request.scope.unit


def _kind(held: papers.TemplateInUse, unit_name: str) -> _Kind:
    if held.row is None:
        status = Status("neutral", _("Mẫu có sẵn [mặc định]"))
    elif held.is_own:
        status = Status("met", _("Mẫu của đơn vị"))
    else:
        status = Status("info", _("Mẫu của {unit}").format(unit=unit_name))
    return _Kind(held.kind, str(papers.PaperKind(held.kind).label), status, held)


def _kinds(unit: org.Unit, request: ScreenRequest) -> list[_Kind]:
    held = papers.templates_in_use(unit.pk, request.scope.on)
    labels = org.labels_as_of({one.row.unit_id for one in held if one.row is not None}, request.scope.on)
    return [_kind(one, labels[one.row.unit_id].short_name if one.row else "") for one in held]


@screen(permission="paper.edit")
def template_list(request: ScreenRequest) -> HttpResponse:
    if request.scope.unit is None:
        return page(request, "papers/template_list.html", {"kinds": []})
    return page(request, "papers/template_list.html", {"kinds": _kinds(_unit(request), request)})


def _get_kind(request: ScreenRequest, unit: org.Unit, kind: str) -> _Kind:
    found = next((one for one in _kinds(unit, request) if one.key == kind), None)
    if found is None:
        raise papers.TemplateNotFound
    return found


def _fields(kind: str) -> list[dict[str, Any]]:
    """What a template of this kind may show, rows with their own fields."""
    return [
        {
            "name": name,
            "words": papers.field_words(name),
            "sample": "" if isinstance(sample, list) else sample,
            "rows": [{"name": one, "words": papers.field_words(one), "sample": said} for one, said in sample[0].items()]
            if isinstance(sample, list)
            else None,
        }
        for name, sample in papers.SAMPLES[kind].items()
    ]


@screen(permission="paper.edit", methods=("GET", "POST"))
def template_page(request: ScreenRequest, kind: str) -> HttpResponse:
    unit = _unit(request)
    held = _get_kind(request, unit, kind)
    form = TemplateForm(request.POST or None, request.FILES or None, request=request)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            papers.save_template(
                actor=request.user,
                unit=unit,
                kind=kind,
                name=file.name,
                content=file.read(),
                note=form.cleaned_data["note"],
                now=clock.now(),
                today=request.scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Từ giờ {kind} của đơn vị lập theo mẫu này.").format(kind=held.label))
            return redirect_to(request, "papers:template-page", kind=kind)
    context = {
        "kind": held,
        "form": form,
        "fields": _fields(kind),
        "before": list(papers.templates_before(kind, unit.pk)[:20]),
    }
    return page(request, "papers/template_page.html", context, form=form)


@screen(permission="paper.edit")
def template_file(request: ScreenRequest, kind: str) -> HttpResponse:
    """The template in use, to be edited in Word."""
    unit = _unit(request)
    held = _get_kind(request, unit, kind)
    return docx_response(f"mau-{held.key}-{unit.code}.docx", papers.content_in_use(kind, unit.pk, request.scope.on))


@screen(permission="paper.edit")
def template_kept(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One that is or was in use."""
    row = papers.get_template_for(request.user, uuid, request.scope.on)
    return docx_response(f"mau-{row.kind}-{row.unit.code}-{row.made_at:%Y%m%d%H%M}.docx", bytes(row.content))


@screen(permission="paper.edit", methods=("POST",))
def template_withdraw(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = papers.get_template_for(request.user, uuid, request.scope.on)
    papers.withdraw_template(actor=request.user, template=row, now=clock.now(), today=request.scope.on)
    notify(request, _("Đã thôi dùng mẫu “{name}”; mẫu trước đó được dùng lại.").format(name=row.name))
    return redirect_to(request, "papers:template-page", kind=row.kind, with_unit=row.unit.code)

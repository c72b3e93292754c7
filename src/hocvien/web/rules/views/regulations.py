"""Regulations recorded by an office, beside those the program ships with."""

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END
from hocvien.eligibility import api as eligibility
from hocvien.web.rules.forms import RegulationForm
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen


@screen(permission="programme.edit", methods=("GET", "POST"))
def regulation_add(request: ScreenRequest) -> HttpResponse:
    return _answer(request, None)


@screen(permission="programme.edit", methods=("GET", "POST"))
def regulation_edit(request: ScreenRequest, code: str) -> HttpResponse:
    return _answer(request, eligibility.get_regulation(code))


@screen(permission="programme.edit", methods=("POST",))
def regulation_remove(request: ScreenRequest, code: str) -> HttpResponse:
    regulation = eligibility.get_regulation(code)
    try:
        eligibility.remove_regulation(actor=request.user, regulation=regulation, today=request.scope.on)
    except (eligibility.RegulationIsShipped, eligibility.RegulationIsCited) as refusal:
        notify(request, str(refusal), tone="bad")
        return redirect_to(request, "rules:regulation-edit", code=code)
    notify(request, _("Đã xóa văn bản {number} ghi nhầm; nhật ký vẫn giữ.").format(number=regulation.number))
    return redirect_to(request, "rules:regulation-list")


def _answer(request: ScreenRequest, regulation: eligibility.Regulation | None) -> HttpResponse:
    initial = {}
    if regulation is not None:
        names = ("number", "title", "issued_on", "valid_from", "is_seen")
        initial = {name: getattr(regulation, name) for name in names}
        initial["valid_to"] = None if regulation.valid_to == OPEN_END else regulation.valid_to
        initial["successor"] = regulation.successor.code if regulation.successor is not None else ""
    form = RegulationForm(request.POST or None, request=request, regulation=regulation, initial=initial)
    if form.is_valid():
        try:
            saved = eligibility.save_regulation(
                actor=request.user, regulation=regulation, today=request.scope.on, **form.written()
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            notify(request, _("Đã ghi văn bản {number}.").format(number=saved.number))
            return redirect_to(request, "rules:regulation-list")
    may_remove = regulation is not None and not eligibility.is_shipped(regulation)
    context = {"form": form, "regulation": regulation, "may_remove": may_remove}
    return page(request, "rules/regulation_form.html", context, form=form)

"""An exception asked for one name by a document, and the authority's answer."""

from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.classes import api as classes
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.web.classes.forms import ExceptionDecisionForm, ExceptionRequestForm
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen


def decider_words(decider: classes.Decider) -> str:
    """Who decides, and whether the rule says so."""
    if decider.is_named:
        return _("Cấp quyết định theo quy định của chương trình: {unit}.").format(unit=decider.unit_name)
    return _("Quy định không nêu cấp quyết định: cấp ủy duyệt danh sách của {unit} quyết định.").format(
        unit=decider.unit_name
    )


@screen(permission="list.propose", methods=("GET", "POST"))
def exception_request(request: ScreenRequest, uuid: UUID, nomination: UUID) -> HttpResponse:
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on)
    row = classes.get_nomination_in(request.user, training_class, nomination, on)
    clauses = classes.liftable_clauses(row)
    if not clauses:
        notify(request, _("Không có điều kiện nào chưa đạt mà quy định cho đặc cách."), tone="warn")
        return redirect_to(request, "classes:nomination-page", uuid=uuid, nomination=nomination)
    form = ExceptionRequestForm(request.POST or None, request=request, clauses=clauses, initial={"dated_on": on})
    if form.is_valid():
        try:
            classes.request_exception(actor=request.user, nomination=row, today=on, now=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã gửi đề nghị đặc cách."))
            return redirect_to(request, "classes:nomination-page", uuid=uuid, nomination=nomination)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Đề nghị đặc cách: {name}").format(name=row.person.full_name),
        "action": _("Gửi đề nghị"),
        "back_url": screen_url(request, "classes:nomination-page", uuid=uuid, nomination=nomination),
        "effect": decider_words(classes.decider_of(row, clauses[0][0], on))
        + " "
        + _("Được đồng ý thì người này được xét lại; không đồng ý thì trả lại đơn vị cử."),
    }
    return page(request, "classes/class_small_form.html", context, form=form)


@screen(permission="list.approve", methods=("GET", "POST"))
def exception_decide(request: ScreenRequest, uuid: UUID, nomination: UUID) -> HttpResponse:
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on)
    row = classes.get_nomination_in(request.user, training_class, nomination, on)
    if not classes.can_decide_exception(request.user, row, on):
        notify(request, _("Không có đề nghị đặc cách nào của người này chờ bạn quyết định."), tone="warn")
        return redirect_to(request, "classes:nomination-page", uuid=uuid, nomination=nomination)
    form = ExceptionDecisionForm(request.POST or None, request=request, initial={"decided_on": on})
    if form.is_valid():
        try:
            done = classes.decide_exception(
                actor=request.user, nomination=row, today=on, now=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã ghi: {status}.").format(status=done.get_status_display().lower()))
            return redirect_to(request, "classes:nomination-page", uuid=uuid, nomination=nomination)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Quyết định về đặc cách: {name}").format(name=row.person.full_name),
        "action": _("Ghi quyết định"),
        "back_url": screen_url(request, "classes:nomination-page", uuid=uuid, nomination=nomination),
        "effect": decider_words(classes.decider_of_request(classes.exception_requests(row)[0], on))
        + " "
        + _(
            "Đồng ý thì điều kiện được bỏ qua theo quyết định này và người này được xét lại; không đồng ý thì trả lại."
        ),
    }
    return page(request, "classes/class_small_form.html", context, form=form)

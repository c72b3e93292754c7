"""What the owner of a quota does: issue it, change its number and deadline, take back and share out."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from hocvien.web.quotas.forms import DeadlineForm, IssueForm, NumberForm, ShareForm
from hocvien.web.quotas.tables import GivenTable, TakenRow, TakenTable, given_rows, programme_words
from hocvien.web.quotas.views.common import said, small_form, warn_of_deadline
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen

P = access.Permission


@screen(permission="plan.edit", methods=("GET", "POST"))
def quota_issue(request: ScreenRequest) -> HttpResponse:
    initial = {"owner": request.scope.unit, "waiting_order": quotas.WaitingOrder.ASKED_FIRST}
    form = IssueForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        values = {key: form.cleaned_data[key] for key in ("owner", "seats", "names_due_on", "waiting_order")}
        try:
            quota = quotas.issue_quota(source=form.source(), **values, **said(request))
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã giao {seats} chỉ tiêu.").format(seats=values["seats"]))
            warn_of_deadline(request, values["names_due_on"])
            return redirect_to(request, "quotas:quota-page", uuid=quota.uuid, with_unit=values["owner"].code)
    return page(request, "quotas/quota_issue.html", {"form": form}, form=form)


@screen(permission="plan.edit", methods=("GET", "POST"))
def quota_number(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    quota = _governed(request, uuid)
    form = NumberForm(request.POST or None, request=request, initial={"seats": quotas.seats_issued(quota)})
    return small_form(
        request,
        quota,
        quota.owner,
        form,
        lambda data: quotas.change_issued(quota=quota, **data, **said(request)),
        title=_("Tăng, giảm chỉ tiêu"),
        done=_("Đã đổi tổng số chỉ tiêu."),
        button=_("Lưu số mới"),
    )


@screen(permission="plan.edit", methods=("GET", "POST"))
def quota_deadline(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    quota = _governed(request, uuid)
    initial = {"names_due_on": quota.names_due_on, "waiting_order": quota.waiting_order}
    form = DeadlineForm(request.POST or None, request=request, initial=initial)

    def write(data: dict[str, Any]) -> None:
        quotas.set_deadline(quota=quota, **data, **said(request))
        warn_of_deadline(request, data["names_due_on"])

    return small_form(
        request,
        quota,
        quota.owner,
        form,
        write,
        title=_("Hạn ghi tên, thứ tự chia"),
        done=_("Đã lưu hạn ghi tên và thứ tự chia."),
        button=_("Lưu"),
    )


@screen(permission="plan.edit", methods=("GET", "POST"))
def seat_share(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """What would be taken back and who would be given it, seen first, then done as it was seen."""
    quota, on = _governed(request, uuid), request.scope.on
    is_over = quota.names_due_on < on
    sharing = quotas.preview_sharing(quota, on)
    form = ShareForm(
        request.POST or None,
        request=request,
        needs_deadline=is_over and bool(sharing.given),
        initial={"seen": sharing.token},
    )
    if form.is_valid():
        try:
            done = quotas.share_out(quota=quota, **form.cleaned_data, **said(request))
        except DomainError as refusal:
            # what is shown now is what may be agreed to next
            form = ShareForm(
                {**request.POST.dict(), "seen": quotas.preview_sharing(quota, on).token},
                request=request,
                needs_deadline=is_over and bool(sharing.given),
            )
            form.is_valid()
            form.add_domain_error(refusal)
        else:
            words = _("Đã thu hồi {taken} và chia {given} chỉ tiêu.")
            notify(request, words.format(taken=done.taken_seats, given=done.given_seats))
            return redirect_to(request, "quotas:quota-page", uuid=quota.uuid)
    units = {one.unit_id for one in sharing.taken} | {one.unit_id for one in sharing.given}
    labels = org.labels_as_of(units, on)
    taken = [TakenRow(labels[one.unit_id].name, one.free, one.reserved) for one in sharing.taken]
    context = {
        "quota": quota,
        "programme": programme_words(quota),
        "form": form,
        "sharing": sharing,
        "is_over": is_over,
        "order": quotas.WaitingOrder(sharing.order).label,
        "taken": TakenTable(request, taken, prefix="t-"),
        "given": GivenTable(request, given_rows(sharing, labels), prefix="g-"),
    }
    return page(request, "quotas/seat_share.html", context, form=form)


def _governed(request: ScreenRequest, uuid: UUID) -> quotas.Quota:
    """The quota, if the reader governs it; NotAllowed (a 403) for those who only see it."""
    quota = quotas.get_quota_for(request.user, uuid, request.scope.on)
    access.require(request.user, P.PLAN_EDIT, quota.owner, request.scope.on)
    return quota

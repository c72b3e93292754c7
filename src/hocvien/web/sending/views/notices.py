"""Notices on screen: the list, recording and putting right, and the page with the thread of its steps."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending
from hocvien.web.sending.forms import NoticeForm, ReasonForm, SplitForm
from hocvien.web.sending.tables import DecidingTable, NoticeTable, SendingTable
from hocvien.web.sending.words import mode_words, notice_status
from hocvien.web.shell.audiences import audience_value, audience_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Step
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_P = access.Permission


@screen(permission="class.view", as_of=True)
def notice_list(request: ScreenRequest) -> HttpResponse:
    """Notices of the scope's unit, of what lies below, and those of units above that ask it for names."""
    scope = request.scope
    table = NoticeTable(request, sending.notice_rows(request.user, scope.on, as_of=scope.day, unit=scope.unit))
    may_record = _P.LIST_PROPOSE in request.held_permissions and not scope.is_another_day
    context = {"may_record": may_record, "may_count": _P.REPORT_VIEW in request.held_permissions}
    return table_response(request, "sending/notice_list.html", table, context)


@screen(permission="list.propose", methods=("GET", "POST"))
def notice_record(request: ScreenRequest) -> HttpResponse:
    initial = {"unit": request.scope.unit, "issued_on": request.scope.on}
    form = NoticeForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            row = sending.record_notice(
                actor=request.user,
                unit=form.cleaned_data["unit"],
                new=form.new_notice(),
                today=request.scope.on,
                now=now(),
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi thông báo. Bước tiếp theo: chọn người."))
            return redirect_to(request, "sending:notice-page", uuid=row.uuid)
    context = {"form": form, "title": _("Ghi thông báo chiêu sinh"), "action": _("Ghi thông báo")}
    return page(request, "sending/notice_form.html", context, form=form)


@screen(permission="list.propose", methods=("GET", "POST"))
def notice_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_notice_for(request.user, uuid, request.scope.on)
    initial = {name: getattr(row, name) for name in (*NoticeForm.PLAIN, "programme", "issuer")}
    initial["audience"] = audience_value(row.programme, row.audience)
    form = NoticeForm(request.POST or None, request=request, initial=initial, edited=row)
    if form.is_valid():
        try:
            sending.update_notice(
                actor=request.user, notice=row, new=form.new_notice(), today=request.scope.on, now=now()
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã sửa thông báo."))
            return redirect_to(request, "sending:notice-page", uuid=uuid)
    context = {"form": form, "notice": row, "title": _("Sửa thông báo chiêu sinh"), "action": _("Lưu thông báo")}
    return page(request, "sending/notice_form.html", context, form=form)


@screen(permission="list.propose", methods=("GET", "POST"))
def notice_cancel(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_notice_for(request.user, uuid, request.scope.on)
    form = ReasonForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            sending.cancel_notice(
                actor=request.user, notice=row, today=request.scope.on, now=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã hủy thông báo; người chờ duyệt đã được rút khỏi danh sách."))
            return redirect_to(request, "sending:notice-page", uuid=uuid)
    context = {
        "form": form,
        "title": _("Hủy thông báo"),
        "action": _("Hủy thông báo"),
        "effect": _("Người đang chờ duyệt được rút khỏi danh sách. Thông báo vẫn còn để tra cứu, kèm lý do."),
        "back_url": screen_url(request, "sending:notice-page", uuid=uuid),
        "back_label": row.name,
    }
    return page(request, "sending/small_form.html", context, form=form)


@screen(permission="plan.edit", methods=("GET", "POST"))
def seats_split(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The seats of a notice as a quota of its unit; the next screen hands them down."""
    row = sending.get_notice_for(request.user, uuid, request.scope.on)
    if row.quota is not None:
        return redirect_to(request, "quotas:quota-page", uuid=row.quota.uuid)
    initial = {"names_due_on": row.names_due_on, "waiting_order": quotas.WaitingOrder.ASKED_FIRST}
    form = SplitForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            quota = sending.split_seats(
                actor=request.user, notice=row, today=request.scope.on, now=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã giao {n} suất thành chỉ tiêu. Phân bổ cho các đơn vị.").format(n=row.seats))
            return redirect_to(request, "quotas:seat-allot", uuid=quota.uuid, code=row.unit.code)
    context = {
        "form": form,
        "title": _("Phân chỉ tiêu"),
        "action": _("Giao thành chỉ tiêu"),
        "effect": _(
            "{n} suất của thông báo thành chỉ tiêu để phân bổ cho cấp dưới. Từ đó mỗi đơn vị chỉ đưa được số người bằng số suất mình có; "
            "người đang trong danh sách giữ suất của đơn vị nhận thông báo."
        ).format(n=row.seats),
        "back_url": screen_url(request, "sending:notice-page", uuid=uuid),
        "back_label": row.name,
    }
    return page(request, "sending/small_form.html", context, form=form)


def _sees_quota(request: ScreenRequest, quota: quotas.Quota) -> bool:
    return quotas.quotas_visible_to(request.user, request.scope.on).filter(pk=quota.pk).exists()


@screen(permission="class.view")
def notice_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """A notice with the thread of its steps, its list and its decisions."""
    on = request.scope.on
    row = sending.get_notice_for(request.user, uuid, on)
    may = sending.actions_of(request.user, row, on)
    rows = sending.sending_rows(request.user, row, on)
    sent, seats = sending.count_sent(row), sending.count_seats(row)
    of_status = {status: [one for one in rows if one.status == status] for status in sending.SendingStatus}
    waiting = len(of_status[sending.SendingStatus.PROPOSED])
    under_way = sum(one.course not in sending.ENDED for one in of_status[sending.SendingStatus.SENT])
    units = {row.unit_id, *({row.issuer_id} if row.issuer_id else set())}
    names = org.labels_as_of(units, on)
    decisions = sending.decisions_of(row)
    context: dict[str, Any] = {
        "notice": row,
        "may": may,
        "may_decide_list": may.decide and waiting > 0,
        "may_withdraw": may.propose and waiting > 0,
        "may_cancel": may.edit and sent == 0,
        "may_record_all": may.edit and under_way > 0,
        "status": notice_status(
            row.status, sent=sent, waiting=waiting, under_way=under_way, opens_on=row.opens_on, today=on
        ),
        "mode": mode_words(row.study_mode),
        "audience": audience_words(row.programme_id, row.audience),
        "unit_name": names[row.unit_id].name,
        "issuer_code": names[row.issuer_id].code if row.issuer_id else "",
        "sent": sent,
        "seats": seats,
        "free": max(0, seats - sent),
        "may_see_quota": row.quota is not None and _sees_quota(request, row.quota),
        "waiting": waiting,
        "decisions": decisions,
        "steps": _steps(row, sent=sent, waiting=waiting, rows=rows),
        "results": sum(one.has_diploma for one in rows),
    }
    kind = DecidingTable if context["may_decide_list"] or context["may_withdraw"] else SendingTable
    return table_response(request, "sending/notice_page.html", kind(request, rows), context)


def _steps(row: sending.Notice, *, sent: int, waiting: int, rows: list[sending.SendingRow]) -> list[Step]:
    """Notice → selection → decision → study → papers, told of the people the viewer sees."""
    here = [one for one in rows if one.status == sending.SendingStatus.SENT]
    ended = [one for one in here if one.course in sending.ENDED]
    told = [one for one in here if one.has_diploma]
    reached = 1 + (waiting > 0 or sent > 0) + (sent > 0) + (bool(here) and len(ended) == len(here))
    reached += bool(told) and len(told) >= sum(one.course == sending.Course.FINISHED for one in here) > 0
    if row.status == sending.NoticeStatus.CANCELLED:
        reached = 1
    labels = (
        _("Nhận thông báo"),
        _("Chọn người, xét điều kiện"),
        _("Quyết định cử"),
        _("Theo dõi học tập"),
        _("Ghi bằng, giấy"),
    )
    return [
        Step(label, "done" if at < reached else "current" if at == reached else "next")
        for at, label in enumerate(labels)
    ]

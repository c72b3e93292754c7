"""Units ask: for more seats, and for seats of each other."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.quotas import api as quotas
from hocvien.web.quotas.forms import AskForm, MoveForm, RefuseForm
from hocvien.web.quotas.views.common import said, small_form, stand_at
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, screen


@screen(permission="list.propose", methods=("GET", "POST"))
def ask_seats(request: ScreenRequest, uuid: UUID, code: str) -> HttpResponse:
    quota, unit = stand_at(request, uuid, code)
    form = AskForm(request.POST or None, request=request)
    order = quotas.WaitingOrder(quota.waiting_order).label
    return small_form(
        request,
        quota,
        unit,
        form,
        lambda data: quotas.ask_seats(quota=quota, unit_id=unit.pk, **data, **said(request)),
        title=_("Xin thêm chỉ tiêu"),
        done=_("Đã vào danh sách chờ."),
        button=_("Xin thêm"),
        text=_("Chỉ tiêu trả lại, thu hồi được chia theo thứ tự: {order}.").format(order=str(order).lower()),
    )


@screen(permission="list.propose", methods=("POST",))
def ask_withdraw(request: ScreenRequest, uuid: UUID, ask: UUID) -> HttpResponse:
    quota = quotas.get_quota_for(request.user, uuid, request.scope.on)
    quotas.withdraw_ask(ask=quotas.get_ask(quota, ask), **said(request))
    notify(request, _("Đã rút đề nghị xin thêm."))
    return redirect_to(request, "quotas:quota-page", uuid=quota.uuid)


@screen(permission="list.propose", methods=("GET", "POST"))
def move_ask(request: ScreenRequest, uuid: UUID, code: str) -> HttpResponse:
    quota, unit = stand_at(request, uuid, code)
    form = MoveForm(request.POST or None, request=request)

    def do(data: dict[str, Any]) -> Any:
        gives = data["way"] == "give"
        ids = (unit.pk, data["other"].pk) if gives else (data["other"].pk, unit.pk)
        return quotas.ask_move(
            quota=quota,
            from_unit_id=ids[0],
            to_unit_id=ids[1],
            seats=data["seats"],
            reason=data["reason"],
            asked_by_giver=gives,
            **said(request),
        )

    return small_form(
        request,
        quota,
        unit,
        form,
        do,
        title=_("Chuyển chỉ tiêu với đơn vị khác"),
        done=_("Đã gửi đề nghị. Chỉ tiêu chuyển khi đơn vị kia đồng ý."),
        button=_("Gửi đề nghị"),
    )


@screen(permission="list.propose", methods=("POST",))
def move_accept(request: ScreenRequest, uuid: UUID, move: UUID) -> HttpResponse:
    quota = quotas.get_quota_for(request.user, uuid, request.scope.on)
    row = quotas.get_move(request.user, quota, move, request.scope.on)
    quotas.accept_move(request=row, **said(request))
    notify(request, _("Đã đồng ý, {seats} chỉ tiêu đã chuyển.").format(seats=row.seats))
    return redirect_to(request, "quotas:quota-page", uuid=quota.uuid)


@screen(permission="list.propose", methods=("GET", "POST"))
def move_refuse(request: ScreenRequest, uuid: UUID, move: UUID) -> HttpResponse:
    quota = quotas.get_quota_for(request.user, uuid, request.scope.on)
    row = quotas.get_move(request.user, quota, move, request.scope.on)
    form = RefuseForm(request.POST or None, request=request)
    return small_form(
        request,
        quota,
        row.to_unit if row.asked_by_giver else row.from_unit,
        form,
        lambda data: quotas.refuse_move(request=row, reason=data["reason"], **said(request)),
        title=_("Không đồng ý chuyển chỉ tiêu"),
        done=_("Đã trả lời không đồng ý."),
        button=_("Gửi trả lời"),
        text=_("{seats} chỉ tiêu, lý do đề nghị: {reason}").format(seats=row.seats, reason=row.reason),
    )


@screen(permission="list.propose", methods=("POST",))
def move_withdraw(request: ScreenRequest, uuid: UUID, move: UUID) -> HttpResponse:
    quota = quotas.get_quota_for(request.user, uuid, request.scope.on)
    row = quotas.get_move(request.user, quota, move, request.scope.on)
    quotas.withdraw_move(request=row, **said(request))
    notify(request, _("Đã rút đề nghị chuyển."))
    return redirect_to(request, "quotas:quota-page", uuid=quota.uuid)

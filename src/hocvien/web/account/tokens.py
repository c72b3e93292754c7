"""Tokens by which other programs read figures as oneself: made, told once, withdrawn."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError, NotVisible
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import forms as ui
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, page, screen

_USUAL_DAYS = 90


class TokenForm(ui.BaseForm):
    name = forms.CharField(
        label=_("Tên chương trình dùng mã"),
        max_length=80,
        help_text=_("Thí dụ: bảng Excel của phòng tổng hợp, kho dữ liệu của tỉnh."),
    )
    unit = ui.UnitChoiceField(label=_("Trong phạm vi"), permission="report.view")
    includes_below = forms.BooleanField(label=_("Gồm cả đơn vị cấp dưới"), required=False, initial=True)
    last_day = ui.DateField(label=_("Dùng được đến hết ngày"), help_text=_("Nhiều nhất một năm."))


@screen(signed_in=True)
def token_list(request: ScreenRequest) -> HttpResponse:
    """Every token one made, with its last use."""
    user, on = request.user, request.scope.on
    rows = list(access.tokens_of(user))
    labels = org.labels_as_of({row.unit_id for row in rows}, on)
    context = {
        "tokens": [
            {
                "row": row,
                "unit": labels[row.unit_id].name,
                "status": _status(row, request),
                "is_in_force": row.is_in_force(on),
            }
            for row in rows
        ],
        "acting": access.delegation_of(user),
        "may_make": access.delegation_of(user) is None and access.Permission.REPORT_VIEW in request.held_permissions,
    }
    return page(request, "account/token_list.html", context)


@screen(signed_in=True, methods=("GET", "POST"))
def token_make(request: ScreenRequest) -> HttpResponse:
    """The answer to POST is the one page that ever shows the secret; it is stored nowhere, not even with the session."""
    scope = request.scope
    initial = {"unit": scope.unit, "last_day": scope.on + timedelta(days=_USUAL_DAYS)}
    form = TokenForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        data: dict[str, Any] = form.cleaned_data
        try:
            token, secret = access.make_token(actor=request.user, today=scope.on, now=clock.now(), **data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            context = {"token": token, "secret": secret, "unit": org.label_as_of(token.unit_id, scope.on).name}
            response = page(request, "account/token_made.html", context)
            response["Cache-Control"] = "private, no-store"
            return response
    return page(request, "account/token_make.html", {"form": form}, form=form)


@screen(signed_in=True, methods=("POST",))
def token_withdraw(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    token = access.tokens_of(request.user).filter(uuid=uuid).first()
    if token is None:
        raise NotVisible("token_not_found", _("Không có mã truy cập này trong tài khoản của bạn."))
    access.withdraw_token(actor=request.user, token=token, now=clock.now())
    notify(
        request, _("Đã rút mã “{name}”. Chương trình dùng mã ấy không đọc được số liệu nữa.").format(name=token.name)
    )
    return redirect_to(request, "account:token-list")


def _status(token: access.Token, request: ScreenRequest) -> Status:
    if token.withdrawn_at is not None:
        return Status("neutral", gettext("Đã rút"))
    if not token.is_in_force(request.scope.on):
        return Status("neutral", gettext("Đã hết hạn"))
    return Status("met", gettext("Đang dùng được"))

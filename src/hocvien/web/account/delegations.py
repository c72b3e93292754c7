"""Letting somebody act for oneself, and acting for somebody: said on every page while it lasts, and in each line of the journal."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.accounts import api as accounts
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.web.shell.acting import KEY
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import forms as ui
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, page, screen


class DelegationForm(ui.BaseForm):
    to_user = forms.CharField(
        label=_("Người làm thay"), max_length=150, help_text=_("Tên đăng nhập của người đó, như khi họ đăng nhập.")
    )
    unit = ui.UnitChoiceField(label=_("Trong phạm vi"), permission="unit.view")
    includes_below = forms.BooleanField(label=_("Gồm cả đơn vị cấp dưới"), required=False, initial=True)
    permissions = forms.MultipleChoiceField(label=_("Việc được làm thay"), widget=forms.CheckboxSelectMultiple)
    valid_from = ui.DateField(label=_("Từ ngày"))
    last_day = ui.DateField(label=_("Đến hết ngày"))
    paper = forms.CharField(
        label=_("Văn bản ủy quyền"), max_length=120, required=False, help_text=_("Số, ngày của văn bản, nếu có.")
    )

    def __init__(self, *args: Any, held: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["permissions"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, label) for key, label in access.Action.choices if key in held]


def _rows(rows: Any, request: ScreenRequest) -> list[dict[str, Any]]:
    """Delegations with words for the table; one query for the units' names."""
    rows, on = list(rows), request.scope.on
    labels = org.labels_as_of({row.unit_id for row in rows}, on)
    return [
        {
            "row": row,
            "unit": labels[row.unit_id].name,
            "actions": "; ".join(str(access.Action(one).label) for one in row.permissions),
            "status": _status(row, on),
            "is_now": row.valid_from <= on < row.valid_to,
            "is_open": on < row.valid_to,
        }
        for row in rows
    ]


def _status(row: access.Delegation, on: Any) -> Status:
    if row.valid_to <= on:
        return Status("neutral", gettext("Đã hết"))
    if row.valid_from > on:
        return Status("info", gettext("Chưa tới ngày"))
    return Status("met", gettext("Đang có hiệu lực"))


@screen(signed_in=True)
def delegation_list(request: ScreenRequest) -> HttpResponse:
    """What I let others do, what others let me do."""
    user, on = request.user, request.scope.on
    context = {
        "given": _rows(access.delegations_given(user), request),
        "received": _rows(access.delegations_received(user, on), request),
        "acting": access.delegation_of(user),
        "may_give": access.delegation_of(user) is None
        and not access.DELEGABLE.keys().isdisjoint(request.held_permissions),
    }
    return page(request, "account/delegation_list.html", context)


@screen(signed_in=True, methods=("GET", "POST"))
def delegation_give(request: ScreenRequest) -> HttpResponse:
    scope = request.scope
    initial = {"unit": scope.unit, "valid_from": scope.on, "last_day": scope.on + timedelta(days=6)}
    form = DelegationForm(request.POST or None, request=request, held=request.held_permissions, initial=initial)
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            to_user = accounts.find_user(data.pop("to_user").strip())
            if to_user is None:
                raise access.DelegateUnknown(form.cleaned_data["to_user"])
            last_day = data.pop("last_day")
            given = access.delegate(
                actor=request.user, to_user=to_user, valid_to=last_day + timedelta(days=1), today=scope.on, **data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ủy quyền cho {name}.").format(name=given.to_user))
            return redirect_to(request, "account:delegation-list")
    return page(request, "account/delegation_give.html", {"form": form}, form=form)


@screen(signed_in=True, methods=("POST",))
def delegation_end(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """By whoever gave it, or an administrator of its unit."""
    on = request.scope.on
    found = access.get_delegation_for(request.user, uuid, on=on)
    access.end_delegation(actor=request.user, delegation=found, on=on)
    notify(request, _("Đã rút ủy quyền cho {name}. Việc đã làm vẫn giữ.").format(name=found.to_user))
    if found.from_user_id == request.user.pk:
        return redirect_to(request, "account:delegation-list")
    return redirect_to(request, "administration:account-page", uuid=found.from_user.uuid)


@screen(signed_in=True, methods=("POST",))
def delegation_act(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """From the next page on this session acts for the other, until it says otherwise."""
    found = access.find_delegation_for(request.user, uuid, request.scope.on)
    request.session[KEY] = str(found.uuid)
    said = _("Từ giờ bạn làm thay {name}; nhật ký ghi tên bạn và “thay mặt {name}”.")
    notify(request, said.format(name=found.from_user), tone="info")
    return redirect_to(request, "home:work-list", with_unit=found.unit.code)


@screen(signed_in=True, methods=("POST",))
def delegation_stop(request: ScreenRequest) -> HttpResponse:
    """Act for oneself again."""
    if request.session.pop(KEY, None) is not None:
        notify(request, gettext("Bạn đã thôi làm thay, từ giờ làm việc cho chính mình."))
    return redirect_to(request, "account:delegation-list", with_unit=None)

"""Forms of accounts and grants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.web.ui import forms as ui


class AccountForm(ui.BaseForm):
    username = forms.CharField(label=_("Tên đăng nhập"), max_length=150)
    full_name = forms.CharField(label=_("Họ và tên"), max_length=150)
    role = forms.ChoiceField(
        label=_("Vai trò"),
        choices=[*access.Role.choices, ("", _("Không giao vai trò: học viên chỉ xem hồ sơ của mình"))],
        required=False,
        initial=access.Role.CLERK,
    )
    unit = ui.UnitChoiceField(label=_("Tại đơn vị"), permission="grant.edit")
    includes_below = forms.BooleanField(label=_("Gồm cả đơn vị cấp dưới"), required=False, initial=True)


class GrantForm(ui.BaseForm):
    role = forms.ChoiceField(label=_("Vai trò"), choices=access.Role.choices)
    unit = ui.UnitChoiceField(label=_("Tại đơn vị"), permission="grant.edit")
    includes_below = forms.BooleanField(label=_("Gồm cả đơn vị cấp dưới"), required=False, initial=True)
    valid_from = ui.DateField(label=_("Từ ngày"))

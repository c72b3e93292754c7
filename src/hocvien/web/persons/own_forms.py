"""Forms of one's own account and record."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.privacy import api as privacy
from hocvien.web.ui import forms as ui


class TieForm(ui.BaseForm):
    username = forms.CharField(
        label=_("Tên đăng nhập của người này"),
        max_length=150,
        help_text=_("Hỏi chính người này, hoặc người quản trị. Mỗi tài khoản một hồ sơ, mỗi hồ sơ một tài khoản."),
    )


class OwnRequestForm(ui.BaseForm):
    """What somebody asks about their own data."""

    kind = forms.ChoiceField(
        label=_("Yêu cầu"), choices=privacy.RequestKind.choices, widget=forms.RadioSelect, initial="access"
    )
    field = forms.ChoiceField(label=_("Thông tin cần sửa"), required=False)
    value = forms.CharField(label=_("Nội dung đúng"), max_length=200, required=False)
    text = forms.CharField(label=_("Ghi thêm"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        named = ((name, str(privacy.field_label("people.person", name))) for name in privacy.CORRECTABLE)
        field.choices = [("", "–"), *named]

"""Forms of what people ask about their own data."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.privacy import api as privacy
from hocvien.web.ui import forms as ui


class RequestForm(ui.BaseForm):
    """A request as it came: on paper, or said at the desk."""

    kind = forms.ChoiceField(label=_("Yêu cầu"), choices=privacy.RequestKind.choices, widget=forms.RadioSelect)
    asked_on = ui.DateField(label=_("Ngày yêu cầu"))
    through = forms.CharField(
        label=_("Yêu cầu bằng"), max_length=200, required=False, help_text=_("Đơn số, trực tiếp, thư")
    )
    field = forms.ChoiceField(label=_("Thông tin cần sửa"), required=False)
    value = forms.CharField(label=_("Nội dung đúng"), max_length=200, required=False)
    text = forms.CharField(label=_("Ghi thêm"), max_length=500, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", "–"),
            *((name, str(privacy.field_label("people.person", name))) for name in privacy.CORRECTABLE),
        ]


class AnswerForm(ui.BaseForm):
    """The answer; a refusal says why."""

    decision = forms.ChoiceField(
        label=_("Trả lời"),
        choices=(("done", _("Thực hiện yêu cầu")), ("refused", _("Không thực hiện"))),
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label=_("Nội dung trả lời, hoặc lý do không thực hiện"), max_length=500, required=False)

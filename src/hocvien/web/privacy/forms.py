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


class TermForm(ui.BaseForm):
    """How long something is kept from a day on, and where that is written."""

    amount = ui.WholeNumberField(label=_("Thời hạn"), min_value=1, max_value=1200)
    unit = forms.ChoiceField(label=_("Tính theo"), choices=privacy.TermUnit.choices)
    citation = forms.CharField(label=_("Căn cứ"), max_length=200, help_text=_("Văn bản quy định thời hạn này"))
    mark = forms.ChoiceField(label=_("Nguồn"), choices=privacy.Mark.choices)
    valid_from = ui.DateField(label=_("Áp dụng từ ngày"))


class HolidaysForm(ui.BaseForm):
    """The public holidays of a year; empty: computed again."""

    days = forms.CharField(
        label=_("Ngày nghỉ lễ"),
        widget=forms.Textarea(attrs={"rows": 14}),
        required=False,
        max_length=4000,
        help_text=_("Mỗi dòng một ngày: 30/04 Ngày Chiến thắng. Xóa hết để tính lại theo luật."),
    )


class AnonymiseForm(ui.BaseForm):
    """The last word: how many people, typed."""

    count = ui.WholeNumberField(
        label=_("Số người sẽ ẩn danh"), min_value=1, help_text=_("Gõ lại số người để xác nhận.")
    )

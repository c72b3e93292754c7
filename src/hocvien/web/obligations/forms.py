"""Forms of what a committee chooses, and of a new period of an obligation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.obligations import api as obligations
from hocvien.web.ui import forms as ui


class ChoiceForm(ui.BaseForm):
    obligation = forms.ChoiceField(label=_("Nghĩa vụ"))
    clock = forms.ChoiceField(
        label=_("Chu kỳ"), choices=[("term", _("Mỗi nhiệm kỳ")), ("year", _("Mỗi năm"))], widget=forms.RadioSelect
    )
    valid_from = ui.DateField(
        label=_("Từ ngày"), help_text=_("Ai đang trong hạn giữ nguyên hạn của mình; lần sau tính theo chu kỳ mới.")
    )
    source = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Số, ngày, cơ quan của văn bản.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["obligation"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            (one.code, obligations.title_of(one)) for one in obligations.list_obligations() if one.committee_chooses
        ]


class DeadlinesForm(ui.BaseForm):
    soon_days = ui.WholeNumberField(label=_("Sắp đến hạn: trước hạn bao nhiêu ngày"), min_value=1, max_value=3660)
    late_days = ui.WholeNumberField(label=_("Quá hạn lâu: quá hạn hơn bao nhiêu ngày"), min_value=1, max_value=3660)
    valid_from = ui.DateField(
        label=_("Từ ngày"),
        help_text=_("Áp dụng cho đơn vị và cấp dưới chưa đặt mốc riêng; hạn của từng người không đổi."),
    )
    source = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Số, ngày, cơ quan của văn bản.")
    )


class VersionForm(ui.BaseForm):
    valid_from = ui.DateField(
        label=_("Áp dụng từ ngày"),
        help_text=_("Chỉ với người thuộc diện từ ngày này; ai thuộc diện trước đó giữ nguyên hạn."),
    )
    clock = forms.ChoiceField(label=_("Chu kỳ"), choices=obligations.Clock.choices)
    within_months = ui.WholeNumberField(
        label=_("Hoàn thành lần đầu trong (tháng)"),
        min_value=1,
        max_value=240,
        required=False,
        help_text=_("Để trống nếu quy định không đặt hạn; với mỗi nhiệm kỳ thì hạn là hết nhiệm kỳ."),
    )
    valid_months = ui.WholeNumberField(
        label=_("Giấy có giá trị (tháng)"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("Bắt buộc với chu kỳ lặp lại; 24 là mỗi hai năm."),
    )
    minimum_days = ui.WholeNumberField(
        label=_("Số ngày học tối thiểu"),
        min_value=1,
        max_value=366,
        required=False,
        help_text=_("Để trống nếu chưa rõ."),
    )
    citation = forms.CharField(label=_("Căn cứ"), max_length=300, help_text=_("Số, ngày, cơ quan của văn bản."))

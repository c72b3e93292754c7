from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.records import api as records
from hocvien.web.ui import forms as ui

_CORRECTABLE = ("full_name", "birth_text", "place_text")


class WithdrawForm(ui.BaseForm):
    withdrawn_on = ui.DateField(label=_("Ngày thu hồi"))
    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Ngắn gọn, về giấy tờ."))
    decision_number = forms.CharField(label=_("Số quyết định thu hồi"), max_length=100)
    decision_on = ui.DateField(label=_("Ngày quyết định"), required=False)


class ReissueForm(ui.BaseForm):
    """A new number in place of a standing one; what was printed wrongly may be set right."""

    issued_on = ui.DateField(label=_("Ngày cấp lại"))
    at_fault = forms.ChoiceField(
        label=_("Vì sao cấp lại"),
        choices=[("no", _("Người được cấp đề nghị (mất, hỏng)")), ("yes", _("Nơi cấp ghi sai hoặc in hỏng"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Lý do"), max_length=300, help_text=_("Ngắn gọn, về giấy tờ."))
    full_name = forms.CharField(label=_("Họ và tên ghi trên giấy"), max_length=120)
    birth_text = forms.CharField(label=_("Ngày sinh ghi trên giấy"), max_length=30, required=False)
    place_text = forms.CharField(label=_("Đơn vị hoặc nơi sinh ghi trên giấy"), max_length=250, required=False)
    signer_name = forms.CharField(label=_("Người ký"), max_length=120)
    signer_title = forms.CharField(label=_("Chức danh người ký"), max_length=100, required=False)

    @classmethod
    def initial_of(cls, certificate: records.Certificate, today: date) -> dict[str, Any]:
        """What stands on the paper now."""
        printed = {name: getattr(certificate, name) for name in (*_CORRECTABLE, "signer_name", "signer_title")}
        return {"issued_on": today, **printed}

    @property
    def corrections(self) -> dict[str, Any]:
        """Only what was changed."""
        return {name: self.cleaned_data[name] for name in _CORRECTABLE if name in self.changed_data}


class ReceiptForm(ui.BaseForm):
    received_on = ui.DateField(label=_("Ngày nhận"))
    received_by = forms.CharField(
        label=_("Người nhận"), max_length=120, required=False, help_text=_("Để trống khi chính người được cấp nhận.")
    )


class BlankForm(ui.BaseForm):
    """The number printed on the official blank, or that it was spoiled."""

    blank_number = forms.CharField(label=_("Số hiệu phôi"), max_length=40)


class SpoiledForm(ui.BaseForm):
    spoiled_on = ui.DateField(label=_("Ngày hỏng"))
    reason = forms.CharField(label=_("Lý do"), max_length=300)
    record_number = forms.CharField(label=_("Biên bản hủy"), max_length=100, required=False)


class VerifyForm(ui.BaseForm):
    """Either the text of the QR, or the number with its check code."""

    text = forms.CharField(
        label=_("Nội dung mã QR"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    number = forms.CharField(label=_("Số vào sổ"), required=False, max_length=60)
    check_code = forms.CharField(
        label=_("Mã kiểm tra"), required=False, max_length=40, help_text=_("12 ký tự in cạnh mã QR.")
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("text") and not (cleaned.get("number") and cleaned.get("check_code")):
            raise forms.ValidationError(
                _("Dán nội dung mã QR, hoặc điền cả số vào sổ và mã kiểm tra in trên giấy."), code="nothing_to_verify"
            )
        return cleaned

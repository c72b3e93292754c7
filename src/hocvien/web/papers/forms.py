"""Forms of papers: a template brought from Word, and the head of one paper."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.papers import api as papers
from hocvien.web.ui import forms as ui


class TemplateForm(ui.BaseForm):
    file = forms.FileField(
        label=_("Tệp Word đã sửa"),
        help_text=_("Tệp .docx, tới 1 MB. Tải mẫu đang dùng về, sửa trong Word, lưu, rồi chọn tệp đó."),
        max_length=200,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=200, required=False)


class PaperForm(ui.BaseForm):
    number = forms.CharField(
        label=_("Số và ký hiệu"), max_length=60, required=False, help_text=_("Như 15-QĐ/HU. Chưa có số thì để trống.")
    )
    place = forms.CharField(label=_("Địa danh"), max_length=80, required=False)
    on = ui.DateField(label=_("Ngày ban hành"))
    stead = forms.CharField(label=_("Thay mặt, ký thay"), max_length=120, required=False)
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=120, required=False)
    signer_name = forms.CharField(label=_("Người ký"), max_length=120, required=False)

    @classmethod
    def begin_with(cls, head: papers.PaperHead) -> dict[str, Any]:
        """What the form begins with."""
        return {name: getattr(head, name) for name in ("number", "place", "on", "stead", "signer_post", "signer_name")}

    def as_head(self) -> papers.PaperHead:
        return papers.PaperHead(**self.cleaned_data)


class MessageForm(ui.BaseForm):
    """A text to be copied; nothing is sent."""

    text = forms.CharField(
        label=_("Lời nhắn"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8, "readonly": True}),
        help_text=_(
            "Bấm vào khung, chọn hết (Ctrl A) rồi chép (Ctrl C); trên điện thoại nhấn giữ rồi chọn tất cả. Chỉ gửi cho chính người này."
        ),
    )

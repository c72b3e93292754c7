"""Forms of a study session: what is studied, where it is held, who gathers there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.access.api import Permission
from hocvien.meetings import api as meetings
from hocvien.web.ui import forms as ui

ALONE, CHILDREN, CELLS = "alone", "children", "cells"


class SessionForm(ui.BaseForm):
    organiser = ui.UnitChoiceField(label=_("Đơn vị tổ chức"), permission=Permission.STUDY_EDIT)
    kind = forms.ChoiceField(label=_("Hình thức"), choices=meetings.StudyKind.choices)
    topic = forms.CharField(
        label=_("Nội dung"), max_length=250, help_text=_("Ví dụ: Học tập, quán triệt Nghị quyết Hội nghị Trung ương …")
    )
    document_number = forms.CharField(label=_("Số văn bản"), max_length=60, required=False)
    document_on = ui.DateField(label=_("Ngày văn bản"), required=False)
    issued_by = forms.CharField(label=_("Cơ quan ban hành"), max_length=150, required=False)
    opens_on = ui.DateField(label=_("Từ ngày"))
    closes_on = ui.DateField(label=_("Đến ngày"), required=False, help_text=_("Để trống nếu học trong một ngày."))
    answers_due_on = ui.DateField(
        label=_("Hạn nhập số"), required=False, help_text=_("Đơn vị được triệu tập thấy hạn này ở Việc cần làm.")
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["organiser"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["closes_on"] = cleaned.get("closes_on") or cleaned.get("opens_on")
        return cleaned


class PointForm(ui.BaseForm):
    place = forms.CharField(
        label=_("Địa điểm"), max_length=200, help_text=_("Hội trường, hoặc tên điểm cầu trực tuyến.")
    )
    on = ui.DateField(label=_("Ngày"))
    mode = forms.ChoiceField(label=_("Cách dự"), choices=meetings.PointMode.choices)
    is_makeup = forms.BooleanField(
        label=_("Học bù"),
        required=False,
        help_text=_("Dành cho người vắng: số có mặt cộng vào phiên này, không triệu tập thêm."),
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["is_makeup"]


class SummonForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị"), permission=None)
    which = forms.ChoiceField(
        label=_("Thêm vào điểm"),
        choices=[
            (CHILDREN, _("Mọi đơn vị trực thuộc đơn vị này")),
            (CELLS, _("Mọi chi bộ ở đơn vị này và cấp dưới")),
            (ALONE, _("Chỉ đơn vị này")),
        ],
        widget=forms.RadioSelect,
        help_text=_("Mỗi đơn vị báo số của mình và của cấp dưới không được triệu tập riêng."),
    )


class ReopenForm(ui.BaseForm):
    reason = forms.CharField(
        label=_("Lý do mở lại"), max_length=300, help_text=_("Ví dụ: xã An Bình báo lại theo Công văn số …")
    )


class FileForm(ui.BaseForm):
    file = forms.FileField(
        label=_("Bảng đã điền"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        help_text=_("Bảng tải ở trên, đã điền số. Đọc xong chưa lưu: xem lại rồi bấm Lưu số."),
    )


class PasteForm(ui.BaseForm):
    pasted = forms.CharField(label=_("Vùng đã chép"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, is_makeup: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pasted"].help_text = (
            _("Hai cột: đơn vị, có mặt; hoặc chép cả hàng tiêu đề.")
            if is_makeup
            else _("Ba cột: đơn vị, triệu tập, có mặt; hoặc chép cả hàng tiêu đề.")
        )

"""Forms of the yearly plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.access.api import Permission
from hocvien.catalogue import api as catalogue
from hocvien.web.ui import forms as ui


class PlanForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị lập kế hoạch"), permission=Permission.PLAN_EDIT)
    year = forms.IntegerField(label=_("Năm"), min_value=2000, max_value=2100)
    number = forms.CharField(label=_("Số kế hoạch"), max_length=60, required=False, help_text=_("Ghi khi đã ban hành."))
    issued_on = ui.DateField(label=_("Ngày ban hành"), required=False)


class LineForm(ui.BaseForm):
    programme: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=None, empty_label=_("Chọn chương trình")
    )
    study_mode = forms.ChoiceField(
        label=_("Hệ học"),
        choices=[("", _("Không chia hệ")), *catalogue.StudyMode.choices],
        required=False,
        help_text=_("Chỉ trung cấp, cao cấp có hệ học."),
    )
    classes = forms.IntegerField(label=_("Số lớp"), min_value=1, max_value=500, initial=1)
    seats = forms.IntegerField(label=_("Tổng số học viên"), min_value=1, max_value=100_000)
    quarter = forms.TypedChoiceField(
        label=_("Quý"),
        choices=[("", _("Chưa xếp quý")), (1, "I"), (2, "II"), (3, "III"), (4, "IV")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    opener = ui.UnitChoiceField(label=_("Đơn vị mở lớp"), permission=Permission.UNIT_VIEW)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("programme", catalogue.list_programmes(self.request.scope.on))


class ReturnForm(ui.BaseForm):
    reason = forms.CharField(label=_("Lý do trả lại"), max_length=300, help_text=_("Ghi rõ mục nào, cần sửa gì."))


class ApproveForm(ui.BaseForm):
    number = forms.CharField(label=_("Số kế hoạch"), max_length=60, help_text=_("Ví dụ: 05-KH/HU"))
    issued_on = ui.DateField(label=_("Ngày ban hành"))

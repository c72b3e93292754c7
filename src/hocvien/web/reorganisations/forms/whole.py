"""What is decided as a whole, by a form of its own or from a table, and whose units are offered."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.web.ui import forms as ui


class HeadForm(ui.BaseForm):
    title = forms.CharField(label=gettext_lazy("Nội dung sắp xếp"), max_length=200)
    resolution = forms.CharField(label=gettext_lazy("Số nghị quyết, quyết định"), max_length=300)
    decided_on = ui.DateField(label=gettext_lazy("Ngày quyết định"), required=False)
    on = ui.DateField(label=gettext_lazy("Có hiệu lực từ ngày"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        decided, on = data.get("decided_on"), data.get("on")
        if decided is not None and decided.year < 1930:
            self.add_error("decided_on", _("Ngày quyết định trước năm 1930. Kiểm tra lại năm."))
        if on is not None and not 1930 <= on.year <= 2100:
            self.add_error("on", _("Ngày có hiệu lực phải từ năm 1930 đến năm 2100. Kiểm tra lại năm."))
        return data


class BelowForm(ui.BaseForm):
    """Whose units are offered to be ticked."""

    below = ui.UnitChoiceField(
        label=gettext_lazy("Chọn trong các đơn vị trực thuộc"), permission="unit.edit", required=False
    )


class MappingForm(ui.BaseForm):
    file = forms.FileField(
        label=gettext_lazy("Bảng sắp xếp"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        allow_empty_file=True,
    )
    title = forms.CharField(label=gettext_lazy("Nội dung sắp xếp"), max_length=200, required=False)
    resolution = forms.CharField(label=gettext_lazy("Số nghị quyết, quyết định"), max_length=300, required=False)
    decided_on = ui.DateField(label=gettext_lazy("Ngày quyết định"), required=False)
    on = ui.DateField(label=gettext_lazy("Có hiệu lực từ ngày"), required=False)

"""A regulation: number, days, what replaced it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.eligibility import api as eligibility
from hocvien.web.ui import forms as ui


class RegulationForm(ui.BaseForm):
    number = forms.CharField(label=_("Số, ký hiệu"), max_length=80)
    title = forms.CharField(label=_("Trích yếu"), max_length=300)
    issued_on = ui.DateField(label=_("Ngày ban hành"), required=False)
    valid_from = ui.DateField(label=_("Hiệu lực từ"), required=False)
    successor = forms.ChoiceField(label=_("Văn bản thay thế"), required=False)
    valid_to = ui.DateField(
        label=_("Hết hiệu lực trước ngày"),
        required=False,
        help_text=_("Bỏ trống: từ ngày văn bản thay thế có hiệu lực, hoặc chưa rõ."),
    )
    is_seen = forms.BooleanField(label=_("Đã đối chiếu nguyên văn"), required=False)

    def __init__(self, *args: Any, regulation: eligibility.Regulation | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {
            row.code: row for row in eligibility.list_regulations() if regulation is None or row.pk != regulation.pk
        }
        successor = self.fields["successor"]
        assert isinstance(successor, forms.ChoiceField)
        successor.choices = [("", _("Chưa có")), *((code, row.number) for code, row in self.others.items())]

    def written(self) -> dict[str, Any]:
        """What `eligibility.save_regulation` takes, of a valid form."""
        return {**self.cleaned_data, "successor": self.others.get(self.cleaned_data["successor"])}

"""What is recorded about one person for the rules: attestations, exceptions, plannings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from hocvien.people import api as people
from hocvien.web.ui import forms as ui


class AttestationForm(ui.BaseForm):
    subject = forms.ChoiceField(label=_("Nội dung xác nhận"), choices=eligibility.AttestationSubject.choices)
    holds = forms.ChoiceField(
        label=_("Nơi cử xác nhận"), choices=[("yes", _("Đúng")), ("no", _("Không đúng"))], widget=forms.RadioSelect
    )
    unit = ui.UnitChoiceField(label=_("Đơn vị xác nhận"), permission="list.propose")
    attested_on = ui.DateField(label=_("Ngày xác nhận"), is_past=True)
    valid_to = ui.DateField(label=_("Hết giá trị trước ngày"), required=False)


class ExceptionForm(ui.BaseForm):
    programme = forms.ModelChoiceField(label=_("Chương trình"), queryset=catalogue.Programme.objects.none())
    clause_kind = forms.ChoiceField(label=_("Điều kiện được đặc cách"), required=False)
    number = forms.CharField(label=_("Số quyết định"), max_length=60)
    decided_on = ui.DateField(label=_("Ngày quyết định"))
    authority = forms.CharField(label=_("Cấp quyết định"), max_length=200)
    valid_to = ui.DateField(label=_("Hết hiệu lực trước ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("programme", catalogue.list_programmes(), label=lambda row: row.name)
        kinds = self.fields["clause_kind"]
        assert isinstance(kinds, forms.ChoiceField)
        words = eligibility.kind_words().items()
        kinds.choices = [("", _("Mọi điều kiện mà quy định cho đặc cách"))] + [
            (kind, label) for kind, label in words if kind != "approved_exception"
        ]


class PlanningForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị của chức vụ quy hoạch"), permission=None)
    kind = forms.ChoiceField(label=_("Nhóm chức vụ quy hoạch"), choices=people.PostKind.choices)
    number = forms.CharField(label=_("Số văn bản"), max_length=60)
    decided_on = ui.DateField(label=_("Ngày văn bản"), is_past=True)
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_to = ui.DateField(label=_("Đến trước ngày"), required=False)

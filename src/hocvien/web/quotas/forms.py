"""Forms of quotas."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.access.api import Permission
from hocvien.catalogue import api as catalogue
from hocvien.planning import api as planning
from hocvien.quotas import api as quotas
from hocvien.web.shell.unit_boxes import UnitBoxesForm
from hocvien.web.ui import forms as ui

MOST = 1_000_000


class IssueForm(ui.BaseForm):
    """A plan line, or what a notice says; one of both."""

    owner = ui.UnitChoiceField(
        label=_("Đơn vị giao"),
        permission=Permission.PLAN_EDIT,
        help_text=_(
            "Chỉ tiêu phân bổ được cho mọi đơn vị trực thuộc, và cho nơi thuộc địa bàn phục vụ của trung tâm, trường."
        ),
    )
    plan_line: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Mục kế hoạch"),
        queryset=None,
        required=False,
        empty_label=_("Không theo mục kế hoạch: theo thông báo bên dưới"),
    )
    notice_number = forms.CharField(
        label=_("Số thông báo"),
        max_length=60,
        required=False,
        help_text=_("Thông báo chiêu sinh, phân bổ chỉ tiêu nhận từ nơi khác."),
    )
    notice_on = ui.DateField(label=_("Ngày thông báo"), required=False)
    notice_text = forms.CharField(label=_("Nội dung thông báo"), max_length=300, required=False)
    programme: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=None, required=False, empty_label=_("Theo mục kế hoạch")
    )
    study_mode = forms.ChoiceField(
        label=_("Hệ học"), choices=[("", _("Không chia hệ")), *catalogue.StudyMode.choices], required=False
    )
    seats = ui.WholeNumberField(label=_("Số chỉ tiêu"), min_value=1, max_value=MOST)
    names_due_on = ui.DateField(label=_("Hạn ghi tên"))
    waiting_order = forms.ChoiceField(
        label=_("Thứ tự chia chỉ tiêu trả lại"), choices=quotas.WaitingOrder.choices, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on = self.request.scope.on
        self.offer("plan_line", quotas.lines_to_issue(self.request.user, on), label=planning.line_label)
        self.offer("programme", catalogue.list_programmes(on))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("plan_line"):
            return cleaned
        for name in ("notice_number", "notice_on", "programme"):
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Chọn mục kế hoạch ở trên, hoặc ghi đủ số, ngày thông báo và chương trình."))
        programme = cleaned.get("programme")
        if programme is not None and cleaned.get("study_mode") and not programme.has_study_modes:
            self.add_error("study_mode", _("Chương trình này không chia hệ học: để trống ô hệ học."))
        return cleaned

    def source(self) -> quotas.Line | quotas.Notice:
        """What the quota is of."""
        said = self.cleaned_data
        if said["plan_line"]:
            return quotas.Line(said["plan_line"].pk)
        return quotas.Notice(
            said["notice_number"], said["notice_on"], said["notice_text"], said["programme"].pk, said["study_mode"]
        )


class NumberForm(ui.BaseForm):
    seats = ui.WholeNumberField(
        label=_("Tổng số chỉ tiêu"),
        min_value=1,
        max_value=MOST,
        help_text=_("Chỉ giảm được phần chưa phân bổ; muốn giảm nữa thì đề nghị cấp dưới trả lại trước."),
    )
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class DeadlineForm(ui.BaseForm):
    names_due_on = ui.DateField(label=_("Hạn ghi tên"))
    waiting_order = forms.ChoiceField(
        label=_("Thứ tự chia chỉ tiêu trả lại"), choices=quotas.WaitingOrder.choices, widget=forms.RadioSelect
    )


class ShareForm(ui.BaseForm):
    seen = forms.CharField(widget=forms.HiddenInput)
    names_due_on = ui.DateField(label=_("Hạn ghi tên mới"))

    def __init__(self, *args: Any, needs_deadline: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["names_due_on"].required = needs_deadline


class AllotForm(UnitBoxesForm):
    reason = forms.CharField(
        label=_("Ghi chú"), max_length=300, required=False, help_text=_("Ví dụ: theo Công văn số …")
    )


class NameForm(ui.BaseForm):
    person = ui.PersonChoiceField(label=_("Người được cử"), permission=Permission.PERSON_VIEW)


class KeepForm(ui.BaseForm):
    way = forms.ChoiceField(
        label=_("Việc"),
        choices=[("keep", _("Giữ chỗ chưa ghi tên")), ("free", _("Bỏ giữ chỗ"))],
        widget=forms.RadioSelect,
        initial="keep",
    )
    seats = ui.WholeNumberField(label=_("Số chỉ tiêu"), min_value=1, max_value=MOST)
    reason = forms.CharField(
        label=_("Giữ cho"), max_length=300, required=False, help_text=_("Nhóm người, chi bộ; không ghi tên người.")
    )


class ReturnForm(ui.BaseForm):
    free = ui.WholeNumberField(label=_("Trả từ số chưa dùng"), min_value=0, max_value=MOST, initial=0)
    reserved = ui.WholeNumberField(label=_("Trả từ số giữ chỗ"), min_value=0, max_value=MOST, initial=0)
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class AskForm(ui.BaseForm):
    seats = ui.WholeNumberField(label=_("Số chỉ tiêu xin thêm"), min_value=1, max_value=MOST)
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class MoveForm(ui.BaseForm):
    way = forms.ChoiceField(
        label=_("Việc"),
        choices=[("give", _("Chuyển cho đơn vị khác")), ("take", _("Xin của đơn vị khác"))],
        widget=forms.RadioSelect,
        initial="give",
    )
    other = ui.UnitChoiceField(
        label=_("Đơn vị kia"), permission=None, help_text=_("Chỉ tiêu chuyển khi đơn vị này đồng ý.")
    )
    seats = ui.WholeNumberField(label=_("Số chỉ tiêu"), min_value=1, max_value=MOST)
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class RefuseForm(ui.BaseForm):
    reason = forms.CharField(label=_("Lý do không đồng ý"), max_length=300)


def chosen(keys: Sequence[str], known: Mapping[str, int]) -> list[int]:
    """Ids of the ticked rows that stand in the list."""
    return [known[key] for key in keys if key in known]

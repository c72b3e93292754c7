"""Forms of the yearly plan."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hocvien.access.api import Permission
from hocvien.catalogue import api as catalogue
from hocvien.planning import api as planning
from hocvien.web.shell.audiences import AudienceField, audience_chosen
from hocvien.web.ui import formats
from hocvien.web.ui import forms as ui


class PlanForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị lập kế hoạch"), permission=Permission.PLAN_EDIT)
    year = ui.YearField(label=_("Năm"))
    number = forms.CharField(label=_("Số kế hoạch"), max_length=60, required=False, help_text=_("Ghi khi đã ban hành."))
    issued_on = ui.DateField(label=_("Ngày ban hành"), required=False, is_past=True)


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
    audience = AudienceField()
    classes = ui.WholeNumberField(label=_("Số lớp"), min_value=1, max_value=500, initial=1)
    seats = ui.WholeNumberField(label=_("Tổng số học viên"), min_value=1, max_value=100_000)
    quarter = forms.TypedChoiceField(
        label=_("Quý"),
        choices=[("", _("Chưa xếp quý")), (1, "I"), (2, "II"), (3, "III"), (4, "IV")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    opener = ui.UnitChoiceField(label=_("Đơn vị mở lớp"), permission=Permission.UNIT_VIEW)
    host = ui.UnitChoiceField(
        label=_("Đơn vị đặt lớp"), permission=None, required=False, help_text=_("Để trống nếu là đơn vị mở lớp.")
    )
    partner = ui.UnitChoiceField(
        label=_("Phối hợp với"), permission=None, required=False, help_text=_("Chỉ ghi khi là lớp phối hợp.")
    )
    lecturer_hours = ui.WholeNumberField(
        label=_("Giờ giảng"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("Tổng giờ giảng của các lớp trong mục; kinh phí tính theo định mức của đơn vị."),
    )
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)
    answer = forms.CharField(label=_("Giải trình"), max_length=300, required=False)

    def __init__(self, *args: Any, remark: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("programme", catalogue.list_programmes(self.request.scope.on))
        if remark:
            self.fields["answer"].help_text = format_lazy(_("Nhận xét của nơi duyệt: {remark}"), remark=remark)
        else:
            del self.fields["answer"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("programme") is not None:
            data["audience"] = audience_chosen(data.get("audience", ""), data["programme"])
        return data


class ReturnForm(ui.BaseForm):
    """A reason for the whole, and a remark at each line; one of them must be said."""

    reason = forms.CharField(
        label=_("Lý do trả lại"), max_length=300, required=False, help_text=_("Hoặc ghi nhận xét ở từng mục bên dưới.")
    )

    def __init__(self, *args: Any, lines: Sequence[planning.PlanLine] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            self.fields[f"remark-{line.uuid}"] = forms.CharField(
                label=format_lazy(
                    _("Mục {position}: {programme}"), position=line.position, programme=line.programme.name
                ),
                max_length=300,
                required=False,
                initial="",
                help_text=_line_words(line),
            )

    def remarks(self) -> dict[UUID, str]:
        """What is said at which line."""
        return {line.uuid: self.cleaned_data[f"remark-{line.uuid}"] for line in self.lines}


def _line_words(line: planning.PlanLine) -> str:
    words = _("{classes} lớp, {seats} học viên").format(classes=line.classes, seats=formats.number(line.seats))
    before = [
        say.format(words=text)
        for say, text in ((_("nhận xét trước: {words}"), line.remark), (_("giải trình: {words}"), line.answer))
        if text
    ]
    return "; ".join([words, *before])


class AmendForm(ui.BaseForm):
    reason = forms.CharField(
        label=_("Lý do điều chỉnh"), max_length=300, help_text=_("Ví dụ: bổ sung lớp theo Công văn số …")
    )


class SettingForm(ui.BaseForm):
    unit = ui.UnitChoiceField(
        label=_("Áp dụng tại đơn vị"),
        permission=Permission.PLAN_EDIT,
        help_text=_("Cả các đơn vị cấp dưới, trừ nơi có mức riêng."),
    )
    kind = forms.ChoiceField(label=_("Định mức"), choices=planning.SettingKind.choices)
    amount = ui.WholeNumberField(label=_("Mức"), min_value=0, max_value=1_000_000_000)
    valid_from = ui.DateField(label=_("Áp dụng từ"))
    citation = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Số, ngày văn bản quy định mức này.")
    )
    mark = forms.ChoiceField(label=_("Mức xác minh"), choices=catalogue.Mark.choices, initial=catalogue.Mark.DEFAULT)


class CallForm(ui.BaseForm):
    year = ui.YearField(label=_("Kế hoạch năm"))
    due_on = ui.DateField(label=_("Hạn trình"))
    note = forms.CharField(label=_("Nội dung yêu cầu"), max_length=300, required=False)


class NeedForm(ui.BaseForm):
    people = ui.WholeNumberField(
        label=_("Số người đơn vị xác định"),
        min_value=0,
        max_value=10_000_000,
        required=False,
        help_text=_("Để trống để lấy số tính theo quy định."),
    )
    reason = forms.CharField(label=_("Lý do điều chỉnh"), max_length=300, required=False)


class TargetForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Giao cho đơn vị"), permission=Permission.PLAN_EDIT)
    title = forms.CharField(label=_("Tên đề án, chỉ tiêu"), max_length=200)
    programme: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=None, empty_label=_("Chọn chương trình")
    )
    measure = forms.ChoiceField(label=_("Tính theo"), choices=planning.Measure.choices)
    amount = ui.WholeNumberField(
        label=_("Chỉ tiêu"), min_value=1, max_value=10_000_000, help_text=_("Số người, số lớp, hoặc phần trăm.")
    )
    first_year = ui.YearField(label=_("Từ năm"))
    last_year = ui.YearField(label=_("Đến năm"))
    decision_number = forms.CharField(label=_("Số văn bản"), max_length=60)
    decided_on = ui.DateField(label=_("Ngày văn bản"), is_past=True)
    note = forms.CharField(label=_("Ghi chú"), max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("programme", catalogue.list_programmes(self.request.scope.on))


class ProposalForm(ui.BaseForm):
    """What a proposal is made with; begins with the settings in force."""

    host = ui.UnitChoiceField(label=_("Đơn vị đặt lớp"), permission=None)
    capacity = ui.WholeNumberField(label=_("Sức chứa một quý (chỗ)"), min_value=0, max_value=1_000_000)
    smallest = ui.WholeNumberField(label=_("Lớp ít nhất (người)"), min_value=1, max_value=10_000)
    largest = ui.WholeNumberField(label=_("Lớp nhiều nhất (người)"), min_value=1, max_value=10_000)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("smallest", 0) > cleaned.get("largest", 10_000):
            self.add_error(
                "largest", _("Cỡ lớp nhiều nhất nhỏ hơn cỡ lớp ít nhất. Sửa một trong hai ô để xếp được lớp.")
            )
        return cleaned


class ApproveForm(ui.BaseForm):
    number = forms.CharField(label=_("Số kế hoạch"), max_length=60, help_text=_("Ví dụ: 05-KH/HU"))
    issued_on = ui.DateField(label=_("Ngày ban hành"), is_past=True)

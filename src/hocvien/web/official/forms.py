"""Forms of official papers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hocvien.common.errors import DomainError
from hocvien.common.periods import Period
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.ui import forms as ui

_LAYOUTS = [("", _("Theo thể thức của đơn vị")), *org.PaperLayout.choices]


class BeginForm(ui.BaseForm):
    """A paper about the unit and the period in the bar."""

    kind = forms.ChoiceField(
        label=_("Loại văn bản"),
        choices=[(kind, official.OfficialKind(kind).label) for kind in official.OF_PERIOD],
        widget=forms.RadioSelect,
        initial=official.REPORT,
    )
    basis = forms.ChoiceField(
        label=_("Lớp tính vào kỳ"),
        choices=lambda: [(basis, reporting.basis_title(basis)) for basis in reporting.BASES],
        initial=reporting.OPENED,
        required=False,
    )


class HeadForm(ui.BaseForm):
    subject = forms.CharField(label=_("Trích yếu"), max_length=300)
    layout = forms.ChoiceField(label=_("Thể thức"), choices=_LAYOUTS, required=False)
    issued_on = ui.DateField(label=_("Ngày ban hành"))
    place = forms.CharField(
        label=_("Địa danh"),
        max_length=80,
        required=False,
        help_text=_("Để trống thì lấy ở Tiêu đề văn bản của đơn vị."),
    )
    symbol = forms.CharField(
        label=_("Ký hiệu của cơ quan"),
        max_length=20,
        required=False,
        help_text=_("Như TTCT. Để trống thì lấy ở Tiêu đề văn bản của đơn vị."),
    )
    stead = forms.CharField(
        label=_("Thay mặt, ký thay"),
        max_length=120,
        required=False,
        help_text=_("Như T/M BAN THƯỜNG VỤ, KT. GIÁM ĐỐC."),
    )
    signer_post = forms.CharField(label=_("Chức vụ người ký"), max_length=120, required=False)
    signer_name = forms.CharField(label=_("Người ký"), max_length=120, required=False)
    recipients = forms.CharField(
        label=_("Nơi nhận"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "lang": "vi"}),
        help_text=_("Mỗi nơi một dòng."),
    )

    @classmethod
    def begin_with(cls, paper: official.OfficialPaper) -> dict[str, Any]:
        """What the form begins with."""
        return {name: getattr(paper, name) for name in cls.base_fields}

    @property
    def change(self) -> official.HeadChange:
        return official.HeadChange(**self.cleaned_data)


class SectionForm(ui.BaseForm):
    text = forms.CharField(
        label=_("Nội dung"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 14, "lang": "vi"}),
    )


class PeriodForm(ui.BaseForm):
    """Days as a code, read as the unit in question calls them."""

    period = forms.CharField(
        label=_("Kỳ"),
        max_length=40,
        help_text=_("Như 2026, 2026-6m, 2026-8m, 2026-q3, 2026-m05, 2026-01-01..2026-08-31."),
    )

    def __init__(self, *args: Any, unit: org.Unit, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unit, self.today = unit, today

    def clean_period(self) -> Period:
        """Raises what the code is refused for, at the field."""
        try:
            return org.read_period(self.cleaned_data["period"], self.unit, self.today, until=self.today)
        except DomainError as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal


class TableForm(PeriodForm):
    """A table of the standard report, or any question of measures that somebody kept."""

    kind = forms.ChoiceField(label=_("Bảng"), choices=official.BlockKind.choices, widget=forms.RadioSelect)
    question = forms.ChoiceField(
        label=_("Câu hỏi đã lưu"),
        required=False,
        help_text=_(
            "Chỉ chọn khi đưa vào theo câu hỏi thống kê. Câu hỏi chia hàng hoặc cột thành bảng, không chia thành một câu. Lưu câu hỏi ở trang Thống kê theo chỉ tiêu."
        ),
    )
    title = forms.CharField(
        label=_("Tên bảng"),
        max_length=160,
        required=False,
        help_text=_("Của câu hỏi thống kê; không ghi kỳ, kỳ được thêm vào sau. Để trống thì theo tên chỉ tiêu."),
    )
    field_order = ("kind", "question", "title", "period")

    def __init__(self, *args: Any, saved: Sequence[reporting.SavedQuestion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.saved = {str(one.uuid): one for one in saved}
        names = org.labels_as_of({one.unit_id for one in saved}, self.today)
        titles = [(code, f"{one.title} ({names[one.unit_id].name})") for code, one in self.saved.items()]
        self.fields["question"].choices = [("", _("không chọn")), *titles]  # type: ignore[attr-defined]  # a field of choices by its declaration

    def clean(self) -> dict[str, Any]:
        """A question is needed where one is asked."""
        told = super().clean() or {}
        if told.get("kind") == official.QUESTION and not told.get("question"):
            self.add_error(
                "question",
                _("Chọn một câu hỏi đã lưu, hoặc chọn bảng khác. Chưa có thì lưu ở trang Thống kê theo chỉ tiêu."),
            )
        return told

    @property
    def asked(self) -> reporting.SavedQuestion:
        """The question chosen."""
        return self.saved[self.cleaned_data["question"]]


class NumberForm(ui.BaseForm):
    reason = forms.CharField(
        label=_("Lý do giữ số khác số liệu"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Chỉ ghi khi số trong bài đúng và số liệu sẽ bổ sung sau. Lý do được giữ cùng văn bản."),
    )


class ReasonForm(ui.BaseForm):
    reason = forms.CharField(
        label=_("Lý do hủy số"),
        max_length=300,
        help_text=_("Văn bản vẫn xem được cùng lý do này; số không dùng lại."),
    )


class RegisterForm(ui.BaseForm):
    kind = forms.ChoiceField(
        label=_("Sổ"),
        choices=[(official.REPORT, _("Báo cáo (BC)")), (official.LEARNERS, _("Danh sách (DS)"))],
        widget=forms.RadioSelect,
    )
    year = ui.YearField(label=_("Năm"))
    last_number = ui.WholeNumberField(
        label=_("Số cuối đã cấp ngoài chương trình"),
        min_value=0,
        max_value=100_000,
        help_text=_("Số đầu cấp trong chương trình là số sau số này."),
    )


class MeasureForm(ui.BaseForm):
    text = forms.CharField(label=_("Giải pháp"), max_length=500, widget=forms.Textarea(attrs={"rows": 3, "lang": "vi"}))
    responsible = ui.UnitChoiceField(label=_("Đơn vị thực hiện"), permission=None)
    due_on = ui.DateField(label=_("Thời hạn"), required=False)


class OutcomeForm(ui.BaseForm):
    state = forms.ChoiceField(label=_("Kết quả"), choices=official.MeasureState.choices, widget=forms.RadioSelect)
    note = forms.CharField(label=_("Nói rõ thêm"), max_length=300, required=False)

"""Forms of a person's record."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.records import api as records
from hocvien.web.ui import forms as ui
from hocvien.web.ui.dates import read_day

_MONTH_YEAR = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{4})", re.ASCII)
_YEAR = re.compile(r"\d{4}", re.ASCII)


def _choices(choices: Any, empty: Any = "") -> list[tuple[str, Any]]:
    return [("", empty or _("Chưa rõ")), *choices.choices]


class BirthField(forms.CharField):
    """dd/mm/yyyy, mm/yyyy or yyyy; gives the ISO form of `people.NewPerson.birth`."""

    def to_python(self, value: Any) -> str:
        text = str(value or "").strip()
        if not text:
            return ""
        if _YEAR.fullmatch(text):
            return text
        if match := _MONTH_YEAR.fullmatch(text):
            return f"{match[2]}-{int(match[1]):02d}"
        try:
            return read_day(text).isoformat()
        except DomainError as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal

    def prepare_value(self, value: Any) -> Any:
        text = str(value or "")
        return "/".join(reversed(text.split("-"))) if re.fullmatch(r"\d{4}(-\d{2}){0,2}", text) else text


class PersonForm(ui.BaseForm):
    """The facts of a person; what the rules need and nothing more."""

    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    birth_name = forms.CharField(label=_("Họ và tên khai sinh"), max_length=120, required=False)
    birth = BirthField(label=_("Ngày sinh"), required=False, max_length=20)
    sex = forms.ChoiceField(label=_("Giới tính"), choices=_choices(people.Sex), required=False)
    ethnicity = forms.CharField(label=_("Dân tộc"), max_length=40, required=False)
    identity_number = forms.CharField(label=_("Số định danh cá nhân"), max_length=20, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    email = ui.EmailField(label=_("Thư điện tử"), max_length=254, required=False)
    education = forms.ChoiceField(label=_("Trình độ học vấn"), choices=_choices(people.Education), required=False)
    admitted_on = ui.DateField(label=_("Ngày vào Đảng"), required=False)
    official_on = ui.DateField(label=_("Ngày chính thức"), required=False)
    left_party_on = ui.DateField(label=_("Ngày ra khỏi Đảng"), required=False)
    party_card = forms.CharField(label=_("Số thẻ đảng viên"), max_length=20, required=False)
    profile_number = forms.CharField(label=_("Số lý lịch đảng viên"), max_length=20, required=False)

    def __init__(self, *args: Any, covered: Iterable[str] = (), **kwargs: Any) -> None:
        """`covered`: numbers this user may not read; shown masked and not to be changed."""
        super().__init__(*args, **kwargs)
        for name in covered:
            self.fields[name].disabled = True
            self.initial[name] = privacy.masked(str(self.initial.get(name) or ""))

    def clean_identity_number(self) -> str:
        return re.sub(r"[\s.\-]", "", self.cleaned_data["identity_number"])


class NewPersonForm(PersonForm):
    """A person with the unit they belong to."""

    unit = ui.UnitChoiceField(label=_("Đơn vị"), permission="person.edit")
    kind = forms.ChoiceField(label=_("Tại đơn vị này là"), choices=people.BelongingKind.choices)
    since = ui.DateField(label=_("Từ ngày"))
    post = forms.CharField(label=_("Chức vụ"), max_length=120, required=False)
    post_kind = forms.ChoiceField(label=_("Nhóm chức vụ"), choices=_choices(people.PostKind, "–"), required=False)
    theory_level = forms.ChoiceField(
        label=_("Trình độ lý luận chính trị"), choices=_choices(people.TheoryLevel), required=False
    )
    is_another = forms.BooleanField(
        label=_("Đã xem: đây là người khác, cùng họ tên và ngày sinh"), required=False
    )  # fmt: skip
    field_order = ("full_name", "birth", "sex", "unit", "kind", "since", "post", "post_kind")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("post") and not cleaned.get("post_kind"):
            self.add_error("post_kind", _("Chọn nhóm chức vụ, vì điều kiện của các lớp xét theo nhóm."))
        return cleaned


class BelongingForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị"), permission="person.edit")
    kind = forms.ChoiceField(label=_("Tại đơn vị này là"), choices=people.BelongingKind.choices)
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_to = ui.DateField(label=_("Đến trước ngày"), required=False)


class PostForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị"), permission="person.edit")
    title = forms.CharField(label=_("Chức vụ"), max_length=120)
    kind = forms.ChoiceField(label=_("Nhóm chức vụ"), choices=people.PostKind.choices)
    work_field = forms.ChoiceField(label=_("Lĩnh vực công tác"), choices=_choices(people.WorkField), required=False)
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_to = ui.DateField(label=_("Đến trước ngày"), required=False)


class QualificationForm(ui.BaseForm):
    level = forms.ChoiceField(label=_("Trình độ lý luận chính trị"), choices=people.TheoryLevel.choices)
    evidence = forms.ChoiceField(label=_("Minh chứng"), choices=people.Evidence.choices)
    number = forms.CharField(label=_("Số hiệu"), max_length=60, required=False)
    issued_on = ui.DateField(label=_("Ngày cấp"), required=False, is_past=True)
    issued_by = forms.CharField(label=_("Nơi cấp"), max_length=200, required=False)


class RatingForm(ui.BaseForm):
    year = ui.YearField(label=_("Năm"), first=1990, is_past=True)
    kind = forms.ChoiceField(label=_("Loại đánh giá"), choices=people.RatingKind.choices)
    grade = forms.ChoiceField(label=_("Mức xếp loại"), choices=people.RatingGrade.choices)


class ManagementForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Cấp ủy quản lý"), permission=None)
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_to = ui.DateField(label=_("Đến trước ngày"), required=False)


class LeaveForm(ui.BaseForm):
    kind = forms.ChoiceField(label=_("Loại nghỉ"), choices=people.LeaveKind.choices)
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_to = ui.DateField(label=_("Đến trước ngày"), required=False)


class PlanningForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị của chức vụ quy hoạch"), permission=None)
    kind = forms.ChoiceField(label=_("Nhóm chức vụ quy hoạch"), choices=people.PostKind.choices)
    number = forms.CharField(label=_("Số văn bản"), max_length=60)
    decided_on = ui.DateField(label=_("Ngày văn bản"), is_past=True)
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_to = ui.DateField(label=_("Đến trước ngày"), required=False)


class TrainingForm(ui.BaseForm):
    """A training elsewhere, as its papers say."""

    programme = forms.ModelChoiceField(
        label=_("Chương trình"), queryset=catalogue.Programme.objects.none(), required=False
    )
    title = forms.CharField(label=_("Tên khóa học"), max_length=200, required=False)
    organiser = forms.CharField(label=_("Nơi tổ chức"), max_length=200, required=False)
    started_on = ui.DateField(label=_("Từ ngày"), required=False)
    finished_on = ui.DateField(label=_("Đến ngày"), required=False)
    evidence = forms.ChoiceField(label=_("Giấy tờ"), choices=records.TrainingEvidence.choices)
    paper_number = forms.CharField(label=_("Số giấy"), max_length=60, required=False)
    issued_on = ui.DateField(label=_("Ngày cấp"), required=False, is_past=True)
    valid_until = ui.DateField(label=_("Có giá trị đến hết ngày"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("programme", catalogue.list_programmes(), label=lambda row: row.name)
        named = self.fields["programme"]
        assert isinstance(named, forms.ModelChoiceField)
        named.empty_label = str(_("Không có trong danh mục"))


class TransferForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Chuyển đến chi bộ"), permission=None)
    on = ui.DateField(label=_("Từ ngày"))
    paper_number = forms.CharField(label=_("Số giấy giới thiệu"), max_length=60, required=False)
    paper_on = ui.DateField(label=_("Ngày giấy giới thiệu"), required=False, is_past=True)


class ReturnForm(ui.BaseForm):
    reason = forms.CharField(label=_("Lý do trả lại"), max_length=200)


class OtherRecordForm(ui.BaseForm):
    other = ui.PersonChoiceField(label=_("Hồ sơ kia"), permission="person.edit")


class EndForm(ui.BaseForm):
    on = ui.DateField(label=_("Kết thúc từ ngày"))

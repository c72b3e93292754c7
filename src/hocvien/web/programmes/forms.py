"""Forms of programmes and lecturers. A changed rule is a new version from a day; the form starts from the one in force."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from hocvien.access.api import Permission
from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.common.text import clean_name, fold
from hocvien.faculty import api as faculty
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import forms as ui

SPARE_ROWS = 4
MOST_STEPS = 10
STEP_FIELDS = ("kind", "place", "unit_kinds", "unit_words", "days_before")


def _mark_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Mức xác minh"),
        choices=catalogue.Mark.choices,
        widget=forms.RadioSelect,
        initial=catalogue.Mark.DEFAULT,
    )


def _citation_field() -> forms.CharField:
    return forms.CharField(
        label=_("Căn cứ"),
        max_length=300,
        required=False,
        help_text=_("Số, ký hiệu, ngày của văn bản; hoặc “Thông lệ”."),
    )


class ProgrammeForm(ui.BaseForm):
    name = forms.CharField(label=_("Tên chương trình"), max_length=200)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False)
    family = forms.CharField(label=_("Nhóm chương trình"), max_length=40, required=False)
    synonyms = forms.CharField(
        label=_("Tên gọi khác"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Mỗi dòng một tên. Tệp danh sách và báo cáo cũ được nhận theo các tên này."),
    )
    report_phrase = forms.CharField(
        label=_("Cách gọi trong báo cáo"),
        max_length=200,
        required=False,
        help_text=_("Ví dụ: bồi dưỡng đảng viên mới"),
    )
    people_phrase = forms.CharField(
        label=_("Cách gọi người học trong báo cáo"), max_length=60, initial="học viên", help_text=_("Ví dụ: đồng chí")
    )
    has_study_modes = forms.BooleanField(label=_("Có hệ tập trung và hệ không tập trung"), required=False)
    uses_quotas = forms.BooleanField(label=_("Phân bổ chỉ tiêu"), required=False)
    is_sent_only = forms.BooleanField(label=_("Do nơi khác mở, đơn vị chỉ cử người đi học"), required=False)
    is_trip = forms.BooleanField(
        label=_("Nghiên cứu thực tế: thống kê kể chuyến và người đi, không kể là lớp"), required=False
    )
    position = ui.WholeNumberField(
        label=_("Thứ tự trong báo cáo"), min_value=1, max_value=999, initial=180, help_text=_("Số nhỏ đứng trước.")
    )
    valid_from = ui.DateField(label=_("Áp dụng từ ngày"))
    valid_to = ui.DateField(
        label=_("Ngừng áp dụng từ ngày"),
        required=False,
        help_text=_("Để trống nếu còn áp dụng. Lớp cũ vẫn giữ nguyên."),
    )
    citation = _citation_field()
    mark = _mark_field()
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_synonyms(self) -> list[str]:
        return [name for line in self.cleaned_data["synonyms"].splitlines() if (name := clean_name(line))]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        data["valid_to"] = data.get("valid_to") or OPEN_END
        if data.get("valid_from") and data["valid_to"] <= data["valid_from"]:
            self.add_error("valid_to", _("Ngày ngừng áp dụng phải sau ngày bắt đầu áp dụng. Sửa một trong hai ngày."))
        return data


class NewProgrammeForm(ProgrammeForm):
    code = forms.CharField(
        label=_("Mã chương trình"),
        max_length=20,
        validators=[
            RegexValidator(
                r"^[A-Z][A-Z0-9-]*$", _("Mã gồm chữ in hoa không dấu và chữ số, bắt đầu bằng chữ, ví dụ TAPHUAN.")
            )
        ],
        help_text=_("Chữ in hoa không dấu, không đổi được sau này. Ví dụ: TAPHUAN"),
    )
    field_order = ("code",)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if catalogue.find_programme(code) is not None:
            raise forms.ValidationError(_("Mã này đã dùng cho một chương trình khác. Chọn mã khác."))
        return code


class CurriculumForm(ui.BaseForm):
    """A version and its lessons, one a row; rows left empty are passed over."""

    version = forms.CharField(label=_("Tên phiên bản"), max_length=40, help_text=_("Ví dụ: HD 61/2022"))
    valid_from = ui.DateField(
        label=_("Áp dụng từ ngày"),
        help_text=_("Phiên bản đang dùng hết hiệu lực từ ngày này. Lớp đã mở giữ phiên bản cũ."),
    )
    periods_per_session = ui.WholeNumberField(label=_("Số tiết một buổi"), min_value=1, max_value=10, initial=5)
    citation = _citation_field()
    mark = _mark_field()
    note = forms.CharField(label=_("Ghi chú"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = int(self.data.get("rows", 0) or 0) if self.is_bound and str(self.data.get("rows", "")).isdigit() else 0
        self.row_count = min(max(sent, rows) or SPARE_ROWS, 200)
        for n in range(1, self.row_count + 1):
            label = {"row": n}
            self.fields[f"title_{n}"] = forms.CharField(
                label=_("Tên bài %(row)s") % label, max_length=300, required=False
            )
            self.fields[f"periods_{n}"] = ui.WholeNumberField(
                label=_("Số tiết bài %(row)s") % label, min_value=1, max_value=500, required=False
            )
            self.fields[f"form_{n}"] = forms.ChoiceField(
                label=_("Hình thức bài %(row)s") % label, choices=catalogue.SessionForm.choices, required=False
            )
            for name in ("title", "periods", "form"):
                self.fields[f"{name}_{n}"].widget.attrs["class"] = "f"

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in CurriculumForm.base_fields]

    @property
    def lesson_rows(self) -> Iterator[tuple[int, Any, Any, Any]]:
        for n in range(1, self.row_count + 1):
            yield n, self[f"title_{n}"], self[f"periods_{n}"], self[f"form_{n}"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        lessons = []
        for n in range(1, self.row_count + 1):
            title, periods = clean_name(data.pop(f"title_{n}", "") or ""), data.pop(f"periods_{n}", None)
            form = data.pop(f"form_{n}", "") or catalogue.SessionForm.LECTURE
            if title and periods:
                lessons.append(catalogue.NewLesson(title=title, periods=periods, form=form))
            elif title and f"periods_{n}" not in self.errors:
                self.add_error(f"periods_{n}", _("Bài “%(title)s” chưa có số tiết. Ghi số tiết.") % {"title": title})
            elif periods:
                self.add_error(f"title_{n}", _("Dòng này có số tiết mà chưa có tên bài. Ghi tên bài hoặc xóa số tiết."))
        data["lessons"] = lessons
        return data

    def as_new(self) -> catalogue.NewCurriculum:
        return catalogue.NewCurriculum(**self.cleaned_data)


class AssessmentForm(ui.BaseForm):
    """A way of assessing with its band table; rows left empty are passed over."""

    kind = forms.ChoiceField(
        label=_("Cách đánh giá"), choices=catalogue.AssessmentKind.choices, widget=forms.RadioSelect
    )
    valid_from = ui.DateField(
        label=_("Áp dụng từ ngày"), help_text=_("Lớp khai giảng trước ngày này vẫn theo cách đánh giá cũ.")
    )
    pass_mark = forms.DecimalField(
        label=_("Điểm đạt"), min_value=0, max_value=10, max_digits=4, decimal_places=2, required=False, localize=True
    )
    max_absence_percent = ui.WholeNumberField(
        label=_("Vắng tối đa (% số tiết)"),
        min_value=0,
        max_value=100,
        initial=20,
        help_text=_("Vắng quá mức này thì không được công nhận kết quả."),
    )
    citation = _citation_field()
    mark = _mark_field()

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = int(self.data.get("rows", 0) or 0) if self.is_bound and str(self.data.get("rows", "")).isdigit() else 0
        self.row_count = min(max(sent, rows) or SPARE_ROWS, 20)
        for n in range(1, self.row_count + 1):
            label = {"row": n}
            self.fields[f"name_{n}"] = forms.CharField(
                label=_("Xếp loại, dòng %(row)s") % label, max_length=40, required=False
            )
            self.fields[f"min_mark_{n}"] = forms.DecimalField(
                label=_("Từ điểm, dòng %(row)s") % label,
                min_value=0,
                max_value=10,
                max_digits=4,
                decimal_places=2,
                required=False,
                localize=True,
            )
            self.fields[f"is_pass_{n}"] = forms.BooleanField(label=_("Đạt, dòng %(row)s") % label, required=False)
            for name in ("name", "min_mark"):
                self.fields[f"{name}_{n}"].widget.attrs["class"] = "f"
            self.fields[f"code_{n}"] = forms.CharField(max_length=20, required=False, widget=forms.HiddenInput)

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in AssessmentForm.base_fields]

    @property
    def band_rows(self) -> Iterator[tuple[int, Any, Any, Any, Any]]:
        for n in range(1, self.row_count + 1):
            yield n, self[f"name_{n}"], self[f"min_mark_{n}"], self[f"is_pass_{n}"], self[f"code_{n}"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        bands = []
        for n in range(1, self.row_count + 1):
            name, mark = clean_name(data.pop(f"name_{n}", "") or ""), data.pop(f"min_mark_{n}", None)
            is_pass, code = data.pop(f"is_pass_{n}", False), data.pop(f"code_{n}", "")
            if name and mark is not None:
                code = code or fold(name).replace(" ", "_")[:20]
                bands.append(catalogue.BandRule(code=code, name=name, min_mark=Decimal(mark), is_pass=is_pass))
            elif name and f"min_mark_{n}" not in self.errors:
                self.add_error(f"min_mark_{n}", _("Loại “%(name)s” chưa có mức điểm. Ghi mức điểm.") % {"name": name})
        if data.get("kind") == catalogue.AssessmentKind.MARK and data.get("pass_mark") is None:
            self.add_error("pass_mark", _("Chấm điểm thì cần điểm đạt. Ghi điểm đạt, ví dụ 5."))
        data["bands"] = tuple(bands)
        return data

    def as_rule(self) -> catalogue.AssessmentRule:
        return catalogue.AssessmentRule(**self.cleaned_data)


class PaperForm(ui.BaseForm):
    kind = forms.ChoiceField(label=_("Loại giấy"), choices=catalogue.PaperKind.choices, widget=forms.RadioSelect)
    valid_from = ui.DateField(label=_("Áp dụng từ ngày"), help_text=_("Giấy đã cấp giữ nguyên mẫu cũ."))
    title = forms.CharField(label=_("Tên giấy"), max_length=200)
    form_code = forms.CharField(label=_("Mẫu"), max_length=40, required=False, help_text=_("Ví dụ: CN-NTVĐ"))
    signer_title = forms.CharField(label=_("Chức danh người ký"), max_length=100, initial="Giám đốc")
    register_code = forms.CharField(
        label=_("Ký hiệu sổ"), max_length=30, help_text=_("Số vào sổ liên tục theo ký hiệu này và theo năm.")
    )
    valid_months = ui.WholeNumberField(
        label=_("Giá trị (tháng)"),
        min_value=1,
        max_value=600,
        required=False,
        help_text=_("Để trống nếu không có hạn."),
    )
    qr_place = forms.ChoiceField(
        label=_("Vị trí mã QR"),
        choices=catalogue.QrPlace.choices,
        widget=forms.RadioSelect,
        help_text=_("Mẫu quy định có thể không cho in mã QR: khi đó chọn phiếu rời hoặc không in."),
    )
    citation = _citation_field()
    mark = _mark_field()

    def as_rule(self) -> catalogue.PaperRule:
        return catalogue.PaperRule(**self.cleaned_data)


class OpeningForm(ui.BaseForm):
    need = forms.ChoiceField(
        label=_("Quyết định giao thẩm quyền"), choices=catalogue.OpeningNeed.choices, widget=forms.RadioSelect
    )
    kinds = forms.MultipleChoiceField(
        label=_("Loại đơn vị được mở lớp theo quy định"),
        choices=org.UnitKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Các loại này mở được lớp mà không cần quyết định riêng."),
    )
    valid_from = ui.DateField(label=_("Áp dụng từ ngày"), help_text=_("Lớp đã mở không đổi."))
    citation = _citation_field()
    mark = _mark_field()

    def as_rule(self) -> catalogue.OpeningRule:
        return catalogue.OpeningRule(**{**self.cleaned_data, "kinds": tuple(self.cleaned_data["kinds"])})


class ChainForm(ui.BaseForm):
    """Who decides who goes, one step a row; a row without a kind of work is passed over."""

    KINDS = (
        org.UnitKind.CENTRAL,
        org.UnitKind.PROVINCE_COMMITTEE,
        org.UnitKind.BLOC_COMMITTEE,
        org.UnitKind.DISTRICT_COMMITTEE,
        org.UnitKind.COMMUNE_COMMITTEE,
        org.UnitKind.BASE_COMMITTEE,
        org.UnitKind.PART_COMMITTEE,
        org.UnitKind.BOARD,
        org.UnitKind.MASS_ORGANISATION,
    )
    valid_from = ui.DateField(
        label=_("Áp dụng từ ngày"), help_text=_("Danh sách đã gửi vẫn đi theo quy trình lúc gửi.")
    )
    citation = _citation_field()
    mark = _mark_field()

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sent = int(self.data.get("rows", 0) or 0) if self.is_bound and str(self.data.get("rows", "")).isdigit() else 0
        self.row_count = min(max(sent, rows) or SPARE_ROWS, MOST_STEPS)
        for n in range(1, self.row_count + 1):
            made = {
                "kind": forms.ChoiceField(
                    label=_("Việc"), choices=[("", _("– bỏ trống –")), *catalogue.StepKind.choices], required=False
                ),
                "place": forms.ChoiceField(label=_("Nơi làm"), choices=catalogue.StepPlace.choices, required=False),
                "unit_kinds": forms.MultipleChoiceField(
                    label=_("Loại đơn vị"),
                    choices=[(kind.value, kind.label) for kind in self.KINDS],
                    widget=forms.CheckboxSelectMultiple,
                    required=False,
                ),
                "unit_words": forms.CharField(
                    label=_("Tên có chữ"),
                    max_length=200,
                    required=False,
                    help_text=_("Chỉ cho ban, tổ chức; nhiều chữ cách nhau bằng dấu phẩy."),
                ),
                "days_before": ui.WholeNumberField(
                    label=_("Xong trước khai giảng (ngày)"), min_value=0, max_value=365, required=False
                ),
            }
            for name, field in made.items():
                self.fields[f"{name}_{n}"] = field

    @property
    def main_fields(self) -> list[Any]:
        return [self[name] for name in ChainForm.base_fields]

    @property
    def step_rows(self) -> Iterator[tuple[int, list[Any]]]:
        for n in range(1, self.row_count + 1):
            yield n, [self[f"{name}_{n}"] for name in STEP_FIELDS]

    def as_rule(self) -> catalogue.ChainRule:
        data = self.cleaned_data
        steps = tuple(
            catalogue.StepRule(
                kind=data[f"kind_{n}"],
                place=data[f"place_{n}"],
                unit_kinds=tuple(data[f"unit_kinds_{n}"]),
                unit_words=tuple(word for word in map(clean_name, data[f"unit_words_{n}"].split(",")) if word),
                days_before=data[f"days_before_{n}"],
            )
            for n in range(1, self.row_count + 1)
            if data.get(f"kind_{n}")
        )
        return catalogue.ChainRule(
            steps=steps, valid_from=data["valid_from"], citation=data["citation"], mark=data["mark"]
        )


class LecturerForm(ui.BaseForm):
    full_name = forms.CharField(label=_("Họ và tên"), max_length=120)
    kind = forms.ChoiceField(label=_("Loại giảng viên"), choices=faculty.LecturerKind.choices, widget=forms.RadioSelect)
    title = forms.CharField(label=_("Chức vụ, học vị"), max_length=120, required=False)
    workplace = forms.CharField(label=_("Nơi công tác"), max_length=200, required=False)
    phone = forms.CharField(label=_("Điện thoại"), max_length=20, required=False)
    programme_codes = forms.MultipleChoiceField(
        label=_("Được phân công dạy"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, request: ScreenRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        programmes = catalogue.list_programmes(request.scope.on)
        field = self.fields["programme_codes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(programme.code, programme.name) for programme in programmes]


class NewLecturerForm(LecturerForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị quản lý"), permission=Permission.LECTURER_EDIT)
    field_order = ("unit",)


class EditLecturerForm(LecturerForm):
    is_active = forms.BooleanField(label=_("Đang giảng dạy"), required=False)

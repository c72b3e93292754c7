"""Forms of the area: a return opened, units chosen, reasons, a statistics form written row by row."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.access.api import Permission
from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END
from hocvien.common.periods import parse_period
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.returns import api as returns
from hocvien.web.ui import forms as ui

CHILDREN, KIND, CHOSEN = "children", "kind", "chosen"
_CODES = re.compile(r"[\s,;]+")


class OpenForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị yêu cầu báo cáo"), permission=Permission.RETURN_OPEN)
    form = forms.ModelChoiceField(
        label=_("Biểu mẫu"), queryset=returns.Form.objects.none(), empty_label=None, to_field_name="uuid"
    )
    period = forms.CharField(
        label=_("Kỳ báo cáo"),
        max_length=30,
        help_text=_("2026, 2026-6m (6 tháng), 2026-q1 (quý), 2026-m05 (tháng), hoặc 2026-01-01..2026-08-31."),
    )
    due_on = ui.DateField(label=_("Hạn nộp"))
    which = forms.ChoiceField(
        label=_("Yêu cầu"),
        choices=[
            (CHILDREN, _("Mọi đơn vị trực thuộc")),
            (KIND, _("Mọi đơn vị thuộc loại chọn dưới đây, ở mọi cấp dưới")),
            (CHOSEN, _("Các đơn vị có mã dưới đây")),
        ],
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("Loại đơn vị"), choices=[("", "–"), *org.UnitKind.choices], required=False)
    codes = forms.CharField(
        label=_("Mã đơn vị"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi mã một dòng, chép được từ bảng đơn vị. Đơn vị ở bất cứ cấp nào bên dưới."),
    )
    title = forms.CharField(
        label=_("Tên đợt báo cáo"), max_length=200, required=False, help_text=_("Để trống: mã biểu và kỳ.")
    )
    note_words = forms.CharField(label=_("Nội dung yêu cầu"), max_length=300, required=False)
    basis = forms.ChoiceField(
        label=_("Lớp tính vào kỳ"),
        choices=lambda: [(basis, reporting.basis_title(basis)) for basis in reporting.BASES],
    )
    deviation_percent = ui.WholeNumberField(
        label=_("Giải trình khi lệch kỳ trước quá (%)"),
        min_value=1,
        max_value=1000,
        help_text=_("Mức mặc định của chương trình, không theo văn bản nào; sửa được."),
    )

    def __init__(self, *args: Any, rows: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer("form", rows, label=lambda form: f"{form.code}: {form.name} ({form.get_mark_display()})")

    def clean_period(self) -> Any:
        return _period(self.cleaned_data["period"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        codes = [one for one in _CODES.split(cleaned.pop("codes", "")) if one]
        which, kind = cleaned.pop("which", CHILDREN), cleaned.pop("kind", "")
        cleaned["units"] = None
        if which == KIND:
            if not kind:
                self.add_error("kind", _("Chưa chọn loại đơn vị."))
            elif cleaned.get("unit"):
                cleaned["units"] = self._of_kind(cleaned["unit"], kind)
        if which == CHOSEN:
            if not codes:
                self.add_error(
                    "codes", _("Chưa ghi mã đơn vị nào. Ghi ít nhất một mã, hoặc chọn mọi đơn vị trực thuộc.")
                )
            cleaned["units"] = self._units(codes)
        return cleaned

    def _of_kind(self, unit: org.Unit, kind: str) -> list[org.Unit]:
        on = self.request.scope.on
        below = org.descendant_ids_as_of(unit.pk, on)
        rows = org.Unit.objects.filter(pk__in=below).filter(pk__in=org.kind_ids_as_of([kind], on)).exclude(pk=unit.pk)
        return list(rows.order_by("code"))

    def _units(self, codes: list[str]) -> list[org.Unit]:
        found = {unit.code: unit for unit in org.Unit.objects.filter(pk__in=org.ids_by_code(codes).values())}
        missing = [code for code in codes if code not in found]
        if missing:
            words = _("Không có đơn vị mã: {codes}. Sửa các mã đó.")
            self.add_error("codes", str(words).format(codes=", ".join(missing[:10])))
        return list(found.values())


def _period(code: str) -> Any:
    try:
        return parse_period(code)
    except DomainError as refusal:
        raise forms.ValidationError(str(refusal), code=refusal.code) from refusal


class EditForm(ui.BaseForm):
    title = forms.CharField(label=_("Tên đợt báo cáo"), max_length=200)
    due_on = ui.DateField(label=_("Hạn nộp"))
    note = forms.CharField(label=_("Nội dung yêu cầu"), max_length=300, required=False)
    deviation_percent = ui.WholeNumberField(
        label=_("Giải trình khi lệch kỳ trước quá (%)"), min_value=1, max_value=1000
    )


class UnitForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Thêm đơn vị"), permission=None)


class DueForm(ui.BaseForm):
    due_on = ui.DateField(label=_("Hạn nộp của cấp dưới"))


class ReasonForm(ui.BaseForm):
    reason = forms.CharField(label=_("Lý do"), max_length=300)


class FileForm(ui.BaseForm):
    file = forms.FileField(
        label=_("Tệp của đơn vị"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods"}),
        help_text=_("Biểu XLSX tải ở trang này, đơn vị đã điền. Đọc xong chưa lưu: xem lại từng ô rồi mới nhận."),
    )


class TemplateForm(ui.BaseForm):
    """A statistics form: what it is, then its rows, columns, single cells and rules, each with a code that formulas name."""

    owner = ui.UnitChoiceField(label=_("Đơn vị ban hành"), permission=Permission.FORM_EDIT)
    code = forms.CharField(label=_("Mã biểu"), max_length=30)
    name = forms.CharField(label=_("Tên biểu"), max_length=250)
    citation = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)
    mark = forms.ChoiceField(
        label=_("Mức xác minh"),
        choices=returns.FormMark.choices,
        help_text=_("Chỉ chọn “Đã đối chiếu” khi đã so với mẫu gốc."),
    )
    valid_from = ui.DateField(label=_("Dùng từ ngày"))
    valid_to = ui.DateField(label=_("Đến trước ngày"), required=False, help_text=_("Để trống nếu còn dùng."))
    signers = forms.CharField(
        label=_("Người ký"),
        max_length=200,
        required=False,
        help_text=_("Cách nhau bằng dấu |, như: Người lập biểu | Thủ trưởng đơn vị"),
    )
    cells = forms.CharField(
        label=_("Ô riêng"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một ô: r1.c2 = công thức; r1.c3 = entered (nhập tay); r1.c4 = x (không ghi số)."),
    )
    checks = forms.CharField(
        label=_("Quy tắc kiểm tra"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Mỗi dòng một quy tắc: c3 <= c2 : câu báo khi sai."),
    )

    def __init__(self, *args: Any, is_new: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["owner"]
            del self.fields["code"]

    def clean_valid_to(self) -> Any:
        return self.cleaned_data.get("valid_to") or OPEN_END


class VersionForm(ui.BaseForm):
    owner = ui.UnitChoiceField(label=_("Đơn vị ban hành"), permission=Permission.FORM_EDIT)
    code = forms.CharField(label=_("Mã biểu"), max_length=30)
    valid_from = ui.DateField(label=_("Dùng từ ngày"))

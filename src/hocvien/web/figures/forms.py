"""Forms of published figures: the passage and where it stood, its lines as read and corrected, the reason of a withdrawal."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from hocvien.access.api import Permission
from hocvien.figures import api as figures
from hocvien.web.ui import forms as ui
from hocvien.web.ui.typed import read_digits

LINES = "lines"
_COLUMNS = (
    "programme",
    "name",
    "classes",
    "participants",
    "participants_to",
    "counted_as",
    "qualifier",
    "role",
)
_TYPED = ("programme", "name", "classes", "participants", "graduated")
# what a line is, in one choice; the fields of a line it stands for
ROLES: dict[str, tuple[Any, dict[str, Any]]] = {
    "total": (_("Tổng"), {"is_total": True}),
    "item": (_("Trong tổng"), {}),
    "part": (_("Phần của một mục"), {"in_totals": False}),
    "sent": (_("Cử đi học nơi khác"), {"is_sent": True, "in_totals": False}),
    "joint": (_("Phối hợp, ngoài tổng"), {"is_joint": True, "in_totals": False}),
    "joint_within": (_("Phối hợp, trong tổng"), {"is_joint": True}),
    "planned": (_("Mới là kế hoạch"), {"is_planned": True, "in_totals": False}),
    "drop": (_("Bỏ dòng này"), {}),
}


class CountField(forms.Field):
    """A whole number as reports write it: 915, 27.010; grouped by commas where the reader reads English. `most`: above it, it is refused."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "maxlength": 20})

    def __init__(self, *, most: int = 100_000_000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        text = str(value).strip()
        digits = read_digits(text)
        if digits is None:
            raise ValidationError(
                _("“%(text)s” không phải một số đếm. Ghi số nguyên: 915, 27.010."), params={"text": text[:20]}
            )
        number = int(digits) if len(digits) < 16 else self.most + 1
        if number > self.most:
            raise ValidationError(_("“%(text)s” quá lớn. Kiểm tra lại số này."), params={"text": text[:20]})
        return number


class PassageForm(ui.BaseForm):
    """The text to be read."""

    text = forms.CharField(
        label=_("Đoạn văn báo cáo"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 9, "lang": "vi"}),
        help_text=_(
            "Dán nguyên văn từ báo cáo hay bài đã công bố. Chương trình chỉ lấy số có trong đoạn, không tự tính, không tự sửa."
        ),
    )


class SourceForm(ui.BaseForm):
    """Whose figures they are, of which days, and where they were published."""

    # whether lines say more than their total, so that somebody has to say that the source does
    is_doubtful = False

    unit = ui.UnitChoiceField(label=_("Số liệu của đơn vị"), permission=Permission.FIGURES_EDIT)
    period_label = forms.CharField(
        label=_("Kỳ số liệu"), max_length=100, help_text=_("Như đoạn văn gọi: Năm 2019, 8 tháng đầu năm 2023.")
    )
    first_on = ui.DateField(
        label=_("Từ ngày"), required=False, help_text=_("Bỏ trống hai ngày thì hiểu theo kỳ số liệu.")
    )
    last_on = ui.DateField(label=_("Đến hết ngày"), required=False)
    are_days_assumed = forms.BooleanField(
        label=_("Ngày là giả định"),
        required=False,
        help_text=_("Nguồn không nói rõ năm hay ngày; ghi lý do ở Ghi chú."),
    )
    source_title = forms.CharField(label=_("Tên bài, báo cáo"), max_length=300)
    source_number = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    publisher = forms.CharField(label=_("Nơi công bố"), max_length=200, required=False)
    published_on = ui.DateField(label=_("Ngày công bố"), required=False)
    address = forms.CharField(label=_("Địa chỉ, trang"), max_length=500, required=False)
    note = forms.CharField(label=_("Ghi chú"), max_length=500, required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        asked = ("first_on", "last_on")
        if any(name in self.errors for name in ("period_label", *asked)):
            return given
        if not any(given.get(name) for name in asked):
            given |= dict(zip(asked, figures.days_of_label(given["period_label"]), strict=True))
        for name in asked:
            if not given.get(name):
                self.add_error(name, _("Chưa rõ kỳ này từ ngày nào đến ngày nào. Gõ cả hai ngày, hoặc ghi kỳ kèm năm."))
        if all(given.get(name) for name in asked) and given["last_on"] < given["first_on"]:
            self.add_error("last_on", _("Ngày cuối của kỳ trước ngày đầu. Kiểm tra lại hai ngày."))
        if given.get("published_on") and given["published_on"] > self.request.scope.day:
            self.add_error("published_on", _("Ngày công bố sau hôm nay. Kiểm tra lại ngày này."))
        return given

    def kept(self) -> dict[str, Any]:
        """What `figures.take_over` is told of the whole."""
        given = self.cleaned_data
        return {
            "unit": given["unit"],
            "label": given["period_label"],
            "first_on": given["first_on"],
            "last_on": given["last_on"],
            "are_days_assumed": given["are_days_assumed"],
            "note": given["note"],
            "text": given.get("text", ""),
            "citation": citation_of(self),
        }


class CitationForm(PassageForm, SourceForm):
    """The same with the text the figures were read from, below."""

    field_order = (*(name for name in SourceForm.base_fields), "text")


def citation_of(form: ui.BaseForm) -> figures.Citation:
    """The citation typed into a form that has its fields."""
    given = form.cleaned_data
    return figures.Citation(
        title=given["source_title"],
        number=given["source_number"],
        publisher=given["publisher"],
        published_on=given["published_on"],
        address=given["address"],
    )


class FileForm(ui.BaseForm):
    """A workbook of published figures, and the source of its rows that name none."""

    file = forms.FileField(
        label=_("Tệp số liệu"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt"}),
        help_text=_("Excel, ODS hoặc CSV; nhiều nhất 2.000 dòng."),
    )
    source_title = forms.CharField(
        label=_("Nguồn chung: tên bài, báo cáo"),
        max_length=300,
        required=False,
        help_text=_("Cho các hàng không có nguồn riêng trong tệp."),
    )
    source_number = forms.CharField(label=_("Số, ký hiệu"), max_length=80, required=False)
    publisher = forms.CharField(label=_("Nơi công bố"), max_length=200, required=False)
    published_on = ui.DateField(label=_("Ngày công bố"), required=False)
    address = forms.CharField(label=_("Địa chỉ, trang"), max_length=500, required=False)


class LineForm(ui.BaseForm):
    """One line as it will be kept; `was_…` is what the reader had read."""

    role = forms.ChoiceField(label=_("Là"), choices=[(key, label) for key, (label, _fields) in ROLES.items()])
    programme = forms.ChoiceField(label=_("Chương trình"), required=False)
    name = forms.CharField(label=_("Như đoạn văn gọi"), max_length=200, required=False)
    classes = CountField(label=_("Lớp"), required=False, most=1_000_000)
    participants = CountField(label=_("Học viên"), required=False)
    participants_to = CountField(label=_("Nhiều nhất"), required=False)
    counted_as = forms.ChoiceField(label=_("Đếm theo"), required=False, choices=figures.CountedAs.choices)
    qualifier = forms.ChoiceField(label=_("Mức chính xác"), required=False, choices=figures.Qualifier.choices)
    graduated = ui.WholeNumberField(required=False, min_value=0, widget=forms.HiddenInput)
    is_intakes = forms.BooleanField(label=_("Tính theo khóa"), required=False, widget=forms.HiddenInput)
    grading = forms.JSONField(required=False, widget=forms.HiddenInput)
    as_read = forms.JSONField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, programmes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["programme"]
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = [("", _("Chưa rõ")), *programmes.items()]
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "f")

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = given.get("participants"), given.get("participants_to")
        if last is not None and (first is None or last <= first) and "participants" not in self.errors:
            self.add_error("participants_to", _("Khoảng số học viên bị ngược. Số đầu phải nhỏ hơn số cuối."))
        return given

    @property
    def cells(self) -> list[tuple[BoundField, str]]:
        """The fields a person sees, in the order of the columns, with the class of their cell."""
        return [(self[name], "num" if isinstance(self.fields[name], CountField) else "") for name in _COLUMNS]

    @property
    def hidden(self) -> list[BoundField]:
        return list(self.hidden_fields())

    @property
    def is_corrected(self) -> bool:
        """Typed by hand, or other numbers than those the reader had read."""
        given = self.cleaned_data
        read = _flat(given.get("as_read"))
        return any(given.get(name) != read.get(name) for name in ("classes", "participants"))

    @property
    def is_kept(self) -> bool:
        """Not dropped, and in a table filled in by hand not left empty."""
        given = self.cleaned_data
        is_empty = not given.get("as_read") and all(given.get(name) in {None, ""} for name in _TYPED)
        return given.get("role") != "drop" and not is_empty

    def line(self) -> figures.NewLine:
        given: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if name != "role"}
        given["grading"], given["as_read"] = _numbers(given["grading"]), _flat(given["as_read"])
        return figures.NewLine(**given, **ROLES[self.cleaned_data["role"]][1])


class WithdrawForm(ui.BaseForm):
    reason = forms.CharField(
        label=_("Lý do rút"),
        max_length=300,
        help_text=_("Số liệu vẫn xem được, kèm lý do này; không còn trong các bảng nhiều năm."),
    )


def _numbers(given: Any) -> dict[str, int]:
    """The bands with their numbers; anything else that was sent is nothing."""
    if not isinstance(given, dict):
        return {}
    return {str(key)[:30]: value for key, value in given.items() if isinstance(value, int) and 0 <= value < 100_000_000}


def _flat(given: Any) -> dict[str, Any]:
    if not isinstance(given, dict):
        return {}
    return {
        str(key)[:30]: value
        for key, value in given.items()
        if isinstance(value, int | str | bool) and len(str(value)) < 300
    }


def line_forms(data: Any, *, request: Any, more: int = 0) -> list[LineForm]:
    """The forms of the lines that were sent, as many as `lines-count` says and `more`; at most 60. One query."""
    try:
        many = min(int(data.get(f"{LINES}-count", "0")), 60)
    except ValueError:
        many = 0
    programmes = figures.programme_names()
    sent = [LineForm(data, prefix=f"{LINES}-{at}", request=request, programmes=programmes) for at in range(many)]
    return sent + empty_lines(min(more, 60 - many), request=request, programmes=programmes, after=many)


def empty_lines(many: int, *, request: Any, programmes: Mapping[str, str], after: int = 0) -> list[LineForm]:
    """So many lines to be filled in."""
    return [
        LineForm(prefix=f"{LINES}-{at}", request=request, programmes=programmes, initial={"role": "item"})
        for at in range(after, after + many)
    ]

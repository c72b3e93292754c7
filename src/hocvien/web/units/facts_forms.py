"""Forms of what is told of a unit for a time. A fact's own fields come first, its days and its decision last."""

from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.intervals import OPEN_END
from hocvien.org import api as org
from hocvien.web.ui import forms as ui

_DATED = ("valid_from", "valid_to", "source")


class DatedForm(ui.BaseForm):
    """Days and decision; an empty end is open."""

    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_to = ui.DateField(
        label=_("Đến trước ngày"), required=False, help_text=_("Để trống nếu còn áp dụng, hoặc đến khi có mục sau.")
    )
    source = forms.CharField(
        label=_("Căn cứ"), max_length=300, required=False, help_text=_("Số, ngày, cơ quan của văn bản.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*(name for name in self.fields if name not in _DATED), *_DATED])

    @property
    def days(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"valid_from": data["valid_from"], "valid_to": data["valid_to"] or OPEN_END}


class FactForm(DatedForm):
    """One fact; `value` is what the door takes."""

    @property
    def value(self) -> org.FactValue:
        raise NotImplementedError

    @property
    def told(self) -> dict[str, Any]:
        return {"value": self.value, "source": self.cleaned_data["source"], **self.days}


class TermForm(FactForm):
    name = forms.CharField(label=_("Tên nhiệm kỳ"), max_length=40, help_text=_("Ví dụ: 2020–2025"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].label = _("Văn kiện đại hội")
        self.fields["source"].help_text = _("Nghị quyết đại hội hoặc quyết định chuẩn y: số, ngày, cơ quan.")

    @property
    def value(self) -> org.FactValue:
        return org.Term(self.cleaned_data["name"])


class AreaForm(FactForm):
    area = forms.ChoiceField(label=_("Địa bàn"), choices=org.Area.choices, widget=forms.RadioSelect)

    @property
    def value(self) -> org.FactValue:
        return org.InArea(self.cleaned_data["area"])


class ContactForm(FactForm):
    address = forms.CharField(label=_("Địa chỉ"), max_length=300, required=False)
    phone = forms.CharField(label=_("Điện thoại cơ quan"), max_length=40, required=False)
    email = forms.CharField(label=_("Thư điện tử cơ quan"), max_length=120, required=False)

    @property
    def value(self) -> org.FactValue:
        return org.Contact(*(self.cleaned_data[name] for name in ("address", "phone", "email")))


class SignerForm(FactForm):
    name = forms.CharField(label=_("Họ và tên người ký"), max_length=120)
    post = forms.CharField(label=_("Chức vụ"), max_length=120, help_text=_("Ví dụ: Giám đốc"))
    stead = forms.ChoiceField(label=_("Cách ký"), choices=org.Stead.choices, required=False)
    stead_of = forms.CharField(
        label=_("Ký thay mặt ai"),
        max_length=120,
        required=False,
        help_text=_("Khi ký thay: “Giám đốc”, “Ban Thường vụ”… Để trống nếu ký với chức vụ của mình."),
    )

    @property
    def value(self) -> org.FactValue:
        return org.Signer(*(self.cleaned_data[name] for name in ("name", "post", "stead", "stead_of")))


class LayoutForm(FactForm):
    layout = forms.ChoiceField(label=_("Thể thức"), choices=org.PaperLayout.choices, widget=forms.RadioSelect)

    @property
    def value(self) -> org.FactValue:
        return org.Layout(self.cleaned_data["layout"])


class ReportingYearForm(FactForm):
    day = ui.WholeNumberField(label=_("Năm báo cáo bắt đầu ngày"), min_value=1, max_value=31)
    month = ui.WholeNumberField(
        label=_("Tháng"),
        min_value=1,
        max_value=12,
        help_text=_("Ngày 15 tháng 12: năm 2026 tính từ 15/12/2025 đến hết 14/12/2026."),
    )

    @property
    def value(self) -> org.FactValue:
        return org.ReportingYear(self.cleaned_data["day"], self.cleaned_data["month"])


class DeadlinesForm(FactForm):
    soon_days = ui.WholeNumberField(
        label=_("Sắp đến hạn: trước hạn bao nhiêu ngày"), min_value=1, max_value=3660, initial=90
    )
    late_days = ui.WholeNumberField(
        label=_("Quá hạn lâu: quá hạn hơn bao nhiêu ngày"), min_value=1, max_value=3660, initial=365
    )

    @property
    def value(self) -> org.FactValue:
        return org.Deadlines(self.cleaned_data["soon_days"], self.cleaned_data["late_days"])


_PAPER_DEFAULT = _("mm; để trống thì theo thể thức [mặc định].")


class LetterheadForm(FactForm):
    """Everything may be left to the unit's names and to the layout."""

    superior = forms.CharField(
        label=_("Cơ quan cấp trên trên văn bản"),
        max_length=120,
        required=False,
        help_text=_("Để trống thì lấy tên đơn vị cấp trên trực tiếp."),
    )
    body = forms.CharField(
        label=_("Cơ quan ban hành trên văn bản"),
        max_length=120,
        required=False,
        help_text=_("Để trống thì lấy tên đơn vị."),
    )
    place = forms.CharField(label=_("Địa danh"), max_length=80, required=False, help_text=_("Ví dụ: Đức Thọ"))
    symbol = forms.CharField(
        label=_("Ký hiệu của cơ quan"),
        max_length=20,
        required=False,
        help_text=_("Phần sau loại văn bản: “TTCT” trong 12-BC/TTCT hoặc 12/BC-TTCT."),
    )
    top = ui.WholeNumberField(label=_("Lề trên"), min_value=0, max_value=60, required=False, help_text=_PAPER_DEFAULT)
    bottom = ui.WholeNumberField(
        label=_("Lề dưới"), min_value=0, max_value=60, required=False, help_text=_PAPER_DEFAULT
    )
    left = ui.WholeNumberField(label=_("Lề trái"), min_value=0, max_value=60, required=False, help_text=_PAPER_DEFAULT)
    right = ui.WholeNumberField(label=_("Lề phải"), min_value=0, max_value=60, required=False, help_text=_PAPER_DEFAULT)
    grounds = forms.CharField(
        label=_("Căn cứ của quyết định"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "lang": "vi"}),
        help_text=_(
            "Mỗi căn cứ một dòng, như “Căn cứ Quy định số …, ngày … của …”. Đứng đầu mọi quyết định công nhận kết quả; quyết định mở lớp và việc xét kết quả được thêm vào sau. Để trống thì theo thông lệ [mặc định]."
        ),
    )

    @property
    def value(self) -> org.FactValue:
        data = self.cleaned_data
        texts = (data[name] for name in ("superior", "body", "place", "symbol"))
        sides = (data[name] or 0 for name in ("top", "bottom", "left", "right"))
        return replace(org.Letterhead(*texts, *sides), grounds=data["grounds"])


FORMS: dict[str, type[FactForm]] = {
    org.FactKind.TERM: TermForm,
    org.FactKind.AREA: AreaForm,
    org.FactKind.CONTACT: ContactForm,
    org.FactKind.SIGNER: SignerForm,
    org.FactKind.LAYOUT: LayoutForm,
    org.FactKind.REPORTING_YEAR: ReportingYearForm,
    org.FactKind.DEADLINES: DeadlinesForm,
    org.FactKind.LETTERHEAD: LetterheadForm,
}


class AreaServedForm(DatedForm):
    unit = ui.UnitChoiceField(
        label=_("Đơn vị được phục vụ"), permission="unit.edit", help_text=_("Gồm cả cấp dưới chưa giao nơi khác.")
    )


class AuthorityForm(ui.BaseForm):
    """A decision; `programmes` only when it is new."""

    programmes = forms.MultipleChoiceField(label=_("Được mở lớp chương trình"), widget=forms.CheckboxSelectMultiple)
    number = forms.CharField(label=_("Số quyết định"), max_length=60, help_text=_("Ví dụ: 12-QĐ/TU"))
    decided_on = ui.DateField(label=_("Ngày quyết định"))
    decided_by = forms.CharField(label=_("Cơ quan quyết định"), max_length=120)
    includes_below = forms.BooleanField(label=_("Gồm cả đơn vị cấp dưới"), required=False)
    valid_from = ui.DateField(label=_("Từ ngày"))
    valid_to = ui.DateField(label=_("Đến trước ngày"), required=False, help_text=_("Để trống nếu không có hạn."))

    def __init__(self, *args: Any, is_new: bool, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["programmes"]
            return
        field = self.fields["programmes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(row.code, row.name) for row in catalogue.list_programmes(on).filter(is_sent_only=False)]

    @property
    def decision(self) -> dict[str, Any]:
        names = ("number", "decided_on", "decided_by", "includes_below", "valid_from")
        found = {name: self.cleaned_data[name] for name in names}
        return {**found, "valid_to": self.cleaned_data["valid_to"] or OPEN_END}

"""One form for each kind of step but the dividing of a unit."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.org import api as org
from hocvien.web.reorganisations.forms.units import StepForm, UnitCodeField, like_unit


class _Ticked(forms.Form):
    ticked = forms.MultipleChoiceField(
        label=gettext_lazy("Chọn đơn vị"), required=False, widget=forms.CheckboxSelectMultiple
    )
    more = forms.CharField(
        label=gettext_lazy("Đơn vị khác, mỗi dòng một tên hoặc mã"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )


class FoundForm(StepForm):
    name = forms.CharField(label=gettext_lazy("Tên đơn vị mới"), max_length=200)
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn"), max_length=120, required=False)
    code = forms.SlugField(
        label=gettext_lazy("Mã đơn vị"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Bỏ trống thì lấy theo tên"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Loại đơn vị"), choices=org.UnitKind.choices)
    parent = UnitCodeField(
        label=gettext_lazy("Đơn vị cấp trên"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: đơn vị không có cấp trên"),
    )

    def steps(self) -> list[org.Step]:
        data = self.cleaned_data
        code = data["code"] or self.free_code(data["name"])
        return [org.Found(code, data["name"], data["kind"], data["parent"] or "", data["short_name"])]


class RenameForm(StepForm):
    unit = UnitCodeField(label=gettext_lazy("Đơn vị"))
    name = forms.CharField(label=gettext_lazy("Tên mới"), max_length=200)
    short_name = forms.CharField(label=gettext_lazy("Tên ngắn"), max_length=120, required=False)

    def steps(self) -> list[org.Step]:
        data = self.cleaned_data
        return [org.Rename(data["unit"], data["name"], data["short_name"])]


class KindForm(StepForm):
    unit = UnitCodeField(label=gettext_lazy("Đơn vị"))
    kind = forms.ChoiceField(label=gettext_lazy("Loại đơn vị từ ngày đó"), choices=org.UnitKind.choices)

    def steps(self) -> list[org.Step]:
        return [org.ChangeKind(self.cleaned_data["unit"], self.cleaned_data["kind"])]


class MoveForm(_Ticked, StepForm):
    parent = UnitCodeField(
        label=gettext_lazy("Về trực thuộc"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: các đơn vị này không còn cấp trên"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not self.chosen():
            self.add_error("more", _("Chưa chọn đơn vị nào để chuyển. Đánh dấu, hoặc ghi tên mỗi dòng một đơn vị."))
        return data

    def steps(self) -> list[org.Step]:
        return [org.MoveUnits(self.chosen(), self.cleaned_data["parent"] or "")]


class MergeForm(_Ticked, StepForm):
    into = UnitCodeField(
        label=gettext_lazy("Vào đơn vị đang có"),
        required=False,
        help_text=gettext_lazy("Hoặc ghi tên đơn vị mới ở dưới"),
    )
    name = forms.CharField(label=gettext_lazy("Hoặc thành đơn vị mới tên là"), max_length=200, required=False)
    code = forms.SlugField(
        label=gettext_lazy("Mã đơn vị mới"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("Bỏ trống thì lấy theo tên"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Loại đơn vị mới"),
        required=False,
        choices=[("", gettext_lazy("như đơn vị nhập đầu tiên")), *org.UnitKind.choices],
    )
    parent = UnitCodeField(
        label=gettext_lazy("Đơn vị mới trực thuộc"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: như đơn vị nhập đầu tiên"),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.errors:
            return data
        into, name = data.get("into"), data.get("name")
        if not self.chosen():
            self.add_error("more", _("Chưa chọn đơn vị nào để nhập. Đánh dấu, hoặc ghi tên mỗi dòng một đơn vị."))
        elif not into and not name:
            self.add_error("into", _("Chưa nói nhập vào đâu. Chọn một đơn vị đang có, hoặc ghi tên đơn vị mới."))
        elif into and name:
            self.add_error("name", _("Đã chọn đơn vị đang có. Bỏ một trong hai: đơn vị đang có, hoặc tên đơn vị mới."))
        elif into and set(self.chosen()) <= {into}:
            self.add_error("into", _("Một đơn vị không nhập vào chính nó. Chọn đơn vị nhận khác."))
        return data

    def steps(self) -> list[org.Step]:
        data = self.cleaned_data
        units = tuple(code for code in self.chosen() if code != data["into"])
        if data["into"]:
            return [org.Merge(units, data["into"])]
        like = like_unit(units[0], self.on)
        code = data["code"] or self.free_code(data["name"])
        new = org.Found(
            code,
            data["name"],
            data["kind"] or (like.kind if like is not None else "other"),
            data["parent"] or ((like.parent_code or "") if like is not None else ""),
        )
        return [new, org.Merge(units, code)]


class DissolveForm(StepForm):
    unit = UnitCodeField(label=gettext_lazy("Đơn vị giải thể"))
    successor = UnitCodeField(
        label=gettext_lazy("Đơn vị kế tục"),
        required=False,
        help_text=gettext_lazy("Bỏ trống: đơn vị cấp trên trực tiếp"),
    )

    def steps(self) -> list[org.Step]:
        return [org.Dissolve(self.cleaned_data["unit"], self.cleaned_data["successor"] or "")]


class AbolishForm(StepForm):
    kind = forms.ChoiceField(label=gettext_lazy("Bỏ các đơn vị loại"), choices=org.UnitKind.choices)
    parent = UnitCodeField(label=gettext_lazy("Ở dưới đơn vị"))

    def steps(self) -> list[org.Step]:
        return [org.AbolishLevel(self.cleaned_data["kind"], self.cleaned_data["parent"])]

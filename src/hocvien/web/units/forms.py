"""Forms that change the tree. Each is shown with its effect before it is written."""

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.org import api as org
from hocvien.web.ui import forms as ui


class FoundForm(ui.BaseForm):
    name = forms.CharField(label=_("Tên đơn vị"), max_length=200)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=120, required=False)
    code = forms.SlugField(label=_("Mã đơn vị"), max_length=60)
    kind = forms.ChoiceField(label=_("Loại đơn vị"), choices=org.UnitKind.choices)
    parent = ui.UnitChoiceField(label=_("Đơn vị cấp trên"), permission="unit.edit")
    on = ui.DateField(label=_("Thành lập từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300, required=False)


class RenameForm(ui.BaseForm):
    name = forms.CharField(label=_("Tên mới"), max_length=200)
    short_name = forms.CharField(label=_("Tên ngắn"), max_length=120, required=False)
    on = ui.DateField(label=_("Từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300)


class KindForm(ui.BaseForm):
    kind = forms.ChoiceField(label=_("Loại đơn vị"), choices=org.UnitKind.choices)
    on = ui.DateField(label=_("Từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300)


class MoveForm(ui.BaseForm):
    parent = ui.UnitChoiceField(label=_("Đơn vị cấp trên mới"), permission="unit.edit")
    on = ui.DateField(label=_("Từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300)


class EndForm(ui.BaseForm):
    on = ui.DateField(label=_("Kết thúc từ ngày"))
    source = forms.CharField(label=_("Căn cứ"), max_length=300)

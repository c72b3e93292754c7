"""The form that takes rosters in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from hocvien.web.ui import forms as ui

_ACCEPTED = ".xlsx,.xlsm,.xls,.ods,.csv,.txt"


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Gives a list of uploads, empty files among them: they are refused in words with their name."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        given: Sequence[Any] = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given if one] or [super().clean(None, initial)]


class RosterForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị nhận danh sách"), permission="roster.import")
    file = FilesField(
        label=_("Tệp danh sách"),
        widget=FilesInput(attrs={"accept": _ACCEPTED}),
        allow_empty_file=True,
    )


class RosterUnitForm(ui.BaseForm):
    unit = ui.UnitChoiceField(label=_("Đơn vị nhận danh sách"), permission="roster.import")

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.reporting import api as reporting


class CountingForm(forms.Form):
    """Which day of a class decides that it belongs to the period, and by which structure units are told."""

    basis = forms.ChoiceField(
        label=_("Lớp tính vào kỳ"),
        choices=lambda: [(basis, reporting.basis_title(basis)) for basis in reporting.BASES],
        widget=forms.Select(attrs={"class": "f"}),
    )
    structure = forms.ChoiceField(
        label=_("Theo tổ chức"),
        choices=lambda: [(one, reporting.structure_title(one)) for one in reporting.STRUCTURES],
        widget=forms.Select(attrs={"class": "f"}),
    )

    def __init__(self, *args: Any, day: date | None = None, **kwargs: Any) -> None:
        """`day`: another day than today is looked at, and today's structure is that day's."""
        super().__init__(*args, **kwargs)
        if day is not None:
            choices = [(one, reporting.structure_title(one, day)) for one in reporting.STRUCTURES]
            self.fields["structure"].choices = choices  # type: ignore[attr-defined]

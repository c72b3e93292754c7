from django import forms
from django.utils.translation import gettext_lazy as _

from hocvien.reporting import api as reporting


class BasisForm(forms.Form):
    """Which day of a class decides that it belongs to the period."""

    basis = forms.ChoiceField(
        label=_("Lớp tính vào kỳ"),
        choices=lambda: [(basis, reporting.basis_title(basis)) for basis in reporting.BASES],
        widget=forms.Select(attrs={"class": "f"}),
    )

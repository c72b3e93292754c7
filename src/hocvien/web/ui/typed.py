"""Fields a browser would judge by itself, in its own language and before ours: sent as typed, judged and answered in the reader's words."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hocvien.common import clock

_LONGEST = 15


def read_digits(text: str) -> str | None:
    """The digits of a whole number, grouped or not: 915, 27.010, and by commas where the reader reads English; None of anything else."""
    # one sign throughout, and no nought before it: what else has a dot or a comma is a part of a number
    groups = r"(?:\.\d{3})+" if get_language() != "en" else r"(?:(?:\.\d{3})+|(?:,\d{3})+)"
    if not re.fullmatch(rf"[1-9]\d{{0,2}}{groups}|\d+", text, re.ASCII):
        return None
    return text.replace(".", "").replace(",", "")


class WholeNumberInput(forms.TextInput):
    """Digits on a phone's keys; not `type=number`, whose refusals and reading of “1.000” are the browser's."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class WholeNumberField(forms.IntegerField):
    """A whole number within its bounds, grouped or not."""

    widget = WholeNumberInput

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        text = str(value).strip()
        digits = read_digits(text.removeprefix("-"))
        if digits is None or (len(digits) > _LONGEST and self.max_value is None):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        # what is longer than any number lies above the bound all the same, which is what is to be said of it
        number = int(digits[:_LONGEST])
        return -number if text.startswith("-") else number


class YearField(WholeNumberField):
    """A year; `is_past`: of what has been, not after this one. Years are written without a dot."""

    def __init__(self, *, first: int = 2000, last: int = 2100, is_past: bool = False, **kwargs: Any) -> None:
        self.first, self._last, self.is_past = first, last, is_past
        # a bound, so that a number of any length is out of it
        super().__init__(max_value=9999, **kwargs)

    @property
    def last(self) -> int:
        return clock.today().year if self.is_past else self._last

    def to_python(self, value: Any) -> int | None:
        year = super().to_python(value)
        if year is not None and not self.first <= year <= self.last:
            raise ValidationError(
                _("Ghi năm từ %(first)s đến %(last)s."),
                code="year_out_of_bounds",
                params={"first": str(self.first), "last": str(self.last)},
            )
        return year


class EmailInput(forms.TextInput):
    """The keys of an address on a phone, without the browser's own sentence."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "email", "autocomplete": "off", "spellcheck": "false", **(attrs or {})})


class EmailField(forms.EmailField):
    """An address, judged where its sentence can be said."""

    widget = EmailInput

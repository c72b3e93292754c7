"""Forms: dates typed by hand, units and people typed ahead, refusals said at the field they concern."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.ui import formats
from hocvien.web.ui.choices import ANYWHERE, person_words, read_person, read_unit, unit_words
from hocvien.web.ui.dates import read_day
from hocvien.web.ui.typed import EmailField, WholeNumberField, YearField


class BaseForm(forms.Form):
    """A form of this program; `request=` lets its fields ask what the user may see."""

    use_required_attribute = False  # the browser's own words are in the browser's language
    label_suffix = ""

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.request: Any = request  # the shell's ScreenRequest, whose type lies above this module
        for field in self.fields.values():
            _say_required(field)
            if isinstance(field, ChosenField):
                field.request = request

    def offer(self, name: str, rows: QuerySet[Any], *, label: Callable[[Any], str] | None = None) -> None:
        """Give a ModelChoiceField its rows, and the words each of them is shown by."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows
        if label is not None:
            field.label_from_instance = label  # type: ignore[assignment] # Django's own way short of a subclass

    def add_error(self, field: str | None, error: Any) -> None:
        """As Django's, a bound that was passed written as the reader's language groups numbers."""
        for one in getattr(error, "error_list", ()):
            limit = (one.params or {}).get("limit_value")
            if one.code in {"min_value", "max_value"} and isinstance(limit, int | Decimal):
                one.params = {**one.params, "limit_value": formats.number(limit)}
        super().add_error(field, error)

    def add_domain_error(self, refusal: DomainError, field: str | None = None) -> None:
        """Say a refusal: at `field`, else at the field `refusal.data["field"]` names, else above the form."""
        named = field or refusal.data.get("field")
        place = named if isinstance(named, str) and named in self.fields else None
        self.add_error(place, ValidationError(str(refusal), code=refusal.code))


def _say_required(field: forms.Field) -> None:
    if field.required and field.label:
        field.error_messages["required"] = format_lazy(_("Chưa điền “{label}”. Ô này phải có."), label=field.label)


class DateInput(forms.TextInput):
    """Typed dd/mm/yyyy; the script adds a calendar beside it."""

    template_name = "ui/widgets/date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        own = {"inputmode": "numeric", "placeholder": _("ngày/tháng/năm"), "autocomplete": "off", "maxlength": 20}
        super().__init__({**own, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return formats.day(value) if isinstance(value, date) else super().format_value(value)


class DateField(forms.Field):
    """A day, typed in any usual way. `is_past`: the day of a paper that is signed, or of what has happened; none after today."""

    widget = DateInput

    def __init__(self, *, is_past: bool = False, **kwargs: Any) -> None:
        self.is_past = is_past
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return value or None
        try:
            return read_day(str(value))
        except DomainError as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.is_past and value and value > clock.today():
            raise ValidationError(
                _("Ngày %(day)s chưa đến. Ghi ngày của văn bản đã ký hoặc việc đã xảy ra."),
                code="day_in_future",
                params={"day": formats.day(value)},
            )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class TypeAhead(forms.TextInput):
    """Words shown plus a hidden reference to what was picked; `kind` is what the shell's suggestions are asked for."""

    template_name = "ui/widgets/type_ahead.html"

    def __init__(self, kind: str, permission: str, placeholder: str | Promise) -> None:
        super().__init__({"placeholder": placeholder, "autocomplete": "off", "spellcheck": "false"})
        self.kind, self.permission = kind, permission

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, str]:
        return str(data.get(name, "")).strip(), str(data.get(f"{name}-ref", "")).strip()

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return name not in data

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        words, ref = value if isinstance(value, tuple) else (value or "", "")
        context = super().get_context(name, words, attrs)
        context["widget"].update(kind=self.kind, permission=self.permission, ref=ref)
        return context


class ChosenField(forms.Field):
    """A field whose choices are what the user may see; bound to the request by BaseForm.

    For units `permission` may be None: any unit of the installation, as for a partner or a host. Names of units are no secret.
    """

    kind = ""
    placeholder: str | Promise = ""

    def __init__(self, *, permission: str | None, **kwargs: Any) -> None:
        if permission is None and self.kind != "unit":
            raise TypeError("only units may be chosen from the whole installation")
        self.is_anywhere = permission is None
        self.permission = permission or access.Permission.UNIT_VIEW
        self.request: HttpRequest | None = None
        kwargs.setdefault("widget", TypeAhead(self.kind, permission or ANYWHERE, self.placeholder))
        super().__init__(**kwargs)

    @property
    def on(self) -> date:
        scope = getattr(self.request, "scope", None)
        return scope.on if scope is not None else clock.today()

    @property
    def actor(self) -> Any:
        if self.request is None:
            raise TypeError(f"{type(self).__name__} needs a form made with request=")
        return None if self.is_anywhere else self.request.user

    def to_python(self, value: Any) -> Any:
        text, ref = value if isinstance(value, tuple) else (str(value or ""), "")
        if not text:
            return None
        try:
            return self.read(text, ref)
        except DomainError as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from refusal

    def read(self, text: str, ref: str) -> Any:
        raise NotImplementedError

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)


class UnitChoiceField(ChosenField):
    """A Unit where the user holds `permission`; typed as a name, a code or picked."""

    kind = "unit"
    placeholder = _("Gõ tên hoặc mã, không cần dấu")

    def read(self, text: str, ref: str) -> org.Unit:
        return read_unit(text, actor=self.actor, permission=self.permission, on=self.on)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, str) and value:
            value = org.find_unit(value) or value
        return (unit_words(value, self.on), value.code) if isinstance(value, org.Unit) else value


class PersonChoiceField(ChosenField):
    """A Person visible to the user with `permission`; typed as a name or picked."""

    kind = "person"
    placeholder = _("Gõ họ tên, không cần dấu")

    def read(self, text: str, ref: str) -> people.Person:
        return read_person(text, ref, actor=self.actor, permission=self.permission, on=self.on)

    def prepare_value(self, value: Any) -> Any:
        return (person_words(value), str(value.uuid)) if isinstance(value, people.Person) else value


__all__ = [
    "BaseForm",
    "DateField",
    "DateInput",
    "EmailField",
    "PersonChoiceField",
    "TypeAhead",
    "UnitChoiceField",
    "WholeNumberField",
    "YearField",
]

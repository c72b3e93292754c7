"""What the field template needs to know of a bound field."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from hocvien.web.ui.forms import DateInput


def describe_field(field: BoundField, *, help_text: str = "", width: str = "") -> dict[str, Any]:
    """Label, widget with its links to help and errors, errors, help, and which of three layouts it takes."""
    widget = field.field.widget
    shown_help = help_text or field.help_text
    errors = list(field.errors)
    marks = [f"{field.auto_id}_{mark}" for mark, there in (("err", errors), ("help", shown_help)) if there]
    attrs: dict[str, Any] = {}
    if marks:
        attrs["aria-describedby"] = " ".join(marks)
    if errors:
        attrs["aria-invalid"] = "true"
    if field.field.required and not isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        attrs["aria-required"] = "true"
    if isinstance(widget, forms.CheckboxInput):
        layout = "tick"
    elif isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        layout = "opts"
    else:
        layout = "plain"
    return {
        "field": field,
        "widget": field.as_widget(attrs=attrs),
        "errors": errors,
        "help": shown_help,
        "width": width or ("s" if isinstance(widget, DateInput) else ""),
        "layout": layout,
        # what is only read is nobody's to leave out
        "is_required": field.field.required or bool(widget.attrs.get("readonly")),
    }


def list_errors(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """(label, id to jump to, sentence) of everything wrong, form-wide sentences first."""
    found = [("", "", str(error)) for error in form.non_field_errors()]
    for field in form:
        for error in field.errors:
            label = str(field.label)
            if field.is_hidden:
                found.append(("", "", _("{label}: {error}").format(label=label, error=error)))
            else:
                found.append((label, _focus_id(field), str(error)))
    return found


def _focus_id(field: BoundField) -> str:
    own = field.id_for_label or field.auto_id
    return (
        f"{field.auto_id}_0"
        if isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        else own
    )

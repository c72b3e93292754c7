"""Whether the values of a row fit their fields, asked for a hundred thousand rows."""

from collections.abc import Collection
from datetime import date
from functools import cache
from typing import Any

from django.db import models

_Limit = tuple[str, int | None, frozenset[str] | None, bool]


def clean_fields(row: models.Model, exclude: Collection[str] = ()) -> None:
    """As `Model.clean_fields`, at a tenth of its cost where all is well: only a row with a doubtful value is taken through it.

    Raises ValidationError with Django's own words.
    """
    for name, longest, allowed, may_be_blank in _limits(type(row)):
        if name in exclude:
            continue
        value = getattr(row, name)
        if value == "" and may_be_blank:
            continue
        fits = isinstance(value, str) and value != "" and (longest is None or len(value) <= longest)
        if not fits or "\x00" in value or (allowed is not None and value not in allowed):
            row.clean_fields(exclude=set(exclude))
            return
    for name, empty, kind in _others(type(row)):
        value = getattr(row, name)
        if name not in exclude and type(value) is not kind and value not in empty:
            row.clean_fields(exclude=set(exclude))
            return


@cache
def _limits(model: type[models.Model]) -> tuple[_Limit, ...]:
    """(name, longest, allowed choices, whether it may be blank) of the text fields with no rules of their own."""
    found = []
    for field in model._meta.fields:
        if type(field) is models.CharField:
            allowed = frozenset(str(code) for code, _label in field.flatchoices) if field.choices else None
            found.append((field.attname, field.max_length, allowed, field.blank))
    return tuple(found)


@cache
def _others(model: type[models.Model]) -> tuple[tuple[str, tuple[Any, ...], type | None], ...]:
    """Fields that a person enters and that are no plain text: asked for their kind alone, or what may stand for nothing."""
    return tuple(
        (
            field.attname,
            ((None,) if field.null else ()) + (("",) if field.blank else ()),
            _TYPES.get(field.get_internal_type()),
        )
        for field in model._meta.fields
        if type(field) is not models.CharField and field.editable and not field.primary_key and not field.is_relation
    )


_TYPES = {"DateField": date, "BooleanField": bool}

"""Several small reads in one statement: what one person's or one unit's page is made of lies in many tables, a few rows in each.

Each row travels as one JSON object and comes back as an object of its model, so that the screens know no difference. For a handful of
rows: of thousands, the writing and reading of JSON would be dearer than the answer.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import (
    BinaryField,
    DecimalField,
    F,
    Field,
    IntegerField,
    JSONField,
    Model,
    QuerySet,
    Value,
    Window,
)
from django.db.models.functions import JSONObject, RowNumber
from django.utils.timezone import is_naive

# JSON would make a float of the first and knows nothing of the second
_UNFIT = (DecimalField, BinaryField)


def read_together(*asked: QuerySet[Any]) -> list[list[Any]]:
    """The rows of each queryset in its order, as objects, with what it annotates and the single relations it selects. One query.

    For querysets of objects (what they defer stays deferred), without a slice; a relation of a relation is not brought along.
    """
    parts = [_part(number, rows) for number, rows in enumerate(asked)]
    every = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found: list[list[tuple[int, Any]]] = [[] for _rows in asked]
    for number, place, kept in every:
        found[number].append((place, _object(asked[number], json.loads(kept) if isinstance(kept, str) else kept)))
    return [[one for _place, one in sorted(rows, key=lambda pair: pair[0])] for rows in found]


def _part(number: int, rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    kept: dict[str, Any] = {name: F(name) for name in (*_chosen(rows), *rows.query.annotations)}
    kept |= {
        f"{relation}__{name}": F(f"{relation}__{name}")
        for relation in _relations(rows)
        for name in _names(_related(rows.model, relation))
    }
    order = list(rows.query.order_by or rows.model._meta.ordering)
    place = Window(RowNumber(), order_by=order or ["pk"])
    plain = rows.order_by().select_related(None)
    return plain.values_list(Value(number, output_field=IntegerField()), place, JSONObject(**kept))


def _object(rows: QuerySet[Any], kept: dict[str, Any]) -> Any:
    made = _made(rows.model, _chosen(rows), kept, "")
    for relation in _relations(rows):
        related = _related(rows.model, relation)
        is_there = kept[f"{relation}__{related._meta.pk.attname}"] is not None
        setattr(made, relation, _made(related, _names(related), kept, f"{relation}__") if is_there else None)
    for name, expression in rows.query.annotations.items():
        setattr(made, name, _value(expression.output_field, kept[name]))
    return made


def _made(model: type[Model], names: list[str], kept: dict[str, Any], prefix: str) -> Model:
    fields = [model._meta.get_field(name) for name in names]
    return model.from_db(
        "default", names, [_value(field, kept[f"{prefix}{name}"]) for field, name in zip(fields, names, strict=True)]
    )


def _value(field: Any, value: Any) -> Any:
    if isinstance(field, JSONField):
        return json.loads(value) if connection.vendor == "sqlite" and isinstance(value, str) else value
    read = field.to_python(value)
    if isinstance(read, datetime) and is_naive(read) and settings.USE_TZ:
        # SQLite keeps moments in universal time and does not say so
        return read.replace(tzinfo=UTC)
    return read


def _chosen(rows: QuerySet[Any]) -> list[str]:
    """What the queryset reads of its model."""
    named, is_left_out = rows.query.deferred_loading
    if is_left_out and not named:
        return _names(rows.model)
    fields = rows.model._meta.concrete_fields
    return [one.attname for one in fields if one.primary_key or (one.name in named) != is_left_out]


def _names(model: type[Model]) -> list[str]:
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    unfit = [field.name for field in fields if isinstance(field, _UNFIT)]
    if unfit:
        raise TypeError(f"{model.__name__} holds what JSON does not keep whole: {', '.join(unfit)}")
    return [field.attname for field in fields]


def _relations(rows: QuerySet[Any]) -> list[str]:
    chosen = rows.query.select_related
    return list(chosen) if isinstance(chosen, dict) else []


def _related(model: type[Model], relation: str) -> type[Model]:
    related = model._meta.get_field(relation).related_model
    if not isinstance(related, type):
        raise TypeError(f"{model.__name__}.{relation} leads to no model")
    return related

"""The rows of names, kinds and places of units as plain values: kept before a change, compared after it, put back."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Model

from hocvien.common.batched import batched
from hocvien.org.models import Placement, UnitKindPeriod, UnitName

DATED: tuple[type[Model], ...] = (UnitName, UnitKindPeriod, Placement)
BATCH = 500


def rows_of(unit_ids: Sequence[int], on: date) -> dict[str, list[dict[str, Any]]]:
    """Names, kinds and places of these units that hold on that day or later, as JSON holds them."""
    found: dict[str, list[dict[str, Any]]] = {model._meta.label: [] for model in DATED}
    for model in DATED:
        for ids in batched(sorted(unit_ids), BATCH):
            rows = model._default_manager.filter(unit_id__in=ids, valid_to__gt=on).order_by("pk")
            found[model._meta.label] += [
                {key: value.isoformat() if isinstance(value, date) else value for key, value in row.items()}
                for row in rows.values()
            ]
    return found


def row_of(model: type[Model], values: dict[str, Any]) -> Model:
    dates = {key: date.fromisoformat(values[key]) for key in ("valid_from", "valid_to")}
    return model(**{**values, **dates})


def differing(before: dict[str, list[dict[str, Any]]], after: dict[str, list[dict[str, Any]]]) -> list[int]:
    """Units whose rows are not as they were."""
    changed: set[int] = set()
    for label, rows in before.items():
        was = {row["id"]: row for row in rows}
        now = {row["id"]: row for row in after[label]}
        changed |= {row["unit_id"] for pk, row in (was | now).items() if was.get(pk) != now.get(pk)}
    return sorted(changed)

"""Rows and values as `Merge.kept` holds them, and the ledger that writes them down while a merge goes on.

- `person`: the merged record's row; `fields`: the survivor's changed fields as [before, after]
- `moved`: ids of rows that changed hands, by "model.field"; `changed`: rows with values before and after; `dropped`: whole rows that
  said what another row says; `made`: rows that a cut left over
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from hocvien.common.intervals import Interval
from hocvien.people.models import Belonging, BelongingKind, Leave, Person, Qualification
from hocvien.people.operations.facts import plain

SURVIVOR, MERGED = "survivor", "merged"


@dataclass(slots=True)
class Ledger:
    """What was done so far, in the shape of `Merge.kept`."""

    fields: dict[str, list[Any]] = field(default_factory=dict)
    moved: dict[str, list[int]] = field(default_factory=dict)
    changed: list[dict[str, Any]] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)
    made: list[dict[str, Any]] = field(default_factory=list)

    def drop(self, row: Model) -> None:
        """Take a row away and keep it whole."""
        self.dropped.append({"model": row._meta.label, "row": whole_of(row)})
        row.delete()

    def change(self, row: Model, **values: Any) -> None:
        """Write some fields of a row and keep what they were."""
        before = {key: plain(getattr(row, key)) for key in values}
        for key, value in values.items():
            setattr(row, key, value)
        row.save(update_fields=list(values))
        after = {key: plain(value) for key, value in values.items()}
        self.changed.append({"model": row._meta.label, "pk": row.pk, "before": before, "after": after})

    def make(self, row: Model) -> None:
        """Write a row that was not there."""
        row.save()
        self.made.append({"model": row._meta.label, "pk": row.pk})


def cells_of(person: Person) -> list[Belonging]:
    """Official cells, the earliest first; one query."""
    return list(person.belongings.filter(kind=BelongingKind.OFFICIAL_CELL).order_by("valid_from"))


def days_of(row: Any) -> Interval:
    """The period of a dated row."""
    return Interval(row.valid_from, row.valid_to)


def what_of(row: Any) -> Any:
    """What a fact of which there is one at a time says: the kind of leave, else the unit."""
    return row.kind if isinstance(row, Leave) else row.unit_id


def level_key(row: Qualification) -> tuple[Any, ...]:
    """Equal for two entries that say the same."""
    return row.level, row.evidence, row.number, row.issued_on, row.issued_by


def whole_of(row: Model) -> dict[str, Any]:
    """Every column of a row, as JSON holds it."""
    return {f.attname: plain(getattr(row, f.attname)) for f in row._meta.concrete_fields}


def row_of(model: type[Any], values: Mapping[str, Any]) -> Any:
    """An unsaved row from what `whole_of` kept."""
    return model(**{key: value_of(model, key, value) for key, value in values.items()})


def value_of(model: type[Model], attname: str, value: Any) -> Any:
    """One column's value from what was kept."""
    named = next(f for f in model._meta.concrete_fields if f.attname == attname)
    return named.to_python(value)


def insert_row(row: Model) -> None:
    """Write the row as it was, its moment of making included."""
    was = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if getattr(f, "auto_now_add", False)}
    type(row)._default_manager.bulk_create([row])
    if was:
        type(row)._default_manager.filter(pk=row.pk).update(**was)


def label_of(column: str) -> Any:
    """What a column of a person is called."""
    return next(f.verbose_name for f in Person._meta.concrete_fields if f.attname == column)

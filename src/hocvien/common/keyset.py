"""Pages of a queryset by key: a page starts behind a row instead of at a number, so the last costs what the first costs.

Empty values come last either way; equal rows follow their key, which turns with the first column.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, Q, QuerySet

Order = Sequence[tuple[Any, bool]]


@dataclass(frozen=True, slots=True)
class KeyPage:
    """Primary keys of one page in order; `first_number` counts from 1."""

    keys: Sequence[Any]
    first_number: int


def ordered(rows: QuerySet, order: Order) -> QuerySet:
    """The rows in this order: (field name or expression, descending) pairs."""
    rows, names, nullable = _named(rows, order)
    return rows.order_by(*_orderings(names, order, nullable, turned=False))


def page_of(
    rows: QuerySet,
    order: Order,
    *,
    size: int,
    count: int,
    after: Any = None,
    before: Any = None,
    is_last: bool = False,
) -> KeyPage:
    """One page: behind or before a row (by primary key), the last one, or the first. At most three queries.

    A row that is gone, or was never there, is as good as none: then it is the first page.
    """
    rows, names, nullable = _named(rows, order)
    turned = is_last or before is not None
    mark = before if before is not None else after
    found = rows.order_by(*_orderings(names, order, nullable, turned=turned))
    if is_last:
        # the last page holds what the pages before leave over
        keys = list(found.values_list("pk", flat=True)[: count % size or size])[::-1]
        return KeyPage(keys, max(count - len(keys) + 1, 1))
    if mark is not None:
        values = _values_of(rows, names, mark)
        if values is None:
            mark = None
        else:
            found = found.filter(_beyond(names, order, nullable, (*values, mark), turned=turned))
    keys = list(found.values_list("pk", flat=True)[:size])
    if mark is None:
        if not turned:
            return KeyPage(keys, 1)
        return page_of(rows, order, size=size, count=count)
    if turned:
        keys.reverse()
        if len(keys) < size:
            return page_of(rows, order, size=size, count=count)
    if not keys:
        return page_of(rows, order, size=size, count=count, is_last=True)
    first = _values_of(rows, names, keys[0])
    if first is None:
        return KeyPage(keys, 1)
    earlier = rows.order_by().filter(_beyond(names, order, nullable, (*first, keys[0]), turned=True)).count()
    return KeyPage(keys, earlier + 1)


def _named(rows: QuerySet, order: Order) -> tuple[QuerySet, list[str], list[bool]]:
    """The queryset with a name for every column of the order; which of them may be empty."""
    names, nullable, fresh = [], [], {}
    for at, (column, _descending) in enumerate(order):
        if isinstance(column, F):
            column = column.name  # noqa: PLW2901 - the same column, said shorter
        if isinstance(column, str):
            names.append(column)
            nullable.append(_may_be_empty(rows, column))
        else:
            names.append(f"order_{at}")
            nullable.append(True)
            fresh[f"order_{at}"] = column
    return (rows.alias(**fresh) if fresh else rows), names, nullable


def _may_be_empty(rows: QuerySet, name: str) -> bool:
    """Of a field, also through keys ("person__name_key"); what is annotated may be."""
    model: Any = rows.model
    for part in name.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if getattr(field, "null", True):
            return True
        model = field.related_model
    return False


def _orderings(names: list[str], order: Order, nullable: list[bool], *, turned: bool) -> list[Any]:
    found: list[Any] = []
    for name, (_column, descending), may_be_empty in zip(names, order, nullable, strict=True):
        # said only where it matters: an index has one place for its empty values
        empty: dict[str, bool] = {"nulls_first" if turned else "nulls_last": True} if may_be_empty else {}
        found.append(F(name).desc(**empty) if descending != turned else F(name).asc(**empty))
    downwards = bool(order) and order[0][1]
    found.append(F("pk").desc() if downwards != turned else F("pk").asc())
    return found


def _values_of(rows: QuerySet, names: list[str], mark: Any) -> tuple[Any, ...] | None:
    """The row's values in the order's columns; a row that left the list still says where it stood, if its table knows."""
    try:
        known = rows.order_by().filter(pk=mark).annotate(**{f"at_{n}": F(name) for n, name in enumerate(names)})
        found = known.values_list(*(f"at_{n}" for n in range(len(names))), "pk").first()
    except (ValueError, TypeError):
        return None
    return None if found is None else tuple(found[:-1])


def _beyond(names: list[str], order: Order, nullable: list[bool], values: tuple[Any, ...], *, turned: bool) -> Q:
    """Rows strictly behind these values (`turned`: before them). The last value is the primary key's."""
    columns = [*zip(names, (d for _c, d in order), nullable, strict=True), ("pk", bool(order) and order[0][1], False)]
    wanted, same = Q(), Q()
    for (name, descending, may_be_empty), value in zip(columns, values, strict=True):
        further = _further(name, value, descending=descending, may_be_empty=may_be_empty, turned=turned)
        if further is not None:
            wanted |= same & further
        same &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    name, descending, may_be_empty = columns[0]
    if values[0] is None or may_be_empty:
        return wanted
    # says what the alternatives imply, in a form an index can use
    return Q(**{f"{name}__{'lte' if descending != turned else 'gte'}": values[0]}) & wanted


def _further(name: str, value: Any, *, descending: bool, may_be_empty: bool, turned: bool) -> Q | None:
    if value is None:
        return Q(**{f"{name}__isnull": False}) if turned else None
    beyond = Q(**{f"{name}__{'lt' if descending != turned else 'gt'}": value})
    if may_be_empty and not turned:
        beyond |= Q(**{f"{name}__isnull": True})
    return beyond

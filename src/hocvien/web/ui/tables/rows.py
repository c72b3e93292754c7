"""Rows of a table whatever they come as (a queryset, a list, rows that page themselves): how they are ordered and fetched."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import OrderBy

from hocvien.common.keyset import Order
from hocvien.common.text import collation_key
from hocvien.web.ui.parts import Status
from hocvien.web.ui.tables.columns import Column


class PagedRows(ABC):
    """Rows that count, order and page themselves: a list too long for the database to sort at every look.

    Filters are given it and answer with a narrower one; `Column.sort` is the name of one of its orders.
    """

    @property
    @abstractmethod
    def count(self) -> int:
        """How many rows there are, exactly."""

    @abstractmethod
    def sorted_by(self, sort: str, *, is_descending: bool = False) -> "PagedRows":
        """The same rows in another order."""

    @abstractmethod
    def page_of_rows(self, *, after: str, before: str, is_last: bool, size: int) -> tuple[list[Any], int]:
        """(rows in order, number of the first); a place that is gone is the first page."""

    @abstractmethod
    def batches(self, size: int) -> Iterable[list[Any]]:
        """All rows in order, so many at a time."""

    @abstractmethod
    def place_of(self, row: Any) -> str:
        """What the address says to start a page behind this row."""


def sorted_list(rows: Iterable[Any], column: Column | None, *, is_descending: bool) -> list[Any]:
    """The rows by what the column sorts by, those without it last; as they come where nothing sorts them."""
    rows = list(rows)
    if column is None:
        return rows
    value_of: Callable[[Any], Any] = column.sort if callable(column.sort) else column.value_of
    if isinstance(column.sort, str):
        value_of = Column(column.sort, "").value_of
    present = [row for row in rows if value_of(row) is not None]
    missing = [row for row in rows if value_of(row) is None]
    return sorted(present, key=lambda row: _comparable(value_of(row)), reverse=is_descending) + missing


def order_of(column: Column, *, descending: bool) -> Order:
    """(field or expression, descending) pairs of a column."""
    fields = (
        column.sort if isinstance(column.sort, list | tuple) else (column.key if column.sort is True else column.sort,)
    )
    return [(_bare(one), _is_descending(one) != descending) for one in fields]


def own_order(rows: QuerySet) -> Order:
    """What a queryset is ordered by where nothing else was asked."""
    return [(_bare(one), _is_descending(one)) for one in rows.query.order_by or rows.model._meta.ordering]


def _bare(one: Any) -> Any:
    """An order without its direction."""
    if isinstance(one, OrderBy):
        return one.expression
    return one.removeprefix("-") if isinstance(one, str) else one


def _is_descending(one: Any) -> bool:
    return bool(one.descending) if isinstance(one, OrderBy) else isinstance(one, str) and one.startswith("-")


def fetched(rows: QuerySet, keys: Sequence[Any]) -> list[Any]:
    """The rows of these keys in their order; a row that is gone by now is left out."""
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _comparable(value: Any) -> Any:
    if isinstance(value, Status):
        value = str(value.word)
    if isinstance(value, str):
        return collation_key(value)
    return value

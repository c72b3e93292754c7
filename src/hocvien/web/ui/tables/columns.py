"""Columns, filters and cells of a table, and how a value becomes words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from hocvien.common.intervals import OPEN_END
from hocvien.web.ui import formats
from hocvien.web.ui.parts import Status

KINDS = ("text", "number", "percent", "date", "datetime", "status")
Words = str | Promise
Accessor = str | Callable[[Any], Any]
Link = tuple[str, dict[str, Any]] | str | None


@dataclass(frozen=True)
class Column:
    """One column. `value`: attribute or key (default: `key`), dotted path, or callable(row)."""

    key: str
    label: Words
    value: Accessor | None = None
    kind: str = "text"
    sort: Any = None
    total: Any = None
    link: Callable[[Any], Link] | None = None
    note: Callable[[Any], Words] | None = None
    template: str = ""
    header: bool = False
    hidden: bool = False
    group: Words = ""
    export: Any = True
    css: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"column {self.key!r}: unknown kind {self.kind!r}: one of {', '.join(KINDS)}")

    def value_of(self, row: Any) -> Any:
        """The plain value of this column in a row."""
        accessor = self.key if self.value is None else self.value
        if callable(accessor):
            return accessor(row)
        for part in accessor.split("."):
            row = row.get(part) if isinstance(row, dict) else getattr(row, part)
            if callable(row):
                row = row()
            if row is None:
                return None
        return row

    def export_value(self, row: Any) -> Any:
        """What the workbook holds: the value itself, or what `export` says."""
        if callable(self.export):
            return self.export(row)
        return self.value_of(row)

    @cached_property
    def align(self) -> str:
        if self.kind in {"number", "percent"}:
            return "num"
        if self.kind in {"date", "datetime"}:
            return "date"
        return "st-c" if self.kind == "status" else ""

    @cached_property
    def classes(self) -> str:
        """What every cell of the column is marked with."""
        return " ".join(filter(None, (self.align, self.css)))


def page_column(key: str, label: Words, route: str, **more: Any) -> Column:
    """The column that names a row and leads to its page, by the row's `uuid`."""
    return Column(key, label, header=True, link=lambda row: (route, {"uuid": row.uuid}), **more)


@dataclass(frozen=True)
class Filter:
    """A choice above the table; `apply(rows, value)` narrows the queryset or list. An empty choice means all."""

    key: str
    label: Words
    choices: Sequence[tuple[Any, Any]] | Callable[[], Sequence[tuple[Any, Any]]]
    apply: Callable[[Any, str], Any]

    def list_choices(self) -> list[tuple[str, str]]:
        """(value, words) pairs as strings."""
        pairs = self.choices() if callable(self.choices) else self.choices
        return [(str(value), str(words)) for value, words in pairs]


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    value: Any
    text: str
    href: str = ""
    note: str = ""
    status: Status | None = None
    is_header: bool = False
    row: Any = field(default=None, repr=False)

    @property
    def label(self) -> str:
        return str(self.column.label)

    @property
    def css(self) -> str:
        if self.text or self.status is not None:
            return self.column.classes
        return f"{self.column.classes} void".lstrip()


@dataclass(frozen=True, slots=True)
class Head:
    column: Column
    url: str = ""
    direction: str = ""
    starts_group: bool = False

    @property
    def label(self) -> str:
        return str(self.column.label)

    @property
    def aria_sort(self) -> str:
        return {"asc": "ascending", "desc": "descending"}.get(self.direction, "")


def words_of(value: Any, kind: str) -> str:
    """A value as the screen shows it."""
    if value is None or value == "":
        return formats.DASH if kind in {"number", "percent"} else ""
    if isinstance(value, Status):
        return str(value.word)
    if kind == "number":
        return formats.number(value)
    if kind == "percent":
        return formats.percent(value)
    if kind == "datetime" and isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, datetime):
        return formats.moment(value)
    if isinstance(value, date):
        return formats.day(value) if value < OPEN_END else ""
    if isinstance(value, Decimal | float):
        return formats.number(value)
    return str(value)

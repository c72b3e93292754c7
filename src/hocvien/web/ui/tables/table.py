"""A declarative table over a queryset or any list of rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import F, Q, QuerySet, Sum
from django.db.models.expressions import Combinable, OrderBy
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from hocvien.common.text import collation_key, fold
from hocvien.web.ui.links import same_page, screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import page as render_page
from hocvien.web.ui.tables.columns import Cell, Column, Filter, Head, Words, words_of
from hocvien.web.ui.tables.workbook import XLSX, write_workbook

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    number: int
    cells: Sequence[Cell]
    css: str
    label: str


class Table:
    """Subclass and set the class attributes; see README.md. Costs: one count, one page of rows, one query for totals."""

    name: ClassVar[str] = "table"
    caption: ClassVar[Words] = ""
    noun: ClassVar[Words] = _("dòng")
    columns: Sequence[Column] = ()
    filters: Sequence[Filter] = ()
    default_sort: ClassVar[str] = ""
    search_folded: ClassVar[Sequence[str]] = ()
    search_plain: ClassVar[Sequence[str]] = ()
    search_shown: ClassVar[bool] = False
    search_label: ClassVar[Words] = _("Lọc theo tên")
    per_page: ClassVar[int] = 50
    numbered: ClassVar[bool] = False
    selectable: ClassVar[bool] = False
    has_tools: ClassVar[bool] = True
    css: ClassVar[str] = ""
    total_label: ClassVar[Words] = _("Tổng cộng")
    empty_title: ClassVar[Words] = _("Chưa có gì ở đây")
    empty_text: ClassVar[Words] = ""

    def __init__(
        self, request: HttpRequest, rows: Any, *, prefix: str = "", totals: dict[str, Any] | None = None
    ) -> None:
        self.request: Any = request  # the shell's ScreenRequest, whose type lies above this module
        self.source = rows
        self.prefix = prefix
        self.given_totals = totals or {}

    # --- hooks ------------------------------------------------------------------------------------------------------

    def prepare(self, rows: list[Any]) -> Iterable[Any]:
        """Fill in what the cells need, for a page or a batch of rows at once."""
        return rows

    def row_key(self, row: Any) -> str:
        """What a tick box sends."""
        return str(row["uuid"] if isinstance(row, dict) else getattr(row, "uuid", ""))

    def row_class(self, row: Any) -> str:
        """CSS class of a row: "", "sel" or "warn"."""
        return ""

    # --- what was asked for -----------------------------------------------------------------------------------------

    def param(self, key: str) -> str:
        """The name of a parameter of this table in the address."""
        return f"{self.prefix}{key}"

    def asked(self, key: str) -> str:
        return str(self.request.GET.get(self.param(key), "")).strip()

    @property
    def query_text(self) -> str:
        return self.asked("q")[:200]

    @property
    def is_searchable(self) -> bool:
        return bool(self.search_folded or self.search_plain or self.search_shown)

    @cached_property
    def sort_key(self) -> tuple[str, bool]:
        """(column key, descending); an unknown sort falls back to the default."""
        for asked in (self.asked("sort"), self.default_sort):
            column = self.column(asked.removeprefix("-"))
            if column is not None and column.sort is not None:
                return column.key, asked.startswith("-")
        return "", False

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    @cached_property
    def shown_columns(self) -> list[Column]:
        """The columns chosen now (and remembered), else those not hidden; header columns always."""
        memory = f"columns:{self.name}"
        chosen = [key for part in self.request.GET.getlist(self.param("cols")) for key in part.split(",") if key]
        known = {column.key for column in self.columns}
        chosen = [key for key in chosen if key in known]
        session = getattr(self.request, "session", None)
        if chosen and session is not None:
            if session.get(memory) != chosen:
                session[memory] = chosen
        elif session is not None:
            chosen = [key for key in session.get(memory, []) if key in known]
        if chosen:
            return [column for column in self.columns if column.key in chosen or column.header]
        return [column for column in self.columns if not column.hidden]

    @property
    def column_choices(self) -> list[tuple[Column, bool]]:
        shown = {column.key for column in self.shown_columns}
        return [(column, column.key in shown) for column in self.columns if not column.header]

    @cached_property
    def filter_choices(self) -> list[tuple[Filter, list[tuple[str, str]], str]]:
        """(filter, its choices, the value in force) of every filter; a value that is no choice counts as none."""
        found = []
        for one in self.filters:
            choices = one.list_choices()
            asked = self.asked(one.key)
            found.append((one, choices, asked if asked in {value for value, _words in choices} else ""))
        return found

    @cached_property
    def active_filters(self) -> list[tuple[str, str]]:
        """(label, words) of what narrows the rows, for the export's second sheet and the line under the count."""
        found = [(str(one.label), dict(choices)[value]) for one, choices, value in self.filter_choices if value]
        if self.is_searchable and self.query_text:
            found.append((str(self.search_label), self.query_text))
        return found

    # --- rows -------------------------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> Any:
        """All rows after filter, search and sort; a queryset stays lazy."""
        rows = self.source
        for one, _choices, value in self.filter_choices:
            if value:
                rows = one.apply(rows, value)
        if self.is_searchable and self.query_text:
            rows = self._searched(rows)
        return self._sorted(rows)

    def _searched(self, rows: Any) -> Any:
        words = fold(self.query_text).split()
        if isinstance(rows, QuerySet) and not self.search_shown:
            wanted = Q()
            for word in words:
                either = Q()
                for name in self.search_folded:
                    either |= Q(**{f"{name}__contains": word})
                for name in self.search_plain:
                    either |= Q(**{f"{name}__icontains": word})
                wanted &= either
            for name in self.search_plain:
                wanted |= Q(**{f"{name}__icontains": self.query_text})
            return rows.filter(wanted)

        def holds(row: Any) -> bool:
            if self.search_shown:
                parts = [words_of(column.value_of(row), column.kind) for column in self.shown_columns]
            else:
                names = [*self.search_folded, *self.search_plain]
                parts = [str(Column(name, "").value_of(row) or "") for name in names]
            text = fold(" ".join(parts))
            return all(word in text for word in words)

        return [row for row in rows if holds(row)]

    def _sorted(self, rows: Any) -> Any:
        key, descending = self.sort_key
        column = self.column(key) if key else None
        if isinstance(rows, QuerySet):
            if column is None:
                return rows if rows.ordered else rows.order_by("pk")
            return rows.order_by(*_orderings(column, descending=descending), "pk")
        if column is None:
            return list(rows)
        value_of: Callable[[Any], Any] = column.sort if callable(column.sort) else column.value_of
        if isinstance(column.sort, str):
            value_of = Column(column.sort, "").value_of
        present = [row for row in rows if value_of(row) is not None]
        missing = [row for row in rows if value_of(row) is None]
        return sorted(present, key=lambda row: _comparable(value_of(row)), reverse=descending) + missing

    @cached_property
    def count(self) -> int:
        """How many rows there are in all, never capped."""
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    @cached_property
    def page_number(self) -> int:
        asked = self.asked("page")
        wanted = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
        return max(1, min(wanted, self.page_count))

    @property
    def page_count(self) -> int:
        return max(1, -(-self.count // self.per_page))

    @property
    def first_number(self) -> int:
        return (self.page_number - 1) * self.per_page + 1 if self.count else 0

    @property
    def last_number(self) -> int:
        return min(self.page_number * self.per_page, self.count)

    @cached_property
    def page_rows(self) -> list[Row]:
        start = (self.page_number - 1) * self.per_page
        if self.count == 0:
            return []
        found = list(self.prepare(list(self.rows[start : start + self.per_page])))
        return [self._row(row, start + offset) for offset, row in enumerate(found, 1)]

    def all_rows(self) -> Iterable[Any]:
        """Every row of the export, prepared by batches."""
        for start in range(0, self.count, BATCH):
            yield from self.prepare(list(self.rows[start : start + BATCH]))

    def _row(self, row: Any, number: int) -> Row:
        cells = [self._cell(column, row) for column in self.shown_columns]
        label = next((cell.text for cell in cells if cell.is_header), cells[0].text if cells else "")
        key = self.row_key(row) if self.selectable else ""
        return Row(key=key, number=number, cells=cells, css=self.row_class(row), label=label)

    def _cell(self, column: Column, row: Any) -> Cell:
        value = column.value_of(row)
        target = column.link(row) if column.link else None
        if isinstance(target, tuple):
            target = screen_url(self.request, target[0], **target[1])
        return Cell(
            column=column,
            value=value,
            text=words_of(value, column.kind),
            href=target or "",
            note=str(column.note(row) or "") if column.note else "",
            status=value if isinstance(value, Status) else None,
            is_header=column.header,
            row=row,
        )

    # --- head, totals, pager ----------------------------------------------------------------------------------------

    @cached_property
    def heads(self) -> list[Head]:
        return [self.head(column) for column in self.shown_columns]

    def head(self, column: Column) -> Head:
        """The head of a column; a click sorts by it, a second click turns the order."""
        starts = self._starts_group(column)
        if column.sort is None:
            return Head(column, starts_group=starts)
        key, descending = self.sort_key
        direction = ("desc" if descending else "asc") if key == column.key else ""
        wanted = f"-{column.key}" if direction == "asc" else column.key
        url = same_page(self.request, **{self.param("sort"): wanted, self.param("page"): None})
        return Head(column, url=url, direction=direction, starts_group=starts)

    def _starts_group(self, column: Column) -> bool:
        at = self.shown_columns.index(column) if column in self.shown_columns else 0
        return at > 0 and str(self.shown_columns[at - 1].group) != str(column.group)

    @property
    def is_grouped(self) -> bool:
        return any(str(column.group) for column in self.shown_columns)

    @property
    def groups(self) -> list[tuple[str, int]]:
        """(heading, how many columns it spans), neighbours with the same heading together."""
        found: list[tuple[str, int]] = []
        for column in self.shown_columns:
            group = str(column.group)
            if found and found[-1][0] == group:
                found[-1] = (group, found[-1][1] + 1)
            else:
                found.append((group, 1))
        return found

    @property
    def has_totals(self) -> bool:
        return any(column.total is not None or column.key in self.given_totals for column in self.shown_columns)

    @cached_property
    def totals(self) -> dict[str, Any]:
        """Totals over all rows (not the page) by column key; one aggregate for a queryset."""
        found: dict[str, Any] = dict(self.given_totals)
        wanted = {c.key: c for c in self.shown_columns if c.total is not None and c.key not in found}
        sums: dict[str, Any] = {}
        for key, column in wanted.items():
            if callable(column.total):
                found[key] = column.total(self.rows)
            elif isinstance(self.rows, QuerySet):
                source = column.sort if isinstance(column.sort, str) else column.value or key
                sums[f"total_{key}"] = Sum(source) if column.total is True else column.total
            else:
                found[key] = sum(column.value_of(row) or 0 for row in self.rows)
        if sums:
            counted = self.rows.order_by().aggregate(**sums)
            found.update({key.removeprefix("total_"): value or 0 for key, value in counted.items()})
        return found

    @property
    def total_cells(self) -> list[Cell]:
        """The cells of the totals row; the label stands in the header column, else in the first that has no total."""
        columns = self.shown_columns
        label_at = next(
            (c.key for c in columns if c.header), next((c.key for c in columns if c.key not in self.totals), "")
        )
        cells = []
        for column in columns:
            value = self.totals.get(column.key)
            text = words_of(value, column.kind) if column.key in self.totals else ""
            if column.key == label_at and not text:
                text = str(self.total_label)
            cells.append(Cell(column, value, text, is_header=column.key == label_at))
        return cells

    @property
    def pages(self) -> list[tuple[int, str] | None]:
        """(number, address) of the pages a reader may want; None where numbers are left out."""
        around = range(self.page_number - 2, self.page_number + 3)
        wanted = sorted({1, self.page_count, *(n for n in around if 1 <= n <= self.page_count)})
        found: list[tuple[int, str] | None] = []
        for index, number in enumerate(wanted):
            if index and number - wanted[index - 1] > 1:
                found.append(None)
            found.append((number, same_page(self.request, **{self.param("page"): number})))
        return found

    @property
    def export_url(self) -> str:
        return same_page(self.request, **{self.param("export"): "xlsx", self.param("page"): None})

    @property
    def reset_url(self) -> str:
        own = {self.param(one.key): None for one in self.filters}
        return same_page(self.request, **own, **{self.param("q"): None, self.param("page"): None})

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """Parameters the tool form must carry along: everything in the address that is not its own field."""
        own = {self.param(key) for key in ("q", "page", "export", *(one.key for one in self.filters))}
        return [(key, value) for key, values in self.request.GET.lists() if key not in own for value in values]

    @property
    def kept_for_columns(self) -> list[tuple[str, str]]:
        own = {self.param("cols"), self.param("page"), self.param("export")}
        return [(key, value) for key, values in self.request.GET.lists() if key not in own for value in values]

    # --- export -----------------------------------------------------------------------------------------------------

    @property
    def is_export_asked(self) -> bool:
        return self.asked("export") == "xlsx"

    def as_xlsx(self) -> bytes:
        """The workbook of exactly these rows and columns, all pages."""
        return write_workbook(self)

    def as_response(self) -> HttpResponse:
        response = HttpResponse(self.as_xlsx(), content_type=XLSX)
        response["Content-Disposition"] = f'attachment; filename="{self.name}.xlsx"'
        return response


def table_response(
    request: HttpRequest, template: str, table: Table, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """The page with `table` in its context, or the workbook when ?export=xlsx asks for it."""
    if table.is_export_asked:
        return table.as_response()
    return render_page(request, template, {"table": table, **(context or {})}, status=status)


def _orderings(column: Column, *, descending: bool) -> list[Any]:
    """Order expressions of a column, empty values last either way."""
    fields = (
        column.sort if isinstance(column.sort, list | tuple) else (column.key if column.sort is True else column.sort,)
    )
    found: list[Any] = []
    for one in fields:
        if isinstance(one, OrderBy):
            found.append(one.reverse_ordering() if descending else one)
            continue
        expression: Combinable = F(one) if isinstance(one, str) else one
        turned: Any = expression
        found.append(turned.desc(nulls_last=True) if descending else turned.asc(nulls_last=True))
    return found


def _comparable(value: Any) -> Any:
    if isinstance(value, Status):
        value = str(value.word)
    if isinstance(value, str):
        return collation_key(value)
    return value

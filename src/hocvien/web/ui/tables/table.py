"""A declarative table over a queryset, a list that pages itself, or any list of rows."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from hocvien.common.batched import batched
from hocvien.common.keyset import Order, ordered, page_of
from hocvien.common.text import fold
from hocvien.web.ui.links import same_page, screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import page as render_page
from hocvien.web.ui.tables.asked import AskedTable
from hocvien.web.ui.tables.columns import Cell, Column, Head, words_of
from hocvien.web.ui.tables.drawing import draw_rows
from hocvien.web.ui.tables.exports import sink_of, start_export
from hocvien.web.ui.tables.rows import PagedRows, fetched, order_of, own_order, sorted_list
from hocvien.web.ui.tables.workbook import XLSX, write_workbook

BATCH = 1000
# rows of an export that are written while the reader waits; more are a job
LONG = 5000


@dataclass(frozen=True, slots=True)
class PageLink:
    """A way to another page; without an address it is where the reader stands, or leads nowhere."""

    label: str
    url: str = ""
    is_current: bool = False
    is_gap: bool = False
    name: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    key: str
    number: int
    cells: Sequence[Cell]
    css: str
    label: str


class Table(AskedTable):
    """Subclass and set the class attributes; see README.md. Costs: one count, one page of rows, one query for totals."""

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

    # --- rows -------------------------------------------------------------------------------------------------------

    @cached_property
    def rows(self) -> Any:
        """All rows after filter, search and sort; a queryset stays lazy."""
        rows = self.source
        for one, _choices, value in self.filter_choices:
            if value:
                rows = one.apply(rows, value)
        if self.is_searchable and self.query_text:
            rows = self.searched(rows)
        return self._sorted(rows)

    def searched(self, rows: Any) -> Any:
        """The rows that hold what was typed; rows that page themselves need their own."""
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
        column, is_descending = self.sort_column
        if isinstance(rows, PagedRows):
            return rows.sorted_by(column.sort, is_descending=is_descending) if column is not None else rows
        if isinstance(rows, QuerySet):
            return rows
        return sorted_list(rows, column, is_descending=is_descending)

    @cached_property
    def _order(self) -> Order:
        """What a queryset is ordered by."""
        column, is_descending = self.sort_column
        return order_of(column, descending=is_descending) if column is not None else own_order(self.rows)

    @cached_property
    def count(self) -> int:
        """How many rows there are in all, never capped."""
        if isinstance(self.rows, PagedRows):
            return self.rows.count
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    @property
    def page_number(self) -> int:
        """Which page this is; where pages start behind a row, the page on which its first row would stand."""
        if not isinstance(self.rows, list):
            return -(-self.first_number // self.per_page) or 1
        asked = self.asked("page")
        wanted = int(asked) if asked.isdecimal() and len(asked) < 9 else 1
        return max(1, min(wanted, self.page_count))

    @property
    def page_count(self) -> int:
        return max(1, -(-self.count // self.per_page))

    @cached_property
    def _page(self) -> tuple[list[Any], int]:
        """(rows as they come, number of the first)."""
        if isinstance(self.rows, list):
            start = (self.page_number - 1) * self.per_page
            return self.rows[start : start + self.per_page], start + 1
        if self.count == 0:
            return [], 1
        after, before, is_last = self.asked("after")[:80], self.asked("before")[:80], self.asked("at") == "last"
        if isinstance(self.rows, PagedRows):
            return self.rows.page_of_rows(after=after, before=before, is_last=is_last, size=self.per_page)
        if not (after or before or is_last) and not self.rows.query.annotation_select:
            return list(ordered(self.rows, self._order)[: self.per_page]), 1
        # keys first: what is computed for a row is then computed for the rows of the page alone
        found = page_of(
            self.rows,
            self._order,
            size=self.per_page,
            count=self.count,
            after=after or None,
            before=before or None,
            is_last=is_last,
        )
        return fetched(self.rows, found.keys), found.first_number

    @property
    def first_number(self) -> int:
        return self._page[1] if self.count else 0

    @property
    def last_number(self) -> int:
        return self.first_number + len(self._page[0]) - 1 if self.count else 0

    @cached_property
    def page_rows(self) -> list[Row]:
        found, first = self._page
        if not found:
            return []
        return [self._row(row, number) for number, row in enumerate(self.prepare(found), first)]

    @property
    def drawn_rows(self) -> SafeString:
        """The rows of the page as HTML."""
        return draw_rows(self)

    def all_rows(self) -> Iterable[Any]:
        """Every row of the export, prepared by batches."""
        for batch in self._batches():
            yield from self.prepare(batch)

    def _batches(self) -> Iterable[list[Any]]:
        if isinstance(self.rows, PagedRows):
            yield from self.rows.batches(BATCH)
        elif isinstance(self.rows, list):
            yield from batched(self.rows, BATCH)
        else:
            # one answer for the order, so that nobody comes twice or not at all when somebody writes meanwhile
            keys = list(ordered(self.rows, self._order).values_list("pk", flat=True))
            yield from (fetched(self.rows, part) for part in batched(keys, BATCH))

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
        url = same_page(self.request, **{self.param("sort"): wanted, **self.no_place})
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
            elif isinstance(self.rows, list):
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
    def pages(self) -> list[PageLink]:
        """The ways to other pages: numbers of a short list, else first, previous, next and last."""
        if not isinstance(self.rows, list):
            return self._ways()
        around = range(self.page_number - 2, self.page_number + 3)
        wanted = sorted({1, self.page_count, *(n for n in around if 1 <= n <= self.page_count)})
        found: list[PageLink] = []
        for index, number in enumerate(wanted):
            if index and number - wanted[index - 1] > 1:
                found.append(PageLink("…", is_gap=True))
            url = self.page_url(page=number)
            is_current = number == self.page_number
            found.append(PageLink(str(number), url, is_current, name=str(_("Trang {n}")).format(n=number)))
        return found

    def _ways(self) -> list[PageLink]:
        rows = self._page[0]
        found: list[PageLink] = []
        if self.first_number > 1:
            found.append(PageLink(str(_("Trang đầu")), self.page_url()))
            found.append(PageLink(str(_("Trang trước")), self.page_url(before=self._place_of(rows[0]))))
        if self.last_number < self.count:
            found.append(PageLink(str(_("Trang sau")), self.page_url(after=self._place_of(rows[-1]))))
            found.append(PageLink(str(_("Trang cuối")), self.page_url(at="last")))
        return found

    def _place_of(self, row: Any) -> str:
        if isinstance(self.rows, PagedRows):
            return self.rows.place_of(row)
        return str(row["pk"] if isinstance(row, dict) else row.pk)

    # --- export -----------------------------------------------------------------------------------------------------

    def as_xlsx(self) -> bytes:
        """The workbook of exactly these rows and columns, all pages."""
        buffer = io.BytesIO()
        write_workbook(self, buffer)
        return buffer.getvalue()

    def as_file(self, kind: str, name: str, make: Callable[[], bytes], content_type: str = XLSX) -> HttpResponse:
        """Another file of these rows, made as a whole by `make`; of a long list the way to the job that makes it (?export=`kind`)."""
        sink = sink_of(self.request)
        if sink is not None:
            sink.total = self.count
            with sink.open(name, content_type) as file, sink.beating():
                file.write(make())
            sink.rows_done(self.count, self.count)
            return HttpResponse()
        if self.count > LONG and self.request.user.is_authenticated:
            return start_export(self, kind)
        response = HttpResponse(make(), content_type=content_type)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response

    def as_response(self) -> HttpResponse:
        """The workbook as a file to keep; of a long list the way to the job that makes it."""
        sink = sink_of(self.request)
        if sink is not None:
            with sink.open(f"{self.name}.xlsx", XLSX) as file:
                write_workbook(self, file, report=sink.rows_done)
            return HttpResponse()
        if self.count > LONG and self.request.user.is_authenticated:
            return start_export(self)
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


def workbook_asked(*tables: Table | None) -> HttpResponse | None:
    """Of a page with several tables the workbook of the one whose ?export=xlsx is asked for, each under its own prefix."""
    asked = next((one for one in tables if one is not None and one.is_export_asked), None)
    return asked.as_response() if asked is not None else None

"""What a table offers, and what the address asks of it: filters, search, order, columns; and addresses that ask for something else."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from hocvien.accounts import api as accounts
from hocvien.web.ui.links import same_page
from hocvien.web.ui.tables.columns import Column, Filter, Words
from hocvien.web.ui.tables.exports import sink_of

# parameters that say which page
PLACES = ("page", "after", "before", "at")


class AskedTable:
    """The class attributes a table is declared by, and its request's answer to each. One query for columns remembered with the account."""

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

    @property
    def sort_column(self) -> tuple[Column | None, bool]:
        """(the column the rows are sorted by, descending)."""
        key, is_descending = self.sort_key
        return (self.column(key) if key else None), is_descending

    def column(self, key: str) -> Column | None:
        return next((column for column in self.columns if column.key == key), None)

    @cached_property
    def shown_columns(self) -> list[Column]:
        """The columns chosen now (and remembered with the account), else those not hidden; header columns always."""
        memory = f"columns:{self.name}"
        asked = [key for part in self.request.GET.getlist(self.param("cols")) for key in part.split(",") if key]
        known = {column.key for column in self.columns}
        chosen = [key for key in asked if key in known]
        user = getattr(self.request, "user", None)
        if user is not None and user.is_authenticated and self.has_tools:
            if chosen and sink_of(self.request) is None:
                accounts.remember(user=user, key=memory, value=chosen)
            elif not chosen:
                chosen = [key for key in accounts.recall(user, memory) or [] if key in known]
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

    def page_url(self, **place: Any) -> str:
        """The address of the page at `place`, by PLACES; the first without one."""
        changed = {self.param(key): place.get(key) for key in PLACES}
        return same_page(self.request, **changed)

    @property
    def export_url(self) -> str:
        return same_page(self.request, **{self.param("export"): "xlsx", **self.no_place})

    @property
    def no_place(self) -> dict[str, None]:
        """What leaves the page out of an address: another order or other rows begin at the first."""
        return {self.param(key): None for key in PLACES}

    @property
    def reset_url(self) -> str:
        own = {self.param(one.key): None for one in self.filters}
        return same_page(self.request, **own, **{self.param("q"): None}, **self.no_place)

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """Parameters the tool form must carry along: everything in the address that is not its own field."""
        own = {self.param(key) for key in ("q", *PLACES, "export", *(one.key for one in self.filters))}
        return [(key, value) for key, values in self.request.GET.lists() if key not in own for value in values]

    @property
    def kept_for_columns(self) -> list[tuple[str, str]]:
        own = {self.param("cols"), self.param("export"), *self.no_place}
        return [(key, value) for key, values in self.request.GET.lists() if key not in own for value in values]

    @property
    def is_export_asked(self) -> bool:
        return self.asked("export") == "xlsx"

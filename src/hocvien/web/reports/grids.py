"""A breakdown as the page draws it: each figure with the way to what it counts, the year before or the plan beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.reporting import api as reporting
from hocvien.web.reports.asking import titles_of, write_query
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import BarChart, Series

_MOST_BARS = 40
_TIMES = {"month", "quarter", "year", "school_year", "reporting_year", "term"}
_SHARES = {one.code for one in reporting.MEASURES if one.how == "share"}


@dataclass(frozen=True, slots=True)
class GridCell:
    """`value` None: it cannot be told, or is kept back. `label`: the heading on a phone."""

    value: int | float | None
    url: str
    is_share: bool
    label: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    title: str
    cells: Sequence[GridCell]
    number: int | None = None
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """`groups`: (heading over several columns, how many), empty with one group; `heads`: one for each column of figures."""

    first: str
    groups: Sequence[tuple[str, int]]
    heads: Sequence[tuple[str, bool]]
    rows: Sequence[GridRow]
    total: GridRow


class GridMaker:
    """Draws one answer for one viewer; `before`: the same of the year before; `planned`: (row, measure) → what the plans ask.

    `is_closed`: what stands behind a figure opens for others alone.
    """

    def __init__(
        self,
        request: ScreenRequest,
        question: reporting.Question,
        answer: reporting.Answer,
        more: Mapping[str, str],
        *,
        before: reporting.Answer | None = None,
        planned: Mapping[tuple[str, str], int] | None = None,
        is_closed: bool = False,
    ) -> None:
        self.request, self.question = request, question
        self.answer, self.before, self.planned = answer, before, planned
        self.is_closed = is_closed
        self.query = write_query(answer.breakdown, more)
        self.sees_people = access.Permission.PERSON_VIEW in request.held_permissions
        self.measures = answer.breakdown.measures
        self.titles = dict(zip(self.measures, titles_of(self.measures), strict=True))

    def grid(self) -> Grid:
        answer = self.answer
        groups = [one.title for one in answer.columns]
        last = _("Tổng cộng") if self._sums_columns() else _("Tất cả")
        groups = [*groups, last] if groups else []
        beside = self._beside_heads()
        heads = [
            (self.titles[measure], at == 0) for _group in (groups or [""]) for at, measure in enumerate(self.measures)
        ]
        spans = [(title, len(self.measures)) for title in groups]
        if beside and spans:
            spans.append((_("So sánh"), len(beside)))
        rows = [
            GridRow(row.title, self._cells(row.code), number=at) for at, row in enumerate(self._row_headings, start=1)
        ]
        return Grid(
            first=self._first_head(),
            groups=spans,
            heads=[*heads, *((title, at == 0) for at, title in enumerate(beside))],
            rows=rows,
            total=GridRow(_("Tổng cộng") if self._sums_rows() else _("Tất cả"), self._cells(""), is_total=True),
        )

    def chart(self) -> BarChart | None:
        """The first measure by rows, the year before beside it; None where there is nothing to draw."""
        headings = self._row_headings
        measure = self.measures[0]
        if not 1 < len(headings) <= _MOST_BARS or measure in self.answer.unknown:
            return None
        figures = [self.answer.figure(measure, row.code) for row in headings]
        if all(figure is None for figure in figures):
            return None
        series = [
            Series(
                self.titles[measure],
                figures,
                urls=[self._url(measure, row.code, "") for row in headings],
            )
        ]
        if self.before is not None:
            values = [self.before.figure(measure, row.code) for row in headings]
            series.append(Series(_("Cùng kỳ năm trước"), values, style="before"))
        if self.planned is not None and measure in {"classes", "participations"}:
            plans = [self.planned.get((row.code, measure), 0) for row in headings]
            series.append(Series(_("Kế hoạch năm"), plans, style="plan"))
        title = _("{measure} theo {dimension}, {unit}").format(
            measure=self.titles[measure], dimension=self._first_head().lower(), unit=self.answer.unit_name
        )
        return BarChart(
            title=title,
            labels=[row.title for row in headings],
            series=tuple(series),
            is_horizontal=self.answer.breakdown.rows not in _TIMES,
            head=self._first_head(),
        )

    @cached_property
    def _row_headings(self) -> Sequence[reporting.Heading]:
        """Rows of the answer, then those that only the year before or the plan has."""
        known = {row.code for row in self.answer.rows}
        only_before = {row for row, _column, _measure in (self.before.figures if self.before else ())} - known
        more = reporting.headings_of(self.answer.breakdown.rows, only_before, self.question)
        known |= {row.code for row in more}
        only_planned = sorted({row for row, _measure in self.planned or {} if row and row not in known})
        titles = reporting.values_of("programme") if only_planned else {}
        return [*self.answer.rows, *more, *(reporting.Heading(code, titles.get(code, code)) for code in only_planned)]

    def _first_head(self) -> str:
        rows = self.answer.breakdown.rows
        return next((one.title for one in reporting.DIMENSIONS if one.code == rows), _("Đơn vị"))

    def _cells(self, row: str) -> list[GridCell]:
        columns = [(one.code, one.title) for one in self.answer.columns]
        places = [*columns, ("", _("Tổng cộng"))] if columns else [("", "")]
        cells = [
            GridCell(
                self.answer.figure(measure, row, code),
                self._url(measure, row, code),
                measure in _SHARES,
                f"{title}: {self.titles[measure]}" if title else self.titles[measure],
                begins=at == 0,
            )
            for code, title in places
            for at, measure in enumerate(self.measures)
        ]
        return [*cells, *self._beside(row)]

    def _beside_heads(self) -> list[str]:
        if self.before is not None:
            return [
                text
                for measure in self.measures
                for text in (_("{measure}, cùng kỳ").format(measure=self.titles[measure]), _("Tăng, giảm"))
            ]
        if self.planned is not None:
            return [
                text
                for measure in self._planned_measures()
                for text in (_("{measure}, kế hoạch năm").format(measure=self.titles[measure]), _("Đạt"))
            ]
        return []

    def _beside(self, row: str) -> list[GridCell]:
        heads = self._beside_heads()
        found: list[GridCell] = []
        if self.before is not None:
            for measure in self.measures:
                was, now = self.before.figure(measure, row), self.answer.figure(measure, row)
                share = (now - was) / was if was and now is not None and measure not in _SHARES else None
                found += [
                    GridCell(was, "", measure in _SHARES, heads[len(found)]),
                    GridCell(share, "", is_share=True, label=heads[len(found) + 1]),
                ]
        elif self.planned is not None:
            for measure in self._planned_measures():
                asked, done = self.planned.get((row, measure), 0), self.answer.figure(measure, row)
                found += [
                    GridCell(asked, "", is_share=False, label=heads[len(found)]),
                    GridCell(
                        done / asked if asked and done is not None else None,
                        "",
                        is_share=True,
                        label=heads[len(found) + 1],
                    ),
                ]
        return found

    def _planned_measures(self) -> list[str]:
        return [measure for measure in self.measures if measure in {"classes", "participations"}]

    def _sums_rows(self) -> bool:
        rows = self.answer.breakdown.rows
        return not rows or all(reporting.adds_up(measure, rows) for measure in self.measures)

    def _sums_columns(self) -> bool:
        columns = self.answer.breakdown.columns
        return not columns or all(reporting.adds_up(measure, columns) for measure in self.measures)

    def _url(self, measure: str, row: str, column: str) -> str:
        """The way to what is counted; people are linked for those who may see people alone."""
        if self.is_closed or measure in _NO_WAY or not self.answer.figure(measure, row, column):
            return ""
        if measure not in _OF_CLASSES and not self.sees_people:
            return ""
        query: dict[str, Any] = {**self.query, "measure": measure, "row": row, "column": column}
        return screen_url(self.request, "reports:breakdown-behind", query=query)


_OF_CLASSES = {"classes", "trips", "periods_delivered", "periods_planned", "delivered_share", "hours_taught"}
_NO_WAY = {
    "study_sessions",
    "study_members",
    "study_reached",
    "study_share",
    "obligations",
    "obligations_met",
    "obligation_share",
}

"""Published figures on screen: pasted, read, corrected, taken over with their citation; listed; joined with those of the program."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.common.periods import period_between
from hocvien.figures import api as figures
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.figures.entering import take_over
from hocvien.web.figures.forms import CitationForm, LineForm, PassageForm, WithdrawForm, line_forms
from hocvien.web.figures.passages import BAND_WORDS, look_at
from hocvien.web.figures.tables import (
    LineTable,
    OtherPeriods,
    SeriesTable,
    StatementTable,
    named_lines,
    period_rows,
    series_rows,
    statement_rows,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import BarChart, Series, Tab
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response, workbook_asked


def _tabs(request: ScreenRequest, current: str) -> list[Tab]:
    names = [("figures:statement-list", _("Số liệu đã công bố")), ("figures:series-page", _("Nhiều năm"))]
    return [Tab(label, screen_url(request, name), name == current) for name, label in names]


@screen(permission="report.view", as_of=True)
def statement_list(request: ScreenRequest) -> HttpResponse:
    """What was published of the unit in the bar and of units below it."""
    scope = request.scope
    if scope.unit is None:
        rows = figures.statements_visible_to(request.user, scope.on)
    else:
        rows = figures.statements_of(request.user, scope.unit, scope.on, below=True)
    table = StatementTable(request, statement_rows(rows, scope.day))
    may_read = access.Permission.FIGURES_EDIT in request.held_permissions
    context = {"may_read": may_read, "tabs": _tabs(request, "figures:statement-list")}
    return table_response(request, "figures/statement_list.html", table, context)


@screen(permission="figures.edit", methods=("GET", "POST"))
def statement_read(request: ScreenRequest) -> HttpResponse:
    """Three steps on one address: paste; see each figure lit beside its reading, correct; take over with the citation."""
    act = request.POST.get("act", "")
    if act == "keep":
        return _keep(request)
    form = PassageForm(request.POST if act else None, request=request)
    if not form.is_valid():
        context = {"form": form, "back_url": screen_url(request, "figures:statement-list")}
        return page(request, "figures/statement_paste.html", context, form=form)
    passage = look_at(form.cleaned_data["text"])
    asked = request.POST.get("part", "0")
    at = int(asked) if asked.isdecimal() and int(asked) < len(passage.parts) else 0
    part = passage.parts[at] if passage.parts else None
    initial: dict[str, Any] = {"text": form.cleaned_data["text"], "unit": request.scope.unit}
    if part is not None:
        initial |= {"period_label": part.label, "first_on": part.first_on, "last_on": part.last_on}
    citation = CitationForm(request=request, initial=initial)
    programmes = figures.programme_names()
    lines = [
        LineForm(prefix=f"lines-{number}", request=request, initial=line, programmes=programmes)
        for number, line in enumerate(part.lines if part else [])
    ]
    return _reading(request, citation, lines, shown=at)


def _keep(request: ScreenRequest) -> HttpResponse:
    citation = CitationForm(request.POST, request=request)
    lines = line_forms(request.POST, request=request)
    statement = take_over(request, citation, lines)
    if statement is not None:
        return redirect_to(request, "figures:statement-page", uuid=statement.uuid)
    return _reading(request, citation, lines, status=422)


def _reading(
    request: ScreenRequest,
    citation: CitationForm,
    lines: list[LineForm],
    *,
    shown: int | None = None,
    status: int = 200,
) -> HttpResponse:
    text = citation["text"].value() or ""
    passage = look_at(text)
    context = {
        "form": citation,
        "lines": lines,
        "passage": passage,
        "text": text,
        "others": [(at, one) for at, one in enumerate(passage.parts) if at != shown] if shown is not None else [],
        "back_url": screen_url(request, "figures:statement-list"),
    }
    return page(request, "figures/statement_reading.html", context, status=status)


@screen(permission="report.view", as_of=True)
def statement_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One statement: its lines, the passage with each figure lit, where it was published."""
    statement = figures.get_statement_for(request.user, uuid, request.scope.on)
    lines = list(statement.lines.all())
    passage = look_at(statement.text)
    may = access.can(request.user, access.Permission.FIGURES_EDIT, statement.unit_id, request.scope.on)
    grading = [
        (BAND_WORDS[band], number) for line in lines for band, number in line.grading.items() if band in BAND_WORDS
    ]
    context = {
        "statement": statement,
        "unit_name": org.label_as_of(statement.unit_id, statement.last_on).name,
        "passage": passage,
        "report_url": screen_url(
            request,
            "reports:report-page",
            with_unit=statement.unit.code,
            with_period=period_between(statement.first_on, statement.last_on).code,
        ),
        "grading": grading,
        "may_withdraw": may and statement.withdrawn_on is None and not request.scope.is_another_day,
    }
    return table_response(request, "figures/statement_page.html", LineTable(request, named_lines(lines)), context)


@screen(permission="figures.edit", methods=("GET", "POST"))
def statement_withdraw(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    statement = figures.get_statement_for(request.user, uuid, request.scope.on)
    form = WithdrawForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            figures.withdraw(actor=request.user, statement=statement, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã rút số liệu khỏi các bảng nhiều năm."))
            return redirect_to(request, "figures:statement-page", uuid=statement.uuid)
    return page(request, "figures/statement_withdraw.html", {"form": form, "statement": statement}, form=form)


@screen(permission="report.view", as_of=True)
def series_page(request: ScreenRequest) -> HttpResponse:
    """Years in a row of the unit in the bar: what the program counts, and what was published before and beside it."""
    context: dict[str, Any] = {"tabs": _tabs(request, "figures:series-page")}
    if request.scope.unit is None:
        return page(request, "figures/series_page.html", context)
    unit = access.get_unit_for(
        request.user, request.scope.unit_code, access.Permission.REPORT_VIEW, on=request.scope.on
    )
    code = request.GET.get("programme", "")
    names = figures.programme_names()
    published = code if code in names else ""
    known = {one.code for one in catalogue.list_programmes()}
    series = reporting.compute_series(
        unit=unit,
        last=request.scope.day,
        programme=published if published in known else ("" if not published else "-"),
        published_programme=published,
        seen_on=request.scope.day if request.GET.get("structure") == reporting.NOW else None,
    )
    table = SeriesTable(request, series_rows(series))
    periods = OtherPeriods(request, period_rows(series), prefix="k-")
    if (workbook := workbook_asked(periods)) is not None:
        return workbook
    context |= {
        "series": series,
        "periods": periods,
        "chart": _chart(series),
        "programmes": [("", _("Tất cả"), not published)]
        + [(key, words, key == published) for key, words in names.items()],
    }
    return table_response(request, "figures/series_page.html", table, context)


def _chart(series: reporting.Series) -> BarChart | None:
    """People by year, the two kinds of figures apart; None where there is nothing to draw."""
    if not series.years:
        return None
    published = [one.published[0].participants if one.published else None for one in series.years]
    return BarChart(
        title=_("Học viên theo năm, {unit}").format(unit=series.unit_name),
        labels=[str(one.year) for one in series.years],
        series=(
            Series(_("Chương trình (lượt)"), [one.participations for one in series.years]),
            Series(_("Đã công bố"), published, style="before"),
        ),
        head=_("Năm"),
    )

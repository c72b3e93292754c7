"""Plans below a unit summed up, beside what was done; and the day by which they are asked for."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.common.periods import parse_period
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.forms import CallForm
from hocvien.web.plans.navigation import tabs
from hocvien.web.plans.tables.climbing import (
    AskedTable,
    MergedLineTable,
    MergedTable,
    SumRow,
    asked_rows,
    merged_line_rows,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import Table, table_response

P = access.Permission
_VIEWS = ("units", "programmes", "lines")


@screen(permission="plan.view", as_of=True)
def merged_page(request: ScreenRequest) -> HttpResponse:
    """The plan of the scope's unit with all approved plans below it merged, each line once, against what was done."""
    unit = request.scope.unit
    context: dict[str, Any] = {"tabs": tabs(request, "plans:merged-page")}
    if unit is None:
        return page(request, "plans/without_unit.html", context)
    access.get_unit_for(request.user, unit.code, P.PLAN_VIEW, on=request.scope.on)
    year = request.scope.period.from_.year
    lines = planning.merged_lines(unit, year, request.scope.as_of)
    done = classes.counts_by_plan_line([line.line_id for line in lines])
    view = request.GET.get("view", "")
    view = view if view in _VIEWS else _VIEWS[0]
    table = _merged_table(request, view, unit, lines, done)
    days = parse_period(str(year))
    outside = classes.counts_outside_plan(
        org.descendant_ids_as_of(unit.pk, request.scope.as_of, with_past=True),
        from_=days.from_,
        to_exclusive=days.to_exclusive,
    )
    words = {"units": _("Theo đơn vị"), "programmes": _("Theo chương trình"), "lines": _("Từng mục")}
    context |= {
        "year": year,
        "unit_name": org.label_as_of(unit.pk, request.scope.as_of).name,
        "amounts": planning.sum_amounts(line.amounts for line in lines),
        "done_classes": sum(opened for opened, _learners in done.values()),
        "done_people": sum(learners for _opened, learners in done.values()),
        "outside_classes": outside[0],
        "outside_people": outside[1],
        "views": [
            Tab(words[one], screen_url(request, "plans:merged-page", query={"view": one}), one == view)
            for one in _VIEWS
        ],
    }
    return table_response(request, "plans/merged_page.html", table, context)


def _merged_table(
    request: ScreenRequest,
    view: str,
    unit: org.Unit,
    lines: list[planning.MergedLine],
    done: dict[int, tuple[int, int]],
) -> Table:
    if view == "lines":
        return MergedLineTable(request, merged_line_rows(lines, done, request.scope.as_of))
    key = "branch_id" if view == "units" else "programme_id"
    sums = planning.sum_by(lines, key)
    made = {value: planning.Done() for value in sums}
    for line in lines:
        made[getattr(line, key)] += planning.Done(*done.get(line.line_id, (0, 0)))
    if view == "programmes":
        programmes = catalogue.programmes_by_ids([pk for pk in sums if isinstance(pk, int)])
        rows = [SumRow(programmes[pk].name, programmes[pk].code, amounts, made[pk]) for pk, amounts in sums.items()]  # type: ignore[index]
        return MergedTable(request, rows, first=_("Chương trình"))
    labels = org.labels_as_of([pk for pk in sums if isinstance(pk, int)], request.scope.as_of)
    rows = [
        SumRow(
            _("Mục của chính đơn vị") if pk == unit.pk else labels[pk].name,  # type: ignore[index]
            "" if pk == unit.pk else labels[pk].code,  # type: ignore[index]
            amounts,
            made[pk],
            unit_code="" if pk == unit.pk else labels[pk].code,  # type: ignore[index]
        )
        for pk, amounts in sums.items()
    ]
    return MergedTable(request, rows, first=_("Đơn vị"))


@screen(permission="plan.approve", methods=("GET", "POST"))
def plan_call(request: ScreenRequest) -> HttpResponse:
    """The day by which units below hand in their plans, and who has."""
    unit = request.scope.unit
    context: dict[str, Any] = {"tabs": tabs(request, "plans:plan-call")}
    if unit is None:
        return page(request, "plans/without_unit.html", context)
    access.get_unit_for(request.user, unit.code, P.PLAN_APPROVE, on=request.scope.on)
    year = request.scope.period.from_.year
    call = planning.find_call(unit, year)
    initial = {"year": year, "due_on": call.due_on if call else None, "note": call.note if call else ""}
    form = CallForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            made = planning.call_for_plans(actor=request.user, unit=unit, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã đặt hạn trình kế hoạch năm {year}.").format(year=made.year))
            return redirect_to(request, "plans:plan-call", with_period=str(made.year))
    asked = planning.planning_units_below(unit, request.scope.on)
    table = AskedTable(request, asked_rows(request.user, asked, year, request.scope.on))
    context |= {
        "form": form,
        "call": call,
        "year": year,
        "unit_name": org.label_as_of(unit.pk, request.scope.on).name,
    }
    if form.is_bound:
        return page(request, "plans/plan_call.html", context | {"table": table}, form=form)
    return table_response(request, "plans/plan_call.html", table, context)

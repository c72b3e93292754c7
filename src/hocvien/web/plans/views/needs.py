"""Needs of a unit: counted by rules and obligations, adjusted with a reason; a proposal made into lines."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.common.periods import parse_period
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.forms import NeedForm, ProposalForm
from hocvien.web.plans.navigation import tabs
from hocvien.web.plans.tables.needs import NeedBranchTable, NeedPeopleTable, NeedTable, need_branch_rows, need_rows
from hocvien.web.plans.tables.proposals import LeftTable, ProposedTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(permission="plan.view")
def need_list(request: ScreenRequest) -> HttpResponse:
    """Needs of the scope's unit by programme, or of those below by unit, beside last year's participations and what is planned."""
    unit = request.scope.unit
    context: dict[str, Any] = {"tabs": tabs(request, "plans:need-list")}
    if unit is None:
        return page(request, "plans/without_unit.html", context)
    access.get_unit_for(request.user, unit.code, P.PLAN_VIEW, on=request.scope.on)
    on, year = request.scope.on, request.scope.period.from_.year
    within = planning.people_planned_for(unit, on)
    needs, below = planning.list_needs(unit, year), planning.needs_told(unit, year, on, within)
    is_below = request.GET.get("view") == "units"
    if is_below:
        table: Any = NeedBranchTable(request, need_branch_rows(planning.by_branch(unit, below, on), on))
    else:
        last = parse_period(str(year - 1))
        actual = classes.counts_by_programme(within.unit_ids, from_=last.from_, to_exclusive=last.to_exclusive)
        planned = planning.sum_by(planning.merged_lines(unit, year, on), "course")
        may_edit = access.can(request.user, P.PLAN_EDIT, unit, on)
        table = NeedTable(
            request,
            need_rows(needs, below, actual, planned, may_edit=may_edit, serves=within.serves),
            year=year,
            serves=within.serves,
        )
        context |= {"may_edit": may_edit, "serves": within.serves}
    context |= {
        "year": year,
        "unit_name": org.label_as_of(unit.pk, on).name,
        "counted_on": max((need.counted_on for need in needs), default=None),
        "views": [
            Tab(_("Theo chương trình"), screen_url(request, "plans:need-list"), not is_below),
            Tab(
                _("Theo đơn vị cấp dưới"),
                screen_url(request, "plans:need-list", query={"view": "units"}),
                is_below,
            ),
        ],
    }
    return table_response(request, "plans/need_list.html", table, context)


@screen(permission="plan.edit", methods=("POST",))
def need_count(request: ScreenRequest) -> HttpResponse:
    unit = request.scope.unit
    if unit is None:
        return redirect_to(request, "plans:need-list")
    year = request.scope.period.from_.year
    found = planning.count_needs(actor=request.user, unit=unit, year=year)
    notify(
        request, _("Đã tính nhu cầu năm {year}: {found} chương trình có người cần học.").format(year=year, found=found)
    )
    return redirect_to(request, "plans:need-list")


@screen(permission="person.view")
def need_people(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The people behind a need, as far as the user sees them, with why each is: the rules let them in, an obligation falls due."""
    on = request.scope.on
    need = planning.get_need_for(request.user, uuid, on, P.PLAN_VIEW)
    rows, due = planning.people_of_need(request.user, need, on)
    table = NeedPeopleTable(request, rows, due, on=on)
    context = {"need": need, "unit_name": org.label_as_of(need.unit_id, on).name}
    return table_response(request, "plans/need_people.html", table, context)


@screen(permission="plan.edit", methods=("GET", "POST"))
def need_adjust(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    need = planning.get_need_for(request.user, uuid, request.scope.on)
    form = NeedForm(request.POST or None, request=request, initial={"people": need.adjusted, "reason": need.reason})
    if form.is_valid():
        try:
            planning.adjust_need(actor=request.user, need=need, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi nhu cầu."))
            return redirect_to(request, "plans:need-list", with_unit=need.unit.code, with_period=str(need.year))
    mode = catalogue.StudyMode(need.study_mode).label if need.study_mode else ""
    return page(request, "plans/need_form.html", {"form": form, "need": need, "mode": mode}, form=form)


@screen(permission="plan.edit", methods=("GET", "POST"))
def plan_propose(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Spread what is needed and not planned yet over classes and quarters; with `accept` the classes become lines of the draft."""
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    needs = planning.needs_for_plan(plan, request.scope.on)
    lines = planning.list_lines(plan)
    held = planning.settings_of_year([plan.unit_id], plan.year, request.scope.on)[plan.unit_id]
    initial = {
        "host": plan.unit,
        "capacity": held[planning.SettingKind.CAPACITY].amount,
        "smallest": held[planning.SettingKind.CLASS_MIN].amount,
        "largest": held[planning.SettingKind.CLASS_MAX].amount,
    }
    form = ProposalForm(request.POST or None, request=request, initial=initial)
    context: dict[str, Any] = {
        "plan": plan,
        "form": form,
        "has_needs": any(need.people for need in needs),
        "is_default": not any(held[kind].unit_id for kind in ("class_min", "class_max", "capacity")),
    }
    if form.is_valid():
        spread = _spread(form.cleaned_data, needs, lines)
        if "accept" in request.POST:
            host = form.cleaned_data["host"]
            try:
                added = planning.accept_proposal(
                    actor=request.user,
                    plan=plan,
                    spread=spread,
                    programmes={need.programme.code: need.programme for need in needs},
                    hosts={host.code: host},
                )
            except DomainError as refusal:
                form.add_domain_error(refusal)
            else:
                notify(request, _("Đã thêm {number} mục theo đề xuất.").format(number=len(added)))
                return redirect_to(request, "plans:plan-page", uuid=plan.uuid)
        names = {need.programme.code: need.programme.name for need in needs}
        context |= {
            "spread": spread,
            "table": ProposedTable(request, spread.classes, names=names),
            "left": LeftTable(request, spread.left, names=names, prefix="l-"),
        }
    return page(request, "plans/plan_propose.html", context, form=form)


@screen(permission="plan.edit", methods=("POST",))
def proposal_take_back(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    number = planning.take_back_proposal(actor=request.user, plan=plan)
    notify(request, _("Đã bỏ {number} mục nhận từ đề xuất gần nhất.").format(number=number))
    return redirect_to(request, "plans:plan-page", uuid=plan.uuid)


def _spread(
    asked: dict[str, Any], needs: Sequence[planning.PlanNeed], lines: Sequence[planning.PlanLine]
) -> planning.Spread:
    """What is left of the needs after the lines there are, in the room that they leave."""
    host: org.Unit = asked["host"]
    return planning.spread_needs(
        planning.needs_left(needs, lines, host),
        capacity=planning.room_left(lines, host, asked["capacity"]),
        smallest=asked["smallest"],
        largest=asked["largest"],
    )

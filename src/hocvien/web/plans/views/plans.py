"""The yearly plan on screen: list, lines against what was done, submit, return, approve."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.forms import ApproveForm, LineForm, PlanForm, ReturnForm
from hocvien.web.plans.navigation import tabs
from hocvien.web.plans.tables.plans import LineTable, OpeningLineTable, PlanTable, line_rows, twice_words
from hocvien.web.shell.audiences import audience_value
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="plan.view", as_of=True)
def plan_list(request: ScreenRequest) -> HttpResponse:
    """Plans of the scope's unit and what lies below, for the years of the period."""
    scope = request.scope
    table = PlanTable(request, planning.plan_rows(request.user, scope.on, as_of=scope.day, unit=scope.unit))
    may_edit = access.Permission.PLAN_EDIT in access.permissions_of(request.user, request.scope.on)
    context = {"may_edit": may_edit, "tabs": tabs(request, "plans:plan-list")}
    return table_response(request, "plans/plan_list.html", table, context)


@screen(permission="plan.edit", methods=("GET", "POST"))
def plan_create(request: ScreenRequest) -> HttpResponse:
    form = PlanForm(
        request.POST or None, request=request, initial={"unit": request.scope.unit, "year": request.scope.on.year}
    )
    if form.is_valid():
        try:
            plan = planning.create_plan(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã lập kế hoạch năm {year}.").format(year=plan.year))
            return redirect_to(request, "plans:plan-page", uuid=plan.uuid)
    return page(request, "plans/plan_create.html", {"form": form}, form=form)


@screen(permission="plan.view", as_of=True)
def plan_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    lines = planning.list_lines(plan)
    actions = _actions(request, plan)
    done = classes.counts_by_plan_line([line.pk for line in lines])
    costs = planning.costs_of_lines(plan, lines, request.scope.on)
    kind = OpeningLineTable if actions["may_open_class"] else LineTable
    twice = planning.planned_twice(request.user, plan, lines, request.scope.on)
    notes = classes.class_notes_by_plan_line([line.pk for line in lines])
    rows = line_rows(plan, lines, done, costs, twice, notes, may_open=bool(actions["may_open_class"]))
    table = kind(request, rows)
    versions = planning.list_versions(plan)
    names = org.labels_as_of({plan.unit_id, plan.submitted_to_id or plan.unit_id}, request.scope.on)
    actions |= {
        "versions": versions if len(versions) > 1 else [],
        "later": next((one for one in versions if one.version > plan.version), None),
        "earlier": next((one for one in versions if one.version < plan.version), None),
        "cost": sum(row.cost for row in rows),
        "cost_is_default": any(not term.is_seen for terms in costs.values() for term in terms),
        "remarked": [row for row in rows if row.remark],
        "unit_name": names[plan.unit_id].name,
        "decided_at": names[plan.submitted_to_id].name if plan.submitted_to_id else "",
        "twice": [
            (line.position, line.programme.name, twice_words(one), one.plan_uuid, one.is_above)
            for line in lines
            for one in twice.get(line.pk, ())
        ],
        "shares": _shares(plan, lines, request.scope.on),
        "has_proposal": actions["may_edit"] and any(line.proposal for line in lines),
    }
    return table_response(request, "plans/plan_page.html", table, actions)


def _shares(
    plan: planning.Plan, lines: Sequence[planning.PlanLine], on: date
) -> list[tuple[planning.PlanTarget, planning.PlannedModes]]:
    """Each share of full-time study a scheme asks of this plan, beside what its lines have. Two queries."""
    return [
        (
            target,
            planning.modes_of_seats(
                (line.study_mode, line.seats) for line in lines if line.programme_id == target.programme_id
            ),
        )
        for target in planning.shares_wanted(plan, on)
        if any(line.programme_id == target.programme_id for line in lines)
    ]


def _actions(request: ScreenRequest, plan: planning.Plan) -> dict[str, Any]:
    on = request.scope.on
    is_draft = plan.status == planning.PlanStatus.DRAFT
    is_approved = plan.status == planning.PlanStatus.APPROVED
    may_edit = access.can(request.user, access.Permission.PLAN_EDIT, plan.unit, on)
    may_decide = plan.status == planning.PlanStatus.SUBMITTED and planning.can_decide(request.user, plan, on)
    return {
        "plan": plan,
        "may_edit": is_draft and may_edit,
        "may_submit": is_draft and may_edit,
        "may_discard": is_draft and may_edit and plan.version > 1,
        "may_amend": is_approved and may_edit,
        "may_decide": may_decide,
        "may_open_class": is_approved and access.Permission.CLASS_OPEN in access.permissions_of(request.user, on),
    }


@screen(permission="plan.edit", methods=("GET", "POST"))
def line_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    form = LineForm(request.POST or None, request=request, initial={"opener": plan.unit})
    if form.is_valid():
        try:
            fields = {name: value for name, value in form.cleaned_data.items() if name != "answer"}
            planning.add_line(actor=request.user, plan=plan, **fields)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            return redirect_to(request, "plans:plan-page", uuid=plan.uuid)
    return page(request, "plans/line_form.html", {"form": form, "plan": plan}, form=form)


@screen(permission="plan.edit", methods=("GET", "POST"))
def line_edit(request: ScreenRequest, uuid: UUID, line: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    row = planning.get_line(plan, line)
    initial = {name: getattr(row, name) for name in LineForm.base_fields}
    initial["audience"] = audience_value(row.programme, row.audience)
    form = LineForm(request.POST or None, request=request, initial=initial, remark=row.remark)
    if form.is_valid():
        try:
            planning.update_line(actor=request.user, line=row, changes=form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã sửa mục {position}.").format(position=row.position))
            return redirect_to(request, "plans:plan-page", uuid=plan.uuid)
    return page(request, "plans/line_form.html", {"form": form, "plan": plan, "line": row}, form=form)


@screen(permission="plan.edit", methods=("POST",))
def line_remove(request: ScreenRequest, uuid: UUID, line: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    row = planning.get_line(plan, line)
    planning.remove_line(actor=request.user, line=row)
    notify(request, _("Đã bỏ mục {position}.").format(position=row.position))
    return redirect_to(request, "plans:plan-page", uuid=plan.uuid)


@screen(permission="plan.edit", methods=("POST",))
def plan_submit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    planning.submit_plan(actor=request.user, plan=plan)
    notify(request, _("Đã trình kế hoạch. Cấp ủy sẽ duyệt hoặc trả lại."))
    return redirect_to(request, "plans:plan-page", uuid=plan.uuid)


@screen(permission="plan.approve", methods=("GET", "POST"))
def plan_return(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    form = ReturnForm(request.POST or None, request=request, lines=planning.list_lines(plan))
    if form.is_valid():
        try:
            planning.return_plan(
                actor=request.user, plan=plan, reason=form.cleaned_data["reason"], remarks=form.remarks()
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã trả lại kế hoạch kèm lý do."))
            return redirect_to(request, "plans:plan-page", uuid=plan.uuid)
    return page(request, "plans/plan_decide.html", {"form": form, "plan": plan, "is_return": True}, form=form)


@screen(permission="plan.approve", methods=("GET", "POST"))
def plan_approve(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    form = ApproveForm(
        request.POST or None,
        request=request,
        initial={"number": plan.number, "issued_on": plan.issued_on or request.scope.on},
    )
    if form.is_valid():
        try:
            planning.approve_plan(actor=request.user, plan=plan, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã duyệt kế hoạch. Có thể mở lớp từ các mục."))
            return redirect_to(request, "plans:plan-page", uuid=plan.uuid)
    return page(request, "plans/plan_decide.html", {"form": form, "plan": plan}, form=form)

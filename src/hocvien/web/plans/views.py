"""The yearly plan on screen: list, lines against what was done, submit, return, approve."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.planning import api as planning
from hocvien.web.plans.forms import ApproveForm, LineForm, PlanForm, ReturnForm
from hocvien.web.plans.tables import LineTable, OpeningLineTable, PlanTable, line_rows
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
    return table_response(request, "plans/plan_list.html", table, {"may_edit": may_edit})


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
    kind = OpeningLineTable if actions["may_open_class"] else LineTable
    table = kind(request, line_rows(plan, lines, done, may_open=bool(actions["may_open_class"])))
    return table_response(request, "plans/plan_page.html", table, actions)


def _actions(request: ScreenRequest, plan: planning.Plan) -> dict[str, object]:
    on = request.scope.on
    is_draft = plan.status == planning.PlanStatus.DRAFT
    may_edit = access.can(request.user, access.Permission.PLAN_EDIT, plan.unit, on)
    may_approve = access.can(request.user, access.Permission.PLAN_APPROVE, plan.unit, on)
    return {
        "plan": plan,
        "may_edit": is_draft and may_edit,
        "may_submit": is_draft and may_edit,
        "may_decide": plan.status == planning.PlanStatus.SUBMITTED and may_approve,
        "may_open_class": plan.status == planning.PlanStatus.APPROVED
        and access.Permission.CLASS_OPEN in access.permissions_of(request.user, on),
    }


@screen(permission="plan.edit", methods=("GET", "POST"))
def line_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    form = LineForm(request.POST or None, request=request, initial={"opener": plan.unit})
    if form.is_valid():
        try:
            planning.add_line(actor=request.user, plan=plan, **form.cleaned_data)
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
    form = LineForm(request.POST or None, request=request, initial=initial)
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
    form = ReturnForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            planning.return_plan(actor=request.user, plan=plan, reason=form.cleaned_data["reason"])
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

"""Targets above the year: what a decision asks for, done so far and remaining, by unit."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.forms import TargetForm
from hocvien.web.plans.navigation import tabs
from hocvien.web.plans.progress import progress_by_branch, progress_of_each
from hocvien.web.plans.tables.targets import TargetBranchTable, TargetTable, target_rows
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(permission="plan.view")
def target_list(request: ScreenRequest) -> HttpResponse:
    """Targets that concern the scope's unit, each with what was done of it by its whole unit."""
    on = request.scope.on
    targets = planning.targets_of(request.user, request.scope.unit, on)
    table = TargetTable(request, target_rows(targets, on))
    may_edit = P.PLAN_EDIT in request.held_permissions
    context = {"tabs": tabs(request, "plans:target-list"), "may_edit": may_edit}
    return table_response(request, "plans/target_list.html", table, context)


@screen(permission="plan.edit", methods=("GET", "POST"))
def target_record(request: ScreenRequest) -> HttpResponse:
    year = request.scope.on.year
    initial = {"unit": request.scope.unit, "first_year": year, "last_year": year + 4}
    form = TargetForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            target = planning.record_target(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi chỉ tiêu."))
            return redirect_to(request, "plans:target-page", uuid=target.uuid)
    return page(request, "plans/target_form.html", {"form": form}, form=form)


@screen(permission="plan.view")
def target_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One target: done and remaining, by the units right below the one it is given to."""
    on = request.scope.on
    target = planning.get_target_for(request.user, uuid, on)
    table = TargetBranchTable(request, progress_by_branch(target, on))
    context: dict[str, Any] = {
        "target": target,
        "progress": progress_of_each([target], on)[target.pk],
        "unit_name": org.label_as_of(target.unit_id, on).name,
        "may_edit": access.can(request.user, P.PLAN_EDIT, target.unit, on),
        "is_share": target.measure == planning.Measure.FULL_TIME,
    }
    if context["is_share"]:
        context["planned"] = planning.planned_modes(target, on)
    return table_response(request, "plans/target_page.html", table, context)


@screen(permission="plan.edit", methods=("GET", "POST"))
def target_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    target = planning.get_target_for(request.user, uuid, request.scope.on)
    initial = {name: getattr(target, name) for name in TargetForm.base_fields}
    form = TargetForm(request.POST or None, request=request, initial=initial)
    del form.fields["unit"]
    if form.is_valid():
        try:
            planning.update_target(actor=request.user, target=target, changes=form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã sửa chỉ tiêu."))
            return redirect_to(request, "plans:target-page", uuid=target.uuid)
    return page(request, "plans/target_form.html", {"form": form, "target": target}, form=form)


@screen(permission="plan.edit", methods=("POST",))
def target_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    target = planning.get_target_for(request.user, uuid, request.scope.on)
    planning.remove_target(actor=request.user, target=target)
    notify(request, _("Đã bỏ chỉ tiêu “{title}”.").format(title=target.title))
    return redirect_to(request, "plans:target-list")

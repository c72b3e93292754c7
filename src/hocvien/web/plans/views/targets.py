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
from hocvien.web.plans.tables.targets import ShareRow, ShareTable, TargetBranchTable, TargetTable, target_rows
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.unit_boxes import UnitBoxesForm
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
        "given": sum(planning.shares_of(target).values()),
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


@screen(permission="plan.edit", methods=("GET", "POST"))
def target_share(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Parts of the target for the units right below, all at once: a box each, the sum and what is left said while typing."""
    on = request.scope.on
    target = planning.get_target_for(request.user, uuid, on)
    access.require(request.user, P.PLAN_EDIT, target.unit, on)
    children = org.children_ids_as_of(target.unit_id, on)
    labels = org.labels_as_of([*children, target.unit_id], on)
    form = UnitBoxesForm(request.POST or None, request=request, codes={labels[pk].code: pk for pk in children})
    if form.is_valid():
        typed = form.cleaned_data["seats"]
        try:
            planning.share_target(actor=request.user, target=target, amounts={pk: typed.get(pk, 0) for pk in children})
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã giao chỉ tiêu cho {number} đơn vị.").format(number=len(typed)))
            return redirect_to(request, "plans:target-page", uuid=target.uuid)
    done = {one.unit_code: one.done for one in progress_by_branch(target, on)}
    shares = planning.shares_of(target)
    rows = [
        ShareRow(
            labels[pk].name,
            labels[pk].code,
            done.get(labels[pk].code, 0),
            form.typed(labels[pk].code) if form.is_bound else str(shares.get(pk, "")),
            form.wrong.get(pk, ""),
        )
        for pk in children
    ]
    context = {
        "target": target,
        "unit_name": labels[target.unit_id].name,
        "form": form,
        "table": ShareTable(request, rows),
    }
    return page(request, "plans/target_share.html", context, form=form)


@screen(permission="plan.edit", methods=("POST",))
def target_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    target = planning.get_target_for(request.user, uuid, request.scope.on)
    planning.remove_target(actor=request.user, target=target)
    notify(request, _("Đã bỏ chỉ tiêu “{title}”.").format(title=target.title))
    return redirect_to(request, "plans:target-list")

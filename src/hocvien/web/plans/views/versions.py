"""Versions of a plan: amended, given up, compared line by line."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.web.plans.forms import AmendForm
from hocvien.web.plans.tables.versions import ChangeTable, change_rows
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="plan.edit", methods=("GET", "POST"))
def plan_amend(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    form = AmendForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            draft = planning.amend_plan(actor=request.user, plan=plan, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã lập bản điều chỉnh. Bản đã duyệt vẫn có hiệu lực cho tới khi bản này được duyệt."))
            return redirect_to(request, "plans:plan-page", uuid=draft.uuid)
    return page(request, "plans/plan_amend.html", {"form": form, "plan": plan}, form=form)


@screen(permission="plan.edit", methods=("POST",))
def plan_discard(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    planning.discard_amendment(actor=request.user, plan=plan)
    notify(request, _("Đã bỏ bản điều chỉnh. Bản đã duyệt giữ nguyên."))
    in_force = planning.find_plan_in_force(plan.unit, plan.year)
    if in_force is None:
        return redirect_to(request, "plans:plan-list")
    return redirect_to(request, "plans:plan-page", uuid=in_force.uuid)


@screen(permission="plan.view")
def plan_compare(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """This version beside the one before it, line by line; `?with=` names another version by its number."""
    plan = planning.get_plan_for(request.user, uuid, request.scope.on)
    versions = planning.list_versions(plan)
    asked = request.GET.get("with", "")
    others = [one for one in versions if one.pk != plan.pk]
    other = next((one for one in others if str(one.version) == asked), None)
    if not others:
        return page(request, "plans/plan_compare_none.html", {"plan": plan, "unit_name": _unit_name(request, plan)})
    if other is None:
        other = next((one for one in others if one.version < plan.version), others[0])
    earlier, later = sorted((plan, other), key=lambda one: one.version)
    changes, rows = planning.compare_versions(earlier, later)
    table = ChangeTable(request, change_rows(later, changes, rows))
    return table_response(
        request,
        "plans/plan_compare.html",
        table,
        {
            "plan": plan,
            "earlier": earlier,
            "later": later,
            "others": [one for one in others if one.pk != other.pk],
            "unit_name": _unit_name(request, plan),
        },
    )


def _unit_name(request: ScreenRequest, plan: planning.Plan) -> str:
    return org.label_as_of(plan.unit_id, request.scope.on).name

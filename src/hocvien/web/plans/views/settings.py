"""What plans are reckoned by at a unit: norms of cost, sizes of classes, room in a quarter."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.planning import api as planning
from hocvien.web.plans.forms import SettingForm
from hocvien.web.plans.navigation import tabs
from hocvien.web.plans.tables.settings import SettingTable, setting_rows
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(permission="plan.view")
def setting_list(request: ScreenRequest) -> HttpResponse:
    """What holds at the scope's unit in the plans of the year, where it comes from, and what is recorded at the unit itself."""
    unit = request.scope.unit
    context: dict[str, object] = {"tabs": tabs(request, "plans:setting-list")}
    if unit is None:
        return page(request, "plans/without_unit.html", context)
    access.get_unit_for(request.user, unit.code, P.PLAN_VIEW, on=request.scope.on)
    year = request.scope.period.from_.year
    held = planning.settings_of_year([unit.pk], year, request.scope.on)[unit.pk]
    table = SettingTable(request, setting_rows(held, request.scope.on))
    may_edit = access.can(request.user, P.PLAN_EDIT, unit, request.scope.on)
    context |= {"year": year, "may_edit": may_edit, "recorded": planning.list_settings(unit)}
    return table_response(request, "plans/setting_list.html", table, context)


@screen(permission="plan.edit", methods=("GET", "POST"))
def setting_record(request: ScreenRequest) -> HttpResponse:
    kind = request.GET.get("kind", "")
    initial = {
        "unit": request.scope.unit,
        "kind": kind if kind in planning.SettingKind.values else "",
        "valid_from": request.scope.period.from_,
    }
    form = SettingForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            planning.record_setting(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi định mức."))
            return redirect_to(request, "plans:setting-list")
    return page(request, "plans/setting_form.html", {"form": form}, form=form)


@screen(permission="plan.edit", methods=("POST",))
def setting_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = planning.get_setting(uuid)
    access.get_unit_for(request.user, row.unit.code, P.PLAN_VIEW, on=request.scope.on)
    planning.remove_setting(actor=request.user, setting=row)
    notify(request, _("Đã bỏ định mức. Mức trước đó, hoặc của cấp trên, lại có hiệu lực."))
    return redirect_to(request, "plans:setting-list")

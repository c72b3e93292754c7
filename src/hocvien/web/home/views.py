"""Home is a work list: what waits for me, each with its place; then the year against the plan."""

from django.http import HttpResponse

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common import clock
from hocvien.org import api as org
from hocvien.web.home.duties import obligations_waiting
from hocvien.web.home.returned import returns_waiting
from hocvien.web.home.work import (
    data_requests_waiting,
    group_by_due,
    last_backup,
    plans_waiting,
    reorganisations_waiting,
    seats_waiting,
    sendings_waiting,
    study_waiting,
    transfers_waiting,
)
from hocvien.web.home.year import year_against_plan
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.screens import page, screen

P = access.Permission


@screen(signed_in=True, as_of=True)
def work_list(request: ScreenRequest) -> HttpResponse:
    scope, held = request.scope, request.held_permissions
    today = scope.on
    # what waits at units that have ended waits for those that carry them on
    within = org.descendant_ids_as_of(scope.unit.pk, today, with_past=True) if scope.unit else None
    items = [
        *classes.work_items(request.user, today, within),
        *transfers_waiting(request, today, within),
        *data_requests_waiting(request, today, within),
        *reorganisations_waiting(request, today),
        *obligations_waiting(request, today, within),
        *plans_waiting(request, today, within),
        *study_waiting(request, today, within),
        *returns_waiting(request, today, within),
        *sendings_waiting(request, today, within),
        *seats_waiting(request, today, within),
    ]
    context = {
        "today": today,
        "count": sum(item.stands_for for item in items),
        "has_items": bool(items),
        "overdue": sum(1 for item in items if item.due_on is not None and item.due_on < today),
        "groups": group_by_due(request, items, today),
        "may_open": P.CLASS_OPEN in held,
        "has_grants": bool(held),
        "has_own": not held and access.own_person_of(request.user) is not None,
        "backup": last_backup(clock.now()) if P.BACKUP_MAKE in held else None,
    }
    if scope.unit is not None and _may_report(request, scope.unit):
        context["year"] = year_against_plan(request, scope.unit, scope.period.from_.year, scope.day)
    return page(request, "home/work_list.html", context)


def _may_report(request: ScreenRequest, unit: org.Unit) -> bool:
    """Whether figures of the unit may be shown; no query where the grant is at the unit itself."""
    if any(P.REPORT_VIEW in grant.permissions for grant in request.scope.grants if grant.unit_id == unit.pk):
        return True
    return access.can(request.user, P.REPORT_VIEW, unit, request.scope.on)

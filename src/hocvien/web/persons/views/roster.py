"""A roster on its way in: file, problems, effect, done. Nothing is written before the last step."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.web.persons.forms import RosterForm
from hocvien.web.persons.roster_grid import grid_of, problem_list
from hocvien.web.persons.tables import ProblemTable, RosterRowTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.parts import Step
from hocvien.web.ui.screens import page, screen
from hocvien.web.ui.tables import table_response

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
P = access.Permission


def _steps(current: int, plan: exchange.RosterPlan | None = None) -> list[Step]:
    columns = sum(1 for column in plan.columns if column.field) if plan else 0
    problems = sum(1 for problem in plan.problems if problem.holds) if plan else 0
    labels = [
        _("Tải tệp lên"),
        _("Nhận cột, {n} cột").format(n=columns) if columns else _("Nhận cột"),
        _("Sửa vấn đề, còn {n}").format(n=problems) if problems else _("Sửa vấn đề"),
        _("Xem trước"),
        _("Ghi vào hồ sơ"),
    ]
    return [Step(label, _state(number, current)) for number, label in enumerate(labels)]


def _state(number: int, current: int) -> str:
    if number == current:
        return "current"
    return "done" if number < current else "next"


@screen(permission="roster.import", methods=("GET", "POST"))
def roster_upload(request: ScreenRequest) -> HttpResponse:
    form = RosterForm(
        request.POST or None, request.FILES or None, request=request, initial={"unit": request.scope.unit}
    )
    if form.is_valid():
        upload, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        try:
            plan = exchange.plan_roster(
                actor=request.user, content=upload.read(), filename=upload.name, unit=unit, on=request.scope.on
            )
            plan = exchange.keep_roster(actor=request.user, plan=plan, now=clock.now())
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            name = "persons:roster-problems" if plan.problems else "persons:roster-effect"
            return redirect_to(request, name, uuid=plan.uuid)
    return page(request, "persons/roster_upload.html", {"form": form, "steps": _steps(0)}, form=form)


@screen(permission="roster.import")
def roster_template(request: ScreenRequest) -> HttpResponse:
    """The template of the unit in the bar, with its units of today."""
    scope = request.scope
    code = request.GET.get("for") or scope.unit_code
    unit = access.get_unit_for(request.user, code, P.ROSTER_IMPORT, on=scope.on)
    response = HttpResponse(exchange.make_roster_template(unit, scope.on), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="mau-danh-sach-{unit.code}.xlsx"'
    return response


@screen(permission="roster.import")
def roster_problems(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan, outcome = _get(request, uuid)
    table = ProblemTable(request, list(plan.problems))
    if table.is_export_asked:
        return table.as_response()
    asked = request.GET.get("at", "")
    at = min(int(asked), max(len(plan.problems) - 1, 0)) if asked.isdecimal() and len(asked) < 7 else 0
    context: dict[str, Any] = {
        "plan": plan,
        "outcome": outcome,
        "steps": _steps(2, plan),
        "grid": grid_of(plan, at),
        "problems": problem_list(request, plan, at),
        "current": plan.problems[at] if plan.problems else None,
        "current_person": next(
            (row for row in plan.people if plan.problems and (row.sheet, row.row) == _place(plan, at)), None
        ),
        "is_english": (get_language() or "").startswith("en"),
        "must": sum(1 for problem in plan.problems if problem.holds),
        "should": sum(1 for problem in plan.problems if not problem.holds),
        "table": table,
    }
    return page(request, "persons/roster_problems.html", context)


def _place(plan: exchange.RosterPlan, at: int) -> tuple[str, int]:
    return plan.problems[at].sheet, plan.problems[at].row


@screen(permission="roster.import")
def roster_effect(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan, outcome = _get(request, uuid)
    if outcome is not None:
        return redirect_to(request, "persons:roster-done", uuid=uuid)
    table = RosterRowTable(request, list(plan.people))
    context = {"plan": plan, "steps": _steps(3, plan), **_counts(plan)}
    return table_response(request, "persons/roster_effect.html", table, context)


def _counts(plan: exchange.RosterPlan) -> dict[str, int]:
    return {f"n_{action}": plan.count(action) for action in ("create", "update", "unchanged", "duplicate", "problem")}


@screen(permission="roster.import", methods=("POST",))
def roster_execute(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Write it; sent twice it is written once."""
    plan, _outcome = _get(request, uuid)
    exchange.execute_roster(actor=request.user, plan=plan, on=request.scope.on, now=clock.now())
    return redirect_to(request, "persons:roster-done", uuid=uuid)


@screen(permission="roster.import")
def roster_done(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    plan, outcome = _get(request, uuid)
    if outcome is None:
        return redirect_to(request, "persons:roster-effect", uuid=uuid)
    held = [row for row in plan.people if row.action in {"problem", "duplicate"}]
    table = RosterRowTable(request, held)
    unit = org.get_unit(plan.unit_code)
    context = {"plan": plan, "outcome": outcome, "steps": _steps(5, plan), "unit": unit}
    return table_response(request, "persons/roster_done.html", table, context)


def _get(request: ScreenRequest, uuid: UUID) -> tuple[exchange.RosterPlan, exchange.RosterOutcome | None]:
    return exchange.get_roster(actor=request.user, uuid=uuid, on=request.scope.on)

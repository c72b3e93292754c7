"""Study sessions of a period by unit, and the study sessions behind each figure."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.meetings.navigation import tabs
from hocvien.web.meetings.pictures import Reached, draw_reached
from hocvien.web.meetings.tables.reports import BehindTable, StudyTable, behind_rows
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import same_page, screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import page, screen
from hocvien.web.ui.tables import CSV, as_csv, table_response


@screen(permission="report.view", as_of=True)
def report_page(request: ScreenRequest) -> HttpResponse:
    """Figures of the unit in the bar by the units right below it, each leading further down."""
    scope = request.scope
    context: dict[str, Any] = {"tabs": tabs(request, "meetings:report-page")}
    if scope.unit is None:
        return page(request, "meetings/report_page.html", context)
    report = reporting.compute_study_report(**_asked(request))
    query = _structure(request)
    table = StudyTable(request, report, query=query)
    if table.asked("export") == "csv":
        return table.as_file("csv", f"{table.name}.csv", lambda: as_csv(table), CSV)
    context |= {
        "report": report,
        "totals": report.totals,
        "map": draw_reached(
            _("Tỉ lệ đảng viên dự học tập theo đơn vị: {unit}, {from_} – {to}").format(
                unit=report.unit_name, from_=f"{report.from_:%d/%m/%Y}", to=f"{report.to:%d/%m/%Y}"
            ),
            (Reached.of(row.name, row.counts) for row in report.rows),
        ),
        "sessions_url": screen_url(request, "meetings:report-sessions", query=query),
        "csv_url": same_page(request, export="csv", **table.no_place),
        "structures": [
            Tab(
                reporting.structure_title(one, scope.asked_day) if one == reporting.NOW else _("Tổ chức lúc học"),
                screen_url(request, "meetings:report-page", query={"structure": one} if one == reporting.NOW else {}),
                (one == reporting.NOW) == (report.seen_on is not None),
            )
            for one in reporting.STRUCTURES
        ],
    }
    return table_response(request, "meetings/report_page.html", table, context)


@screen(permission="report.view", as_of=True)
def report_sessions(request: ScreenRequest) -> HttpResponse:
    """Exactly the study sessions a figure counts, each with the numbers it gives to the figure."""
    asked = _asked(request)
    question = reporting.ask(**asked)
    branch = request.GET.get("branch", "")
    behind = reporting.study_units_behind(question, branch_code=branch)
    figures: dict[int, meetings.Figures] = {}
    for row in meetings.figures_of_units(behind):
        figures[row.session_id] = figures.get(row.session_id, meetings.Figures()) + row.figures
    seen = set(
        meetings.sessions_visible_to(request.user, request.scope.on)
        .filter(pk__in=list(figures))
        .values_list("pk", flat=True)
    )
    named_on = question.seen_on or question.to
    unit = org.get_unit(branch) if branch else asked["unit"]
    table = BehindTable(request, list(behind_rows(figures, seen, named_on)))
    context = {
        "unit_name": org.label_as_of(unit.pk, named_on).name,
        "report_url": screen_url(request, "meetings:report-page", query=_structure(request)),
    }
    return table_response(request, "meetings/report_sessions.html", table, context)


def _structure(request: ScreenRequest) -> dict[str, str]:
    return {"structure": reporting.NOW} if request.GET.get("structure") == reporting.NOW else {}


def _asked(request: ScreenRequest) -> dict[str, Any]:
    scope = request.scope
    unit = access.get_unit_for(request.user, scope.unit_code, access.Permission.REPORT_VIEW, on=scope.on)
    return {
        "unit": unit,
        "from_": scope.from_,
        "to": scope.to_,
        # what begins after today has not happened, and on an earlier day less of it had
        "known_on": min(scope.day, scope.on),
        "seen_on": scope.day if _structure(request) else None,
    }

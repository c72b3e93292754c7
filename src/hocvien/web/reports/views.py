"""The report on screen and as files, and the lists behind its figures: all from one question read from the address."""

from typing import Any

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.reports.forms import CountingForm
from hocvien.web.reports.tables import ClassTable, FigureRows, PeopleTable, counting, visible_participations
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import page, screen
from hocvien.web.ui.tables import table_response

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def report_tabs(request: ScreenRequest, current: str) -> list[Tab]:
    """The ways to look at figures."""
    names = [
        ("reports:report-page", _("Báo cáo")),
        ("reports:breakdown", _("Thống kê theo chỉ tiêu")),
        ("reports:question-list", _("Câu hỏi đã lưu")),
        ("reports:frozen-list", _("Số liệu đã chốt")),
    ]
    return [Tab(label, screen_url(request, name), name == current) for name, label in names]


@screen(permission="report.view", as_of=True)
def report_page(request: ScreenRequest) -> HttpResponse:
    if request.scope.unit is None:
        return page(request, "reports/report_without_unit.html", {"tabs": report_tabs(request, "reports:report-page")})
    report = _report(request)
    figures = FigureRows(request, report)
    programmes = figures.programmes()
    files = counting(report)
    return page(
        request,
        "reports/report_page.html",
        {
            "report": report,
            "tabs": report_tabs(request, "reports:report-page"),
            "title": reporting.report_title(report),
            "sub": _("{unit}. Số liệu lúc {moment}.").format(unit=report.unit_name, moment=formats.moment(clock.now())),
            "form": CountingForm(initial=files, label_suffix="", day=request.scope.asked_day),
            "programmes": programmes,
            "total": figures.total(),
            "beside": figures.beside(),
            "senders": figures.senders(),
            "chart": figures.chart(programmes),
            "paragraph": reporting.paragraph(report),
            "notes": reporting.notes(report),
            "published": figures.published(),
            "by_year": reporting.published_by_year(report),
            "workbook_url": screen_url(request, "reports:report-workbook", query=files),
            "document_url": screen_url(request, "reports:report-document", query=files),
            "counted": files,
            "may_write_paper": access.Permission.OFFICIAL_WRITE in request.held_permissions
            and not request.scope.is_another_day
            and access.can(request.user, access.Permission.OFFICIAL_WRITE, request.scope.unit, request.scope.on),
        },
    )


@screen(permission="report.view", as_of=True)
def report_workbook(request: ScreenRequest) -> HttpResponse:
    report = _report(request)
    return _file(exchange.render_report_xlsx(report), XLSX, report, "xlsx")


@screen(permission="report.view", as_of=True)
def report_json(request: ScreenRequest) -> JsonResponse:
    """The answer for another program, as `hocvien report --format json` writes it."""
    return JsonResponse(_report(request).as_json(), json_dumps_params={"ensure_ascii": False, "indent": 2})


@screen(permission="report.view", as_of=True)
def report_document(request: ScreenRequest) -> HttpResponse:
    report = _report(request)
    return _file(exchange.render_report_docx(report), _DOCX, report, "docx")


@screen(permission="person.view", as_of=True)
def people_counted(request: ScreenRequest) -> HttpResponse:
    """Exactly the participations a figure counts, as far as the viewer may see people."""
    question = _question(request)
    counted = reporting.participations_behind(question, **_where(request), female_only="women" in request.GET)
    visible = visible_participations(request, counted)
    rows = visible.select_related("person", "training_class").annotate(
        sender_name=org.name_subquery("sending_unit", question.seen_on or question.to)
    )
    table = PeopleTable(request, rows)
    if table.is_export_asked:
        return table.as_response()
    persons = visible.order_by().aggregate(persons=Count("person", distinct=True))["persons"]
    hidden = counted.count() - visible.count()
    return table_response(
        request,
        "reports/people_counted.html",
        table,
        {**_frame(request, question), "persons": persons, "hidden": hidden, "is_women": "women" in request.GET},
    )


@screen(permission="report.view", as_of=True)
def classes_counted(request: ScreenRequest) -> HttpResponse:
    """Exactly the classes a figure counts, each with the participations it gives to the figure."""
    question, where = _question(request), _where(request)
    people = reporting.participations_behind(question, **where).filter(training_class=OuterRef("pk")).order_by()
    counted = people.values("training_class").annotate(counted=Count("pk")).values("counted")
    rows = reporting.classes_behind(question, **where).select_related("programme")
    rows = rows.annotate(
        opener_name=org.name_subquery("opened_by", question.seen_on or question.to),
        counted=Coalesce(Subquery(counted), 0),
    )
    return table_response(request, "reports/classes_counted.html", ClassTable(request, rows), _frame(request, question))


def _unit(request: ScreenRequest) -> org.Unit:
    return access.get_unit_for(
        request.user, request.scope.unit_code, access.Permission.REPORT_VIEW, on=request.scope.on
    )


def asked(request: ScreenRequest) -> dict[str, Any]:
    """The question of the address, for `ask` and `compute_report`."""
    return {
        "unit": _unit(request),
        "from_": request.scope.from_,
        "to": request.scope.to_,
        "basis": request.GET.get("basis", "") or reporting.OPENED,
        # what opens after today has not happened, and on an earlier day less of it had
        "known_on": min(request.scope.day, request.scope.on),
        "seen_on": request.scope.day if request.GET.get("structure") == reporting.NOW else None,
    }


def _report(request: ScreenRequest) -> reporting.Report:
    return reporting.compute_report(**asked(request), term=request.scope.period.name, most=reporting.MOST_WHILE_WAITING)


def _question(request: ScreenRequest) -> reporting.Question:
    return reporting.ask(**asked(request))


def _where(request: ScreenRequest) -> dict[str, Any]:
    """Which figure of the report: part, programme, partner, sender, month."""
    month = request.GET.get("month", "")
    return {
        "part": request.GET.get("part", "") or reporting.OWN,
        "programme_code": request.GET.get("programme", ""),
        "partner_code": request.GET.get("partner", ""),
        "sender_code": request.GET.get("sender", ""),
        "month": int(month) if month.isdecimal() and 1 <= int(month) <= 12 else None,
    }


def _frame(request: ScreenRequest, question: reporting.Question) -> dict[str, Any]:
    return {
        "report_url": screen_url(request, "reports:report-page", query=counting(question)),
        "basis_title": reporting.basis_title(question.basis),
        "part_title": reporting.part_title(_where(request)["part"]),
    }


def _file(content: bytes, kind: str, report: reporting.Report, ending: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    name = f"{_('bao-cao')}-{report.unit_code}-{report.from_:%Y%m%d}-{report.to:%Y%m%d}-{'-'.join(counting(report).values())}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""How many were sent, by the basis stated, and the people behind each figure: one question read from the address."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hocvien.access import api as access
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.sending import api as sending
from hocvien.web.sending.forms import CountingForm
from hocvien.web.sending.tables import SentTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.screens import page, screen
from hocvien.web.ui.tables import table_response

_P = access.Permission
BASIS_TITLES = {
    sending.DECIDED: gettext_lazy("Theo ngày quyết định cử"),
    sending.OPENED: gettext_lazy("Theo ngày khai giảng"),
    sending.FINISHED: gettext_lazy("Theo ngày học xong"),
    reporting.RUNNING: gettext_lazy("Có học trong kỳ"),
}


@dataclass(frozen=True, slots=True)
class Figure:
    title: str
    participations: int
    persons: int
    female: int
    url: str = ""
    female_url: str = ""


@screen(permission="report.view", as_of=True)
def sent_figures(request: ScreenRequest) -> HttpResponse:
    """Those sent in the period: by programme, unit, level and year, women among them; beside the own total, never in it."""
    if request.scope.unit is None:
        return page(request, "sending/without_unit.html")
    counted = reporting.count_sent_out(_question(request, reporting.ask_sent))
    sees_people = _P.PERSON_VIEW in request.held_permissions

    def figure(row: reporting.SentRow | reporting.Counts, title: str, **where: str) -> Figure:
        query = {"basis": counted.basis, **_structure(request), **where}
        url = screen_url(request, "sending:people-sent", query=query) if sees_people else ""
        women = screen_url(request, "sending:people-sent", query={**query, "women": "1"}) if sees_people else ""
        return Figure(title, row.participations, row.persons, row.female, url, women)

    sections: Sequence[tuple[str, Any, str]] = (
        (_("Chương trình"), counted.by_programme, "programme"),
        (_("Đơn vị cử"), counted.by_unit, "sender"),
        (_("Trình độ lý luận chính trị"), counted.by_level, "level"),
        (_("Năm"), counted.by_year, "year"),
    )
    context = {
        "form": CountingForm(initial={"basis": counted.basis}, label_suffix=""),
        "basis_title": BASIS_TITLES[counted.basis],
        "unit_name": org.label_as_of(request.scope.unit.pk, request.scope.day).name,
        "period": request.scope.period.label,
        "total": figure(counted.totals, _("Tổng số")),
        "sections": [
            (head, [figure(row, row.title or _("Không tính trình độ"), **{key: row.code or "-"}) for row in rows])
            for head, rows, key in sections
        ],
        "is_generated": counted.is_generated,
    }
    return page(request, "sending/sent_figures.html", context)


@screen(permission="person.view", as_of=True)
def people_sent(request: ScreenRequest) -> HttpResponse:
    """Exactly the people a figure counts, as far as the viewer may see them."""
    ask = reporting.ask if request.GET.get("basis") == reporting.RUNNING else reporting.ask_sent
    question = _question(request, ask)
    year = request.GET.get("year", "")
    level = request.GET.get("level", "")
    rows = reporting.sent_behind(
        question,
        programme_code=request.GET.get("programme", ""),
        issuer=request.GET.get("issuer", ""),
        sender_code=request.GET.get("sender", ""),
        level=level,
        year=int(year) if year.isdecimal() and len(year) < 5 else None,
    )
    if "women" in request.GET:
        rows = rows.filter(person__sex="female")
    visible = rows.filter(pk__in=sending.sendings_visible_to(request.user, request.scope.on).values("pk"))
    hidden = rows.count() - visible.count()
    named = visible.select_related("person", "notice", "decision").annotate(
        sender_name=org.name_subquery("sending_unit_id", question.seen_on or question.to)
    )
    context = {
        "basis_title": BASIS_TITLES[question.basis],
        "hidden": hidden,
        "is_women": "women" in request.GET,
        "back_url": screen_url(
            request,
            "sending:sent-figures",
            query={"basis": question.basis if question.basis in sending.BASES else None},
        ),
    }
    return table_response(request, "sending/people_sent.html", SentTable(request, named), context)


def _structure(request: ScreenRequest) -> dict[str, str]:
    return {"structure": reporting.NOW} if request.GET.get("structure") == reporting.NOW else {}


def _question(request: ScreenRequest, ask: Any) -> reporting.Question:
    scope = request.scope
    asked: reporting.Question = ask(
        unit=access.get_unit_for(request.user, scope.unit_code, _P.REPORT_VIEW, on=scope.on),
        from_=scope.from_,
        to=scope.to_,
        basis=request.GET.get("basis", "") or sending.DECIDED,
        # what is decided or opens after today has not happened
        known_on=min(scope.day, scope.on),
        seen_on=scope.day if request.GET.get("structure") == reporting.NOW else None,
    )
    return asked

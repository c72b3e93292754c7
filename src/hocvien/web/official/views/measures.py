"""Measures that reviews decide: written into a draft, told of in the next, all of them in one list."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.official_papers import api as official
from hocvien.web.official.forms import MeasureForm, OutcomeForm
from hocvien.web.official.tables import MeasureTable, with_units
from hocvien.web.official.views.papers import small_form, tabs
from hocvien.web.official.views.writing import get_draft
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import screen
from hocvien.web.ui.tables import table_response


@screen(permission="report.view")
def measure_list(request: ScreenRequest) -> HttpResponse:
    """What numbered reviews decided, of the unit in the bar and of those below, with what became of it."""
    scope = request.scope
    rows = official.measures_visible_to(request.user, scope.on)
    if scope.unit is not None:
        rows = rows.filter(paper_id__in=official.papers_of(request.user, scope.unit, scope.on).values("pk"))
    table = MeasureTable(request, with_units(rows, "responsible_id", "responsible_name", scope.on))
    return table_response(
        request, "official/measure_list.html", table, {"tabs": tabs(request, "official:measure-list")}
    )


@screen(permission="official.write", methods=("GET", "POST"))
def measure_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    paper = get_draft(request, uuid)
    form = MeasureForm(request.POST or None, request=request, initial={"responsible": paper.unit})
    if form.is_valid():
        try:
            official.decide_measure(
                actor=request.user, paper=paper, now=now(), today=request.scope.on, **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            return redirect_to(request, "official:paper-page", uuid=uuid)
    return small_form(request, paper, form, title=_("Đề ra giải pháp"), action=_("Ghi giải pháp"))


@screen(permission="official.write", methods=("POST",))
def measure_remove(request: ScreenRequest, uuid: UUID, measure: UUID) -> HttpResponse:
    paper = get_draft(request, uuid)
    official.remove_measure(actor=request.user, paper=paper, measure=measure, now=now(), today=request.scope.on)
    return redirect_to(request, "official:paper-page", uuid=uuid)


@screen(permission="official.write", methods=("GET", "POST"))
def outcome_tell(request: ScreenRequest, uuid: UUID, measure: UUID) -> HttpResponse:
    """What became of a measure of an earlier review."""
    paper = get_draft(request, uuid)
    told = next((one for one in official.read_paper(paper, request.scope.on).before if one.uuid == measure), None)
    if told is None or paper.kind not in official.REVIEWS:
        raise official.MeasureNotFound
    form = OutcomeForm(request.POST or None, request=request, initial={"state": told.state, "note": told.note})
    if form.is_valid():
        try:
            official.tell_outcome(
                actor=request.user,
                paper=paper,
                measure=measure,
                now=now(),
                today=request.scope.on,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            return redirect_to(request, "official:paper-page", uuid=uuid)
    return small_form(request, paper, form, title=_("Kết quả thực hiện giải pháp"), action=_("Ghi"), said=told.text)

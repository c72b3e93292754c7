"""Papers listed, begun, read, as files; the papers of one class; where registers begin."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.official_papers import api as official
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.official.findings import findings_shown
from hocvien.web.official.forms import BeginForm, RegisterForm
from hocvien.web.official.tables import PaperTable, state_of, with_units
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Tab
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def tabs(request: ScreenRequest, current: str) -> list[Tab]:
    """The two lists of this area."""
    names = [("official:paper-list", _("Văn bản")), ("official:measure-list", _("Giải pháp đã đề ra"))]
    return [Tab(label, screen_url(request, name), name == current) for name, label in names]


@screen(permission="report.view")
def paper_list(request: ScreenRequest) -> HttpResponse:
    """Papers of the unit in the bar and of those below; without a unit, all that may be seen."""
    scope = request.scope
    if scope.unit is None:
        rows = official.papers_visible_to(request.user, scope.on)
    else:
        rows = official.papers_of(request.user, scope.unit, scope.on)
    table = PaperTable(request, with_units(rows, "unit_id", "unit_name", scope.on))
    may = P.OFFICIAL_WRITE in request.held_permissions
    context = {"may_write": may, "tabs": tabs(request, "official:paper-list")}
    return table_response(request, "official/paper_list.html", table, context)


@screen(permission="official.write", methods=("GET", "POST"))
def paper_begin(request: ScreenRequest) -> HttpResponse:
    """A draft about the unit and the period in the bar; the report page sends its own counting along and gets there by one click."""
    scope = request.scope
    if scope.unit is None:
        return page(request, "official/paper_begin.html", {"form": None})
    form = BeginForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            paper = official.begin_report(
                actor=request.user,
                unit=scope.unit,
                kind=form.cleaned_data["kind"],
                period=scope.period,
                basis=form.cleaned_data["basis"] or reporting.OPENED,
                seen_on=scope.on if request.POST.get("structure") == reporting.NOW else None,
                now=now(),
                today=scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã lập bản thảo. Số liệu trong bài còn tính lại cho đến khi cấp số."))
            return redirect_to(request, "official:paper-page", uuid=paper.uuid)
    context = {"form": form, "unit_name": scope.unit_name, "period": scope.period.label}
    return page(request, "official/paper_begin.html", context, form=form)


@screen(permission="report.view")
def paper_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The paper as it reads; of a draft what is wrong in it, and everything that may be written."""
    paper = official.get_paper_for(request.user, uuid, request.scope.on)
    read = official.read_paper(paper, request.scope.on)
    may_write = official.may_write(request.user, paper, request.scope.on)
    contents = read.contents
    is_writing = may_write and paper.is_draft
    context = {
        "paper": paper,
        "contents": contents,
        "head": contents.headings,
        "state": state_of(paper),
        "may_write": may_write,
        "is_writing": is_writing,
        "is_review": paper.kind in official.REVIEWS,
        "is_closed": any(block.is_sensitive for block in read.blocks),
        "is_of_period": paper.kind in official.OF_PERIOD,
        "sections": read.sections if is_writing else [],
        "blocks": [
            (block, block.title or official.BlockKind(block.kind).label, grid.title)
            for block, grid in zip(read.blocks, read.grids, strict=False)
        ]
        if is_writing and paper.kind in official.OF_PERIOD
        else [],
        "wrong": findings_shown([one for one in read.findings if one.is_wrong]) if is_writing else [],
        "pointed_at": findings_shown([one for one in read.findings if not one.is_wrong]) if is_writing else [],
        "basis_title": reporting.basis_title(paper.basis) if paper.basis else "",
    }
    if is_writing and paper.kind in official.REVIEWS:
        context |= {"measures": read.measures, "before": read.before}
    return page(request, "official/paper_page.html", context)


@screen(permission="report.view")
def paper_docx(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    contents = _contents(request, uuid)
    return _file(exchange.render_official_docx(contents), _DOCX, f"{contents.file_name}.docx")


@screen(permission="report.view")
def paper_pdf(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    contents = _contents(request, uuid)
    return _file(exchange.render_official_pdf(contents), "application/pdf", f"{contents.file_name}.pdf")


@screen(permission="report.view", methods=("GET", "POST"))
def class_papers(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The official papers of a class, and those that can be begun."""
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on)
    recognition = classes.recognition_in_force(training_class)
    may = [kind for kind in official.OF_CLASS if recognition is not None or kind == official.CLOSING]
    units = {official.CLOSING: training_class.hosted_by}
    kinds = [
        (kind, official.OfficialKind(kind).label)
        for kind in may
        if access.can(request.user, P.OFFICIAL_WRITE, units.get(kind, training_class.certified_by), on)
    ]
    if request.method == "POST":
        paper = official.begin_class_paper(
            actor=request.user, training_class=training_class, kind=request.POST.get("kind", ""), now=now(), today=on
        )
        notify(request, _("Đã lập bản thảo từ số liệu của lớp."))
        return redirect_to(request, "official:paper-page", uuid=paper.uuid)
    rows = official.papers_of_class(request.user, training_class, on)
    if not classes.runs_class(request.user, training_class, on):
        rows = rows.exclude(kind__in=official.WITH_NAMES)
    context = {
        "training_class": training_class,
        "kinds": kinds,
        "is_recognised": recognition is not None,
        "papers": [(row, row.get_kind_display(), state_of(row)) for row in rows[:50]],
    }
    return page(request, "official/class_papers.html", context)


@screen(permission="official.write", methods=("GET", "POST"))
def register_begin(request: ScreenRequest) -> HttpResponse:
    """Where the register of the unit in the bar goes on from one kept on paper."""
    scope = request.scope
    if scope.unit is None:
        return page(request, "official/paper_begin.html", {"form": None})
    access.require(request.user, P.OFFICIAL_WRITE, scope.unit, scope.on)
    initial = {"kind": official.REPORT, "year": scope.on.year}
    form = RegisterForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            official.begin_register(actor=request.user, unit=scope.unit, now=now(), today=scope.on, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Sổ sẽ cấp tiếp từ số {number}.").format(number=form.cleaned_data["last_number"] + 1))
            return redirect_to(request, "official:paper-list")
    context = {
        "form": form,
        "title": _("Số bắt đầu của sổ văn bản"),
        "sub": org.label_as_of(scope.unit.pk, scope.on).name,
        "action": _("Ghi số bắt đầu"),
        "back_url": screen_url(request, "official:paper-list"),
        "back_label": _("Văn bản báo cáo"),
    }
    return page(request, "official/small_form.html", context, form=form)


def _contents(request: ScreenRequest, uuid: UUID) -> official.PaperContents:
    paper = official.get_paper_for(request.user, uuid, request.scope.on)
    return official.contents_of(paper, request.scope.on)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to keep; it may name people, so no cache keeps it."""
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def small_form(
    request: ScreenRequest, paper: official.OfficialPaper, form: Any, *, title: str, action: str, **more: Any
) -> HttpResponse:
    """A form on a page of its own, with the way back to its paper."""
    context = {
        "form": form,
        "title": title,
        "action": action,
        "sub": paper.subject,
        "back_url": screen_url(request, "official:paper-page", uuid=paper.uuid),
        "back_label": str(paper.get_kind_display()),
        **more,
    }
    return page(request, "official/small_form.html", context, form=form)

"""A draft written: head, sections, tables, figures put right; numbered, annulled, thrown away, carried on to another period."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.common.periods import period_between
from hocvien.official_papers import api as official
from hocvien.reporting import api as reporting
from hocvien.web.official.findings import changes_shown, findings_shown
from hocvien.web.official.forms import HeadForm, NumberForm, PeriodForm, ReasonForm, SectionForm, TableForm
from hocvien.web.official.views.papers import small_form
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen

# as many saved questions as one list is read through
_MOST_QUESTIONS = 200


def get_paper(request: ScreenRequest, uuid: UUID) -> official.OfficialPaper:
    """The paper, where the user writes papers; 404 or NotAllowed."""
    paper = official.get_paper_for(request.user, uuid, request.scope.on)
    access.require(request.user, access.Permission.OFFICIAL_WRITE, paper.unit, request.scope.on)
    return paper


def get_draft(request: ScreenRequest, uuid: UUID) -> official.OfficialPaper:
    """The same while it has no number; PaperNumbered."""
    paper = get_paper(request, uuid)
    if not paper.is_draft:
        raise official.PaperNumbered(paper.number_text)
    return paper


@screen(permission="official.write", methods=("GET", "POST"))
def head_write(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    paper = get_draft(request, uuid)
    form = HeadForm(request.POST or None, request=request, initial=HeadForm.begin_with(paper))
    if form.is_valid():
        try:
            official.update_head(actor=request.user, paper=paper, change=form.change, now=now(), today=request.scope.on)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            return redirect_to(request, "official:paper-page", uuid=uuid)
    return small_form(request, paper, form, title=_("Phần đầu và phần ký"), action=_("Ghi"))


@screen(permission="official.write", methods=("GET", "POST"))
def section_write(request: ScreenRequest, uuid: UUID, kind: str) -> HttpResponse:
    """One section; of the part of figures the program's own text beside it."""
    paper = get_draft(request, uuid)
    read = official.read_paper(paper, request.scope.on)
    shown = next((one for one in read.sections if one.kind == kind), None)
    if shown is None:
        raise official.PaperNotFound
    form = SectionForm(request.POST or None, request=request, initial={"text": shown.text})
    if form.is_valid():
        try:
            official.write_section(
                actor=request.user,
                paper=paper,
                kind=kind,
                text="" if "live" in request.POST else form.cleaned_data["text"],
                now=now(),
                today=request.scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal, "text")
        else:
            return redirect_to(request, "official:paper-page", uuid=uuid)
    context = {
        "paper": paper,
        "form": form,
        "section": shown,
        "live_text": read.live_texts.get(kind, ""),
        "findings": findings_shown(shown.findings),
    }
    return page(request, "official/section_write.html", context, form=form)


@screen(permission="official.write", methods=("POST",))
def figure_restore(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Put the right figure where the text has another."""
    start = request.POST.get("start", "")
    official.restore_figure(
        actor=request.user,
        paper=get_draft(request, uuid),
        kind=request.POST.get("section", ""),
        start=int(start) if start.isdecimal() and len(start) < 9 else -1,
        text=request.POST.get("text", ""),
        now=now(),
        today=request.scope.on,
    )
    notify(request, _("Đã sửa số trong bài theo số liệu."))
    return redirect_to(request, "official:paper-page", uuid=uuid)


@screen(permission="official.write", methods=("GET", "POST"))
def table_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Another table, of the paper's days or of others."""
    paper = get_draft(request, uuid)
    if paper.first_on is None or paper.last_on is None:
        raise official.PaperNotFound
    period = period_between(paper.first_on, paper.last_on)
    initial = {"kind": official.BlockKind.SENDERS, "period": period.code}
    today = request.scope.on
    saved = list(reporting.saved_visible_to(request.user, today)[:_MOST_QUESTIONS])
    form = TableForm(request.POST or None, request=request, initial=initial, unit=paper.unit, today=today, saved=saved)
    if form.is_valid():
        asked = form.cleaned_data["period"]
        is_same = (asked.from_, asked.to) == (paper.first_on, paper.last_on)
        given: dict[str, Any] = {
            "actor": request.user,
            "paper": paper,
            "period": None if is_same else asked,
            "now": now(),
            "today": today,
        }
        try:
            if form.cleaned_data["kind"] == official.QUESTION:
                _add_saved(form, given)
            else:
                official.add_block(kind=form.cleaned_data["kind"], **given)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            return redirect_to(request, "official:paper-page", uuid=uuid)
    return small_form(request, paper, form, title=_("Thêm bảng số liệu"), action=_("Thêm bảng"))


def _add_saved(form: TableForm, given: dict[str, Any]) -> None:
    """The figures of a kept question, of the paper's own unit, counted as the question was kept."""
    kept = form.asked.asked
    is_as_now = kept.get("structure") == reporting.NOW
    official.add_question(
        breakdown=reporting.Breakdown.from_json(kept),
        basis=kept.get("basis", ""),
        seen_on=given["today"] if is_as_now else None,
        title=form.cleaned_data["title"],
        **given,
    )


@screen(permission="official.write", methods=("POST",))
def table_remove(request: ScreenRequest, uuid: UUID, block: UUID) -> HttpResponse:
    paper = get_draft(request, uuid)
    official.remove_block(actor=request.user, paper=paper, block=block, now=now(), today=request.scope.on)
    return redirect_to(request, "official:paper-page", uuid=uuid)


@screen(permission="official.write", methods=("GET", "POST"))
def paper_number(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Before the number: which it will be, and what in the text differs from the figures."""
    paper = get_draft(request, uuid)
    read = official.read_paper(paper, request.scope.on)
    wrong = [one for one in read.findings if one.is_wrong]
    form = NumberForm(request.POST if request.method == "POST" else None, request=request)
    if not wrong:
        del form.fields["reason"]
    if request.method == "POST" and form.is_valid():
        try:
            made = official.number_paper(
                actor=request.user,
                paper=paper,
                reason=form.cleaned_data.get("reason", ""),
                now=now(),
                today=request.scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Văn bản đã có số {number}.").format(number=made.number_text))
            return redirect_to(request, "official:paper-page", uuid=uuid)
    number = ""
    if paper.kind == official.RECOGNITION and paper.recognition is not None:
        number = paper.recognition.number
    else:
        number = f"{official.next_number(paper.unit_id, paper.kind, paper.issued_on.year):02d}"
    context = {
        "paper": paper,
        "form": form,
        "number": number,
        "wrong": findings_shown(wrong),
        "carried": [one.label for one in read.sections if one.is_carried],
    }
    return page(request, "official/paper_number.html", context, form=form)


@screen(permission="report.view")
def paper_compare(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """What a numbered paper of a period would say otherwise today, cell by cell with the causes; the paper itself stays.

    Above the queries of other pages: today's tables are asked, and once more the facts behind those that were kept; the same number for any number of cells.
    """
    paper = official.get_paper_for(request.user, uuid, request.scope.on)
    if paper.is_draft or paper.kind not in official.OF_PERIOD:
        raise official.PaperNotFound
    read = official.read_paper(paper, request.scope.on)
    context = {
        "paper": paper,
        "number": paper.number_text,
        "tables": changes_shown(read.changes),
        "findings": findings_shown([one for one in read.text_changes if one.is_wrong]),
    }
    return page(request, "official/paper_compare.html", context)


@screen(permission="official.write", methods=("GET", "POST"))
def paper_annul(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    paper = get_paper(request, uuid)
    form = ReasonForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            official.annul_paper(
                actor=request.user, paper=paper, now=now(), today=request.scope.on, **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã hủy số {number}.").format(number=paper.number_text), tone="warn")
            return redirect_to(request, "official:paper-page", uuid=uuid)
    title = _("Hủy số {number}").format(number=paper.number_text)
    return small_form(request, paper, form, title=title, action=_("Hủy số"))


@screen(permission="official.write", methods=("POST",))
def paper_discard(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    paper = get_draft(request, uuid)
    official.discard_paper(actor=request.user, paper=paper, now=now(), today=request.scope.on)
    notify(request, _("Đã bỏ bản thảo."), tone="info")
    return redirect_to(request, "official:paper-list")


@screen(permission="official.write", methods=("GET", "POST"))
def paper_carry(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The same paper for another period: words and tables come along, figures are those of its days."""
    paper = get_paper(request, uuid)
    if paper.first_on is None or paper.last_on is None:
        raise official.PaperNotFound
    initial = {"period": _following(paper.first_on, paper.last_on)}
    form = PeriodForm(request.POST or None, request=request, initial=initial, unit=paper.unit, today=request.scope.on)
    if form.is_valid():
        try:
            made = official.carry_on(
                actor=request.user,
                paper=paper,
                period=form.cleaned_data["period"],
                now=now(),
                today=request.scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã lập bản thảo; các phần chép từ văn bản trước được đánh dấu cho đến khi sửa."))
            return redirect_to(request, "official:paper-page", uuid=made.uuid)
    return small_form(
        request,
        paper,
        form,
        title=_("Chép sang kỳ khác"),
        action=_("Lập bản thảo"),
        effect_url=screen_url(request, "official:paper-page", uuid=uuid),
    )


def _following(first: date, last: date) -> str:
    """The same period a year on; of a quarter or a month the next."""
    code = period_between(first, last).code
    year, _dash, rest = code.partition("-")
    if rest[:1] == "q" and rest != "q4":
        return f"{year}-q{int(rest[1:]) + 1}"
    if rest[:1] == "m" and rest != "m12":
        return f"{year}-m{int(rest[1:]) + 1:02d}"
    if ".." in code:
        return code
    return "-".join(part for part in (str(int(year) + 1), rest.replace("q4", "q1").replace("m12", "m01")) if part)

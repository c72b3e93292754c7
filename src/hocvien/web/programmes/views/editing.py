"""Changing the catalogue: a programme's own fields in place, everything regulated as a new version from a day."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END
from hocvien.web.programmes.forms import (
    SPARE_ROWS,
    AssessmentForm,
    ChainForm,
    CurriculumForm,
    NewProgrammeForm,
    OpeningForm,
    PaperForm,
    ProgrammeForm,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen


@screen(permission="programme.edit", methods=("GET", "POST"))
def programme_add(request: ScreenRequest) -> HttpResponse:
    form = NewProgrammeForm(request.POST or None, request=request, initial={"valid_from": request.scope.on})
    if form.is_valid():
        try:
            made = catalogue.add_programme(actor=request.user, today=request.scope.on, **form.cleaned_data)
        except (DomainError, ValidationError) as refusal:
            _say(form, refusal)
        else:
            notify(request, _("Đã thêm chương trình {name}.").format(name=made.name))
            return redirect_to(request, "programmes:programme-page", code=made.code)
    return page(request, "programmes/programme_form.html", {"form": form}, form=form)


@screen(permission="programme.edit", methods=("GET", "POST"))
def programme_edit(request: ScreenRequest, code: str) -> HttpResponse:
    programme = catalogue.get_programme(code)
    initial = {name: getattr(programme, name) for name in ProgrammeForm.base_fields}
    initial["synonyms"] = "\n".join(programme.synonyms)
    initial["valid_to"] = None if programme.valid_to == OPEN_END else programme.valid_to
    form = ProgrammeForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            catalogue.update_programme(
                actor=request.user, programme=programme, changes=form.cleaned_data, today=request.scope.on
            )
        except (DomainError, ValidationError) as refusal:
            _say(form, refusal)
        else:
            notify(request, _("Đã lưu chương trình."))
            return redirect_to(request, "programmes:programme-page", code=code)
    return page(request, "programmes/programme_form.html", {"form": form, "programme": programme}, form=form)


@screen(permission="programme.edit", methods=("GET", "POST"))
def curriculum_add(request: ScreenRequest, code: str) -> HttpResponse:
    """A new version, started from the one in force."""
    programme = catalogue.get_programme(code)
    initial: dict[str, Any] = {"valid_from": request.scope.on}
    lessons: list[catalogue.Lesson] = []
    if current := catalogue.curriculum_as_of(programme.pk, request.scope.on):
        lessons = catalogue.list_lessons(current.pk)
        initial |= {
            "periods_per_session": current.periods_per_session,
            "citation": current.citation,
            "note": current.note,
        }
        for n, lesson in enumerate(lessons, 1):
            initial |= {f"title_{n}": lesson.title, f"periods_{n}": lesson.periods, f"form_{n}": lesson.form}
    form = CurriculumForm(request.POST or None, request=request, initial=initial, rows=len(lessons) + SPARE_ROWS)
    if form.is_valid():
        try:
            made = catalogue.add_curriculum_version(
                actor=request.user, programme=programme, new=form.as_new(), today=request.scope.on
            )
        except (DomainError, ValidationError) as refusal:
            _say(form, refusal)
        else:
            notify(request, _("Đã thêm phiên bản {version}.").format(version=made.version))
            return redirect_to(request, "programmes:programme-page", code=code)
    return page(request, "programmes/curriculum_form.html", {"form": form, "programme": programme}, form=form)


@screen(permission="programme.edit", methods=("GET", "POST"))
def assessment_edit(request: ScreenRequest, code: str) -> HttpResponse:
    """A new way of assessing, started from the one in force."""
    programme = catalogue.get_programme(code)
    initial: dict[str, Any] = {"valid_from": request.scope.on, "kind": catalogue.AssessmentKind.MARK}
    rows = 0
    if current := catalogue.assessment_as_of(programme.pk, request.scope.on):
        rows = len(current.bands)
        initial |= {
            "kind": current.kind,
            "pass_mark": current.pass_mark,
            "max_absence_percent": current.max_absence_percent,
            "citation": current.citation,
        }
        for n, band in enumerate(current.bands, 1):
            initial |= {
                f"name_{n}": band.name,
                f"min_mark_{n}": band.min_mark,
                f"is_pass_{n}": band.is_pass,
                f"code_{n}": band.code,
            }
    form = AssessmentForm(request.POST or None, request=request, initial=initial, rows=rows + 2)
    if form.is_valid():
        try:
            catalogue.update_assessment(
                actor=request.user, programme=programme, new=form.as_rule(), today=request.scope.on
            )
        except (DomainError, ValidationError) as refusal:
            _say(form, refusal)
        else:
            notify(request, _("Đã lưu cách đánh giá, áp dụng từ ngày đã ghi."))
            return redirect_to(request, "programmes:programme-page", code=code)
    return page(request, "programmes/assessment_form.html", {"form": form, "programme": programme}, form=form)


@screen(permission="programme.edit", methods=("GET", "POST"))
def opening_edit(request: ScreenRequest, code: str) -> HttpResponse:
    """Another rule of who may open classes, started from the one in force."""
    programme = catalogue.get_programme(code)
    initial: dict[str, Any] = {"valid_from": request.scope.on, "need": catalogue.OpeningNeed.RECORDED}
    if current := catalogue.opening_rule_as_of(programme.pk, request.scope.on):
        initial |= {"need": current.need, "kinds": list(current.kinds), "citation": current.citation}
    form = OpeningForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            catalogue.update_opening_rule(
                actor=request.user, programme=programme, new=form.as_rule(), today=request.scope.on
            )
        except (DomainError, ValidationError) as refusal:
            _say(form, refusal)
        else:
            notify(request, _("Đã lưu ai được mở lớp, áp dụng từ ngày đã ghi."))
            return redirect_to(request, "programmes:programme-page", code=code)
    return page(request, "programmes/opening_form.html", {"form": form, "programme": programme}, form=form)


@screen(permission="programme.edit", methods=("GET", "POST"))
def chain_edit(request: ScreenRequest, code: str) -> HttpResponse:
    """Another way of deciding who goes, started from the one in force."""
    programme = catalogue.get_programme(code)
    current = catalogue.chain_as_of(programme.pk, request.scope.on)
    initial: dict[str, Any] = {"valid_from": request.scope.on, "citation": current.citation}
    for n, step in enumerate(current.steps, 1):
        initial |= {
            f"kind_{n}": step.kind,
            f"place_{n}": step.place,
            f"unit_kinds_{n}": list(step.unit_kinds),
            f"unit_words_{n}": ", ".join(step.unit_words),
            f"days_before_{n}": step.days_before,
        }
    form = ChainForm(request.POST or None, request=request, initial=initial, rows=len(current.steps) + 1)
    if form.is_valid():
        try:
            catalogue.update_chain(actor=request.user, programme=programme, new=form.as_rule(), today=request.scope.on)
        except (DomainError, ValidationError) as refusal:
            _say(form, refusal)
        else:
            notify(request, _("Đã lưu quy trình xét cử đi học, áp dụng từ ngày đã ghi."))
            return redirect_to(request, "programmes:programme-page", code=code)
    return page(request, "programmes/chain_form.html", {"form": form, "programme": programme}, form=form)


@screen(permission="programme.edit", methods=("GET", "POST"))
def paper_edit(request: ScreenRequest, code: str) -> HttpResponse:
    """A new paper, started from the one in force."""
    programme = catalogue.get_programme(code)
    initial: dict[str, Any] = {"valid_from": request.scope.on, "kind": "certificate", "qr_place": "back"}
    if current := catalogue.paper_as_of(programme.pk, request.scope.on):
        initial |= {
            name: getattr(current, name) for name in PaperForm.base_fields if name not in {"valid_from", "mark"}
        }
    form = PaperForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            catalogue.update_paper(actor=request.user, programme=programme, new=form.as_rule(), today=request.scope.on)
        except (DomainError, ValidationError) as refusal:
            _say(form, refusal)
        else:
            notify(request, _("Đã lưu mẫu giấy, áp dụng từ ngày đã ghi."))
            return redirect_to(request, "programmes:programme-page", code=code)
    return page(request, "programmes/paper_form.html", {"form": form, "programme": programme}, form=form)


def _say(form: Any, refusal: DomainError | ValidationError) -> None:
    if isinstance(refusal, DomainError):
        form.add_domain_error(refusal)
        return
    for sentence in refusal.messages:
        form.add_error(None, sentence)

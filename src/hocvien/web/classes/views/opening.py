"""List of classes, opening and changing one, its page of learners."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access.api import Permission
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.planning import api as planning
from hocvien.web.classes.forms import CancelForm, ClassForm
from hocvien.web.classes.head import class_head, may_somewhere
from hocvien.web.classes.tables import ClassTable, LearnerTable
from hocvien.web.shell.audiences import audience_value
from hocvien.web.shell.filling import fill_link, value_shown
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.verdicts import clause_status, verdict_status
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Clause, Status
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="class.view", as_of=True)
def class_list(request: ScreenRequest) -> HttpResponse:
    """Classes that open or run in the period, at the scope's unit or below, in any of the five roles, or open to it by invitation."""
    scope = request.scope
    rows = classes.class_rows(
        request.user, scope.on, as_of=scope.day, unit=scope.unit, start=scope.start, end=scope.end
    )
    return table_response(
        request,
        "classes/class_list.html",
        ClassTable(request, rows),
        {"may_open": may_somewhere(request, Permission.CLASS_OPEN)},
    )


@screen(permission="class.open", methods=("GET", "POST"))
def class_open(request: ScreenRequest) -> HttpResponse:
    form = ClassForm(request.POST or None, request=request, initial=_opening_initial(request))
    if form.is_valid():
        try:
            opened = classes.open_class(actor=request.user, new=form.new_class(), today=request.scope.on)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã mở lớp {name}. Gửi chiêu sinh tới các đơn vị.").format(name=opened.name))
            _tell_missing_authority(request, opened)
            return redirect_to(request, "classes:class-page", uuid=opened.uuid)
    return page(request, "classes/class_form.html", {"form": form}, form=form)


def _tell_missing_authority(request: ScreenRequest, opened: classes.TrainingClass) -> None:
    """A class may be opened, or moved to a day, where no authority was ever recorded; that it is missing is said, and where to record it."""
    if opened.authority:
        return
    standing = catalogue.opening_standing(opened.programme, opened.opened_by_id, opened.opens_on)
    if standing.is_missing:
        words = _("Chưa ghi nhận thẩm quyền mở lớp {programme} của đơn vị mở lớp. Ghi quyết định ở trang đơn vị.")
        notify(request, words.format(programme=opened.programme.name), tone="warn")


def _opening_initial(request: ScreenRequest) -> dict[str, Any]:
    """The scope's unit as opener; a plan line named in the address fills programme, mode, seats and name."""
    initial: dict[str, Any] = {"opened_by": request.scope.unit, "seats": 80}
    line = planning.find_line_for(request.user, request.GET.get("line", ""), request.scope.on)
    if line is not None:
        initial |= {
            "plan_line": line,
            "programme": line.programme,
            "study_mode": line.study_mode,
            "audience": audience_value(line.programme, line.audience),
            "opened_by": line.opener,
            "seats": -(-line.seats // line.classes),
            "authority": _authority_of(line.opener_id, line.programme, request.scope.on),
            "name": _("Lớp {programme}").format(programme=line.programme.name[:1].lower() + line.programme.name[1:]),
        }
    return initial


def _authority_of(unit_id: int, programme: catalogue.Programme, on: date) -> str:
    """The decision by which the unit opens such classes that day, for the form."""
    standing = catalogue.opening_standing(programme, unit_id, on)
    return standing.basis if standing.verdict == "given" else ""


@screen(permission="class.view", as_of=True)
def class_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    rows = classes.learner_rows(request.user, training_class, request.scope.on)
    context = {
        "training_class": training_class,
        "head": class_head(request, training_class, "class-page"),
        "who": _who(request, training_class),
    }
    return table_response(request, "classes/class_page.html", LearnerTable(request, rows), context)


def _who(request: ScreenRequest, training_class: classes.TrainingClass) -> dict[str, Any] | None:
    """The clauses one learner was judged by, when the address asks for them."""
    learner = classes.find_learner(request.user, training_class, request.GET.get("who", ""), request.scope.on)
    if learner is None:
        return None
    return {
        "uuid": learner.uuid,
        "full_name": learner.full_name,
        "birth_text": learner.birth_text,
        "unit_name": learner.unit_name,
        "person_url": screen_url(request, "persons:person-page", uuid=learner.person_uuid),
        "status": verdict_status(learner.verdict),
        "judged_on": learner.judged_on,
        "note": learner.status_reason,
        "is_active": learner.is_active,
        "substitute_query": {"substitute": str(learner.uuid)},
        "clauses": [_shown_clause(request, clause, learner.person_uuid) for clause in learner.clauses],
    }


def _shown_clause(request: ScreenRequest, clause: classes.ClauseRow, person: UUID) -> Clause:
    url, words = fill_link(request, clause.fill, person)
    return Clause(
        clause.title,
        clause_status(clause.verdict),
        value_shown(request, clause.value, is_private=clause.is_private),
        clause.citation,
        Status("warn", _("mặc định, chưa đối chiếu")) if clause.mark == "default" else None,
        url,
        words,
    )


@screen(permission="class.edit", methods=("GET", "POST"))
def class_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.CLASS_EDIT)
    initial = {name: getattr(training_class, name) for name in ClassForm.base_fields}
    for name in (*ClassForm.UNITS, "joint_with"):
        initial[name] = getattr(training_class, name)
    initial["audience"] = audience_value(training_class.programme, training_class.audience)
    form = ClassForm(request.POST or None, request=request, initial=initial)
    for name in ("programme", "plan_line", "opened_by"):
        form.fields[name].disabled = True
    if form.is_valid():
        try:
            changed = classes.update_class(
                actor=request.user, training_class=training_class, changes=form.changes(), today=request.scope.on
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã lưu thông tin lớp."))
            if changed.opens_on != training_class.opens_on:
                _tell_missing_authority(request, changed)
            return redirect_to(request, "classes:class-page", uuid=uuid)
    return page(request, "classes/class_form.html", {"form": form, "training_class": training_class}, form=form)


@screen(permission="class.edit", methods=("POST",))
def class_announce(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.CLASS_EDIT)
    classes.announce_class(actor=request.user, training_class=training_class, today=request.scope.on)
    notify(request, _("Lớp bắt đầu chiêu sinh. Các đơn vị được mời gửi danh sách từ bây giờ."))
    return redirect_to(request, "classes:class-page", uuid=uuid)


@screen(permission="class.edit", methods=("POST",))
def class_start(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.CLASS_EDIT)
    classes.start_class(actor=request.user, training_class=training_class, today=request.scope.on)
    notify(request, _("Lớp đã khai giảng."))
    return redirect_to(request, "classes:class-page", uuid=uuid)


@screen(permission="class.edit", methods=("POST",))
def class_finish(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.CLASS_EDIT)
    classes.close_class(actor=request.user, training_class=training_class, today=request.scope.on)
    notify(request, _("Lớp đã bế giảng. Ghi kết quả và trình công nhận."))
    counts = classes.class_counts(training_class, request.scope.on)
    if counts.periods_missing:
        # said, not refused: a class held inside another meeting is over when that is
        words = _(
            "Đã dạy {taught} trong {wanted} tiết của chương trình (buổi đã điểm danh). Dạy bù, hoặc ghi rõ khi trình công nhận."
        )
        notify(request, words.format(taught=counts.periods_taught, wanted=counts.periods_wanted), tone="warn")
    return redirect_to(request, "classes:result-list", uuid=uuid)


@screen(permission="class.edit", methods=("GET", "POST"))
def class_cancel(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.CLASS_EDIT)
    form = CancelForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            classes.cancel_class(
                actor=request.user,
                training_class=training_class,
                reason=form.cleaned_data["reason"],
                today=request.scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã hủy lớp. Lớp bị hủy không tính vào báo cáo."))
            return redirect_to(request, "classes:class-page", uuid=uuid)
    counts = classes.class_counts(training_class, request.scope.on)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Hủy lớp"),
        "action": _("Hủy lớp"),
        "back_url": screen_url(request, "classes:class-page", uuid=uuid),
        "effect": _("{n} người đã tiếp nhận và {m} người đang chờ sẽ không còn lớp này.").format(
            n=counts.active, m=counts.waiting
        ),
    }
    return page(request, "classes/class_small_form.html", context, form=form)

"""The timetable: proposed from the curriculum, then half-days changed one by one. A clash is refused in words by the door."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access.api import Permission
from hocvien.classes import api as classes
from hocvien.common.errors import DomainError
from hocvien.web.classes.forms import SessionForm, TimetableForm
from hocvien.web.classes.head import class_head
from hocvien.web.classes.tables import SessionTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="class.view")
def timetable(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    rows = classes.session_rows(training_class)
    planned = sum(row.periods for row in rows)
    wanted = classes.curriculum_periods(training_class)
    context = {
        "training_class": training_class,
        "head": class_head(request, training_class, "timetable"),
        "curriculum_words": _("Chương trình có {wanted} tiết, lịch đã xếp {planned} tiết.").format(
            wanted=wanted, planned=planned
        )
        if wanted
        else "",
    }
    return table_response(request, "classes/timetable.html", SessionTable(request, rows), context)


@screen(permission="session.edit", methods=("GET", "POST"))
def timetable_propose(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Lay the curriculum onto days: first shown, then recorded."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.SESSION_EDIT)
    initial = {"start_on": training_class.opens_on, "halves": ["1_morning", "2_afternoon"], "weekdays": [0, 1, 2, 3, 4]}
    form = TimetableForm(request.POST or None, request=request, initial=initial)
    proposed: list[classes.NewSession] = []
    if form.is_valid():
        try:
            proposed = classes.propose_timetable(training_class, **form.cleaned_data)
            if request.POST.get("step") == "save":
                classes.plan_sessions(actor=request.user, training_class=training_class, sessions=proposed)
                notify(request, _("Đã ghi lịch {n} buổi.").format(n=len(proposed)))
                return redirect_to(request, "classes:timetable", uuid=uuid)
        except DomainError as refusal:
            form.add_domain_error(refusal)
    shown = [
        {"on": s.on, "half_label": classes.Half(s.half).label, "title": s.title, "periods": s.periods} for s in proposed
    ]
    context = {"form": form, "training_class": training_class, "proposed": shown}
    return page(request, "classes/timetable_propose.html", context, form=form)


@screen(permission="session.edit", methods=("GET", "POST"))
def session_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.SESSION_EDIT)
    initial = {"on": training_class.opens_on, "half": "1_morning", "form": "lecture", "place": training_class.place}
    form = SessionForm(request.POST or None, request=request, initial=initial, training_class=training_class)
    if form.is_valid():
        try:
            classes.plan_sessions(actor=request.user, training_class=training_class, sessions=[_new_session(form)])
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã thêm buổi học."))
            return redirect_to(request, "classes:timetable", uuid=uuid)
    return page(request, "classes/class_small_form.html", _session_context(request, training_class, form), form=form)


@screen(permission="session.edit", methods=("GET", "POST"))
def session_edit(request: ScreenRequest, uuid: UUID, session: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.SESSION_EDIT)
    row = classes.get_session(training_class, session)
    initial = {name: getattr(row, name) for name in SessionForm.base_fields}
    form = SessionForm(request.POST or None, request=request, initial=initial, training_class=training_class)
    if form.is_valid():
        try:
            classes.update_session(actor=request.user, session=row, new=_new_session(form))
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã sửa buổi học."))
            return redirect_to(request, "classes:timetable", uuid=uuid)
    context = _session_context(request, training_class, form)
    context |= {
        "title": _("Sửa buổi học"),
        "removable": True,
        "remove_label": _("Bỏ buổi này"),
        "remove_url": screen_url(request, "classes:session-remove", uuid=uuid, session=session),
    }
    return page(request, "classes/class_small_form.html", context, form=form)


@screen(permission="session.edit", methods=("POST",))
def session_remove(request: ScreenRequest, uuid: UUID, session: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.SESSION_EDIT)
    classes.remove_session(actor=request.user, session=classes.get_session(training_class, session))
    notify(request, _("Đã bỏ buổi học."))
    return redirect_to(request, "classes:timetable", uuid=uuid)


def _new_session(form: SessionForm) -> classes.NewSession:
    data = form.cleaned_data
    return classes.NewSession(
        on=data["on"],
        half=data["half"],
        lesson_id=data["lesson"].pk if data["lesson"] else None,
        title=data["title"],
        periods=data["periods"],
        form=data["form"],
        lecturer_id=data["lecturer"].pk if data["lecturer"] else None,
        place=data["place"],
    )


def _session_context(
    request: ScreenRequest, training_class: classes.TrainingClass, form: SessionForm
) -> dict[str, Any]:
    return {
        "form": form,
        "training_class": training_class,
        "title": _("Thêm buổi học"),
        "action": _("Lưu buổi học"),
        "back_url": screen_url(request, "classes:timetable", uuid=training_class.uuid),
    }

"""Study sessions on screen: the list, one of them, and what its organiser does."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.web.meetings.forms import ReopenForm, SessionForm
from hocvien.web.meetings.navigation import tabs
from hocvien.web.meetings.pictures import Reached, draw_reached
from hocvien.web.meetings.tables.sessions import (
    PointRow,
    PointTable,
    SessionTable,
    UnitTable,
    session_status,
    unit_rows,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="study.view", as_of=True)
def session_list(request: ScreenRequest) -> HttpResponse:
    """Study sessions of the period that the unit in the bar, or one below it, organises or is summoned to."""
    scope = request.scope
    rows = meetings.sessions_of(
        request.user, scope.unit, from_=scope.start, to_exclusive=scope.end, on=scope.on, as_of=scope.day
    ).annotate(unit_name=org.name_subquery("organiser_id", scope.day))
    context = {
        "may_call": access.Permission.STUDY_EDIT in request.held_permissions,
        "tabs": tabs(request, "meetings:session-list"),
    }
    return table_response(request, "meetings/session_list.html", SessionTable(request, rows), context)


@screen(permission="study.edit", methods=("GET", "POST"))
def session_call(request: ScreenRequest) -> HttpResponse:
    form = SessionForm(
        request.POST or None, request=request, initial={"organiser": request.scope.unit, "opens_on": request.scope.on}
    )
    if form.is_valid():
        try:
            session = meetings.call_study_session(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã lập phiên học tập. Thêm điểm học và đơn vị được triệu tập."))
            return redirect_to(request, "meetings:session-page", uuid=session.uuid)
    context = {"form": form, "back_url": screen_url(request, "meetings:session-list")}
    return page(request, "meetings/session_form.html", context, form=form)


@screen(permission="study.edit", methods=("GET", "POST"))
def session_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    initial = {name: getattr(session, name) for name in SessionForm.base_fields}
    form = SessionForm(request.POST or None, request=request, initial=initial, is_new=False)
    if form.is_valid():
        try:
            meetings.update_study_session(actor=request.user, session=session, changes=form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã sửa phiên học tập."))
            return redirect_to(request, "meetings:session-page", uuid=session.uuid)
    context = {
        "form": form,
        "session": session,
        "back_url": screen_url(request, "meetings:session-page", uuid=session.uuid),
    }
    return page(request, "meetings/session_form.html", context, form=form)


@screen(permission="study.view", as_of=True)
def session_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One study session: sums, points, units. Who is only summoned sees units in sight. About ten queries."""
    on = request.scope.on
    session = meetings.get_session_for(request.user, uuid, on)
    seen = meetings.units_seen(request.user, session, on)
    summoned = session.summoned.all() if seen is None else session.summoned.filter(unit_id__in=seen)
    found = meetings.figures_of_units(summoned)
    total = meetings.sum_figures(row.figures for row in found)
    units = unit_rows(session, found, meetings.places_of_units(session))
    table = UnitTable(request, units, prefix="u-")
    if table.is_export_asked:
        return table.as_response()
    by_point = meetings.figures_by_point(session, seen)
    points = [
        PointRow(
            uuid=point.uuid,
            session_uuid=session.uuid,
            place=point.place,
            on=point.on,
            mode=point.get_mode_display(),
            is_makeup=point.is_makeup,
            figures=by_point.get(point.pk, meetings.Figures()),
        )
        for point in meetings.list_points(session)
    ]
    if seen is not None:
        points = [row for row in points if row.is_makeup or row.figures.units]
    context: dict[str, Any] = {
        "session": session,
        "total": total,
        "status": session_status(session, total, on),
        "points": PointTable(request, points, prefix="p-"),
        "table": table,
        "map": draw_reached(
            _("Tỉ lệ đảng viên dự theo đơn vị: {topic}, {day}").format(
                topic=session.topic, day=f"{session.opens_on:%d/%m/%Y}"
            ),
            (Reached.of(row.name, row.figures) for row in units),
        ),
        "is_part": seen is not None,
        "unit_name": org.label_as_of(session.organiser_id, session.opens_on).name,
        "above": sum(row.figures.is_above_members for row in found),
        **_actions(request, session),
    }
    return page(request, "meetings/session_page.html", context)


def _actions(request: ScreenRequest, session: meetings.StudySession) -> dict[str, bool]:
    may = meetings.can_organise(request.user, session, request.scope.on) and not request.scope.is_another_day
    is_open = session.status == meetings.StudyStatus.OPEN
    return {"may_edit": may and is_open, "may_reopen": may and not is_open}


@screen(permission="study.edit", methods=("POST",))
def session_lock(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    meetings.lock_study_session(actor=request.user, session=session)
    notify(request, _("Đã khóa số. Muốn sửa thì mở lại, có ghi lý do."))
    return redirect_to(request, "meetings:session-page", uuid=session.uuid)


@screen(permission="study.edit", methods=("GET", "POST"))
def session_reopen(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    form = ReopenForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            meetings.reopen_study_session(actor=request.user, session=session, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã mở lại số của phiên học tập."))
            return redirect_to(request, "meetings:session-page", uuid=session.uuid)
    return page(request, "meetings/session_reopen.html", {"form": form, "session": session}, form=form)


@screen(permission="study.edit", methods=("POST",))
def session_recount(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    members = meetings.recount_members(actor=request.user, session=session)
    notify(request, _("Đã đếm lại theo hồ sơ: {members} đảng viên.").format(members=members))
    return redirect_to(request, "meetings:session-page", uuid=session.uuid)


@screen(permission="study.edit", methods=("POST",))
def session_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    meetings.remove_study_session(actor=request.user, session=session)
    notify(request, _("Đã bỏ phiên học tập “{topic}”.").format(topic=session.topic))
    return redirect_to(request, "meetings:session-list")

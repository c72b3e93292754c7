"""Points of a study session, and who gathers at each."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.common.errors import DomainError
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.web.meetings.forms import CELLS, CHILDREN, PointForm, SummonForm
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen


@screen(permission="study.edit", methods=("GET", "POST"))
def point_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    form = PointForm(request.POST or None, request=request, initial={"on": session.opens_on})
    if form.is_valid():
        try:
            point = meetings.add_point(actor=request.user, session=session, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            name = "headcount-page" if point.is_makeup else "unit-summon"
            return redirect_to(request, f"meetings:{name}", uuid=session.uuid, point=point.uuid)
    context = {
        "form": form,
        "session": session,
        "back_url": screen_url(request, "meetings:session-page", uuid=session.uuid),
    }
    return page(request, "meetings/point_form.html", context, form=form)


@screen(permission="study.edit", methods=("GET", "POST"))
def point_edit(request: ScreenRequest, uuid: UUID, point: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    row = meetings.get_point(session, point)
    initial = {"place": row.place, "on": row.on, "mode": row.mode}
    form = PointForm(request.POST or None, request=request, initial=initial, is_new=False)
    if form.is_valid():
        try:
            meetings.update_point(actor=request.user, point=row, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã sửa điểm học."))
            return redirect_to(request, "meetings:headcount-page", uuid=session.uuid, point=row.uuid)
    context = {
        "form": form,
        "session": session,
        "point": row,
        "back_url": screen_url(request, "meetings:headcount-page", uuid=session.uuid, point=row.uuid),
    }
    return page(request, "meetings/point_form.html", context, form=form)


@screen(permission="study.edit", methods=("POST",))
def point_remove(request: ScreenRequest, uuid: UUID, point: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    row = meetings.get_point(session, point)
    meetings.remove_point(actor=request.user, point=row)
    notify(request, _("Đã bỏ điểm học “{place}”.").format(place=row.place))
    return redirect_to(request, "meetings:session-page", uuid=session.uuid)


@screen(permission="study.edit", methods=("GET", "POST"))
def unit_summon(request: ScreenRequest, uuid: UUID, point: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    row = meetings.get_point(session, point)
    form = SummonForm(request.POST or None, request=request, initial={"unit": session.organiser, "which": CHILDREN})
    if form.is_valid():
        units = _chosen(form.cleaned_data["unit"], form.cleaned_data["which"], session)
        if not units:
            form.add_error("unit", _none_there(form.cleaned_data["which"]))
        else:
            try:
                meetings.summon_units(actor=request.user, point=row, units=units)
            except DomainError as refusal:
                form.add_domain_error(refusal)
            else:
                words = ngettext("{count} đơn vị ở điểm học này.", "{count} đơn vị ở điểm học này.", len(units))
                notify(request, _("Đã triệu tập:") + " " + words.format(count=len(units)))
                return redirect_to(request, "meetings:headcount-page", uuid=session.uuid, point=row.uuid)
    context = {
        "form": form,
        "session": session,
        "point": row,
        "back_url": screen_url(request, "meetings:headcount-page", uuid=session.uuid, point=row.uuid),
    }
    return page(request, "meetings/unit_summon.html", context, form=form)


def _none_there(which: str) -> str:
    if which == CELLS:
        return _("Không có chi bộ nào ở đơn vị này và cấp dưới trong ngày học. Chọn đơn vị khác.")
    return _("Đơn vị này không có đơn vị trực thuộc trong ngày học. Chọn “Chỉ đơn vị này”.")


def _chosen(unit: org.Unit, which: str, session: meetings.StudySession) -> list[org.Unit]:
    """The units asked for as of the first day; of cells one more than a point holds, so that too many are refused in words."""
    if which == CELLS:
        return meetings.cells_at_or_below(unit, session.opens_on)
    if which == CHILDREN:
        return list(org.Unit.objects.filter(pk__in=org.children_ids_as_of(unit.pk, session.opens_on, by_name=False)))
    return [unit]


@screen(permission="study.edit", methods=("POST",))
def unit_release(request: ScreenRequest, uuid: UUID, point: UUID) -> HttpResponse:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    row = meetings.get_point(session, point)
    unit = org.get_unit(request.POST.get("unit", ""))
    meetings.release_unit(actor=request.user, point=row, unit=unit)
    notify(request, _("Đã bỏ đơn vị khỏi điểm học."))
    return redirect_to(request, "meetings:headcount-page", uuid=session.uuid, point=row.uuid)

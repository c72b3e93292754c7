"""Who of a unit was at a point, ticked by name where the unit wants it; its number follows."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen


@screen(permission="study.names", methods=("GET", "POST"))
def name_list(request: ScreenRequest, uuid: UUID, point: UUID) -> HttpResponse:
    """Members of one unit (`of`: its code, else the first there is) with who is ticked; ticking again replaces the list. About fifteen queries."""
    on = request.scope.on
    session = meetings.get_session_for(request.user, uuid, on)
    row = meetings.get_point(session, point)
    unit = _unit_of(request, row)
    is_open = session.status == meetings.StudyStatus.OPEN
    refusal = ""
    if request.method == "POST":
        try:
            _write(request, row, unit)
        except DomainError as refused:
            refusal = str(refused)
        else:
            return redirect_to(request, "meetings:headcount-page", uuid=session.uuid, point=row.uuid)
    try:
        members = meetings.members_to_name(row, unit)
    except DomainError as refused:
        members, refusal, is_open = [], refusal or str(refused), False
    context = {
        "session": session,
        "point": row,
        "members": members,
        "is_open": is_open,
        "is_by_name": unit.pk in meetings.named_units(row),
        "refusal": refusal,
        "unit_name": org.label_as_of(unit.pk, session.opens_on).name,
        "back_url": screen_url(request, "meetings:headcount-page", uuid=session.uuid, point=row.uuid),
    }
    return page(request, "meetings/name_list.html", context, status=422 if request.method == "POST" else 200)


def _unit_of(request: ScreenRequest, point: meetings.Point) -> org.Unit:
    """The unit asked for, where the account may record names; NotVisible (a 404) where there is none."""
    on = request.scope.on
    code = request.GET.get("of", "")
    if not code:
        rows = meetings.rows_of_point(point)
        may = meetings.nameable(request.user, [row.unit_id for row in rows], on)
        code = next((row.code for row in rows if row.unit_id in may), "")
    return access.get_unit_for(request.user, code, access.Permission.STUDY_NAMES, on=on)


def _write(request: ScreenRequest, point: meetings.Point, unit: org.Unit) -> None:
    if "drop" in request.POST:
        meetings.drop_names(actor=request.user, point=point, unit=unit)
        notify(request, _("Đã bỏ danh sách tên; số có mặt giữ nguyên và gõ lại được."))
        return
    number = meetings.record_names(actor=request.user, point=point, unit=unit, person_uuids=_ticked(request))
    notify(request, _("Đã ghi {number} người có mặt.").format(number=number))


def _ticked(request: HttpRequest) -> set[UUID]:
    """Who was ticked; what is no identity is nobody of the unit and refused as such."""
    found = set()
    for text in request.POST.getlist("person"):
        try:
            found.add(UUID(text))
        except ValueError:
            continue
    return found

"""The numbers of a point on one page: typed, pasted from a workbook, or read from a file; only saving writes."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.web.meetings.forms import FileForm, PasteForm
from hocvien.web.meetings.grid import Grid, lay_read, lay_typed, make_grid, say_refusal
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen(permission="study.view", methods=("GET", "POST"))
def headcount_page(request: ScreenRequest, uuid: UUID, point: UUID) -> HttpResponse:
    """Numbers of the units of a point that the account sees; those it tells have fields. A fixed number of queries."""
    session, row, lines = _rows(request, uuid, point)
    is_open = session.status == meetings.StudyStatus.OPEN
    units = [line.unit_id for line in lines]
    may = meetings.answerable(request.user, session, units, request.scope.on) if is_open else set()
    grid = make_grid(row, lines, may, meetings.named_units(row))
    for unit_id, url in _named(request, row, units).items():
        if line := grid.find(unit_id):
            line.name_url = url
    laid = False
    if request.method == "POST":
        act = request.POST.get("act", "save")
        if act == "save":
            lay_typed(grid, request.POST)
            if _save(request, row, grid):
                return redirect_to(request, "meetings:headcount-page", uuid=session.uuid, point=row.uuid)
        else:
            laid = _lay(request, row, grid, act)
    may_organise = is_open and meetings.can_organise(request.user, session, request.scope.on)
    context = {
        "session": session,
        "point": row,
        "grid": grid,
        "laid": laid,
        "file_form": FileForm(request=request),
        "paste_form": PasteForm(request=request, is_makeup=row.is_makeup),
        "may_organise": may_organise,
        "unit_name": org.label_as_of(session.organiser_id, session.opens_on).name,
        "telling": sum(line.may_edit for line in grid.lines),
    }
    return page(request, "meetings/headcount_page.html", context, status=422 if grid.is_wrong else 200)


@screen(permission="study.view")
def headcount_workbook(request: ScreenRequest, uuid: UUID, point: UUID) -> HttpResponse:
    """The same lines as a workbook, to be filled in and read back."""
    _session, row, lines = _rows(request, uuid, point)
    response = HttpResponse(exchange.make_headcount_workbook(row, lines), content_type=_XLSX)
    response["Content-Disposition"] = f'attachment; filename="so-nguoi-du-{row.on:%Y%m%d}-{row.position}.xlsx"'
    return response


def _named(request: ScreenRequest, point: meetings.Point, unit_ids: Sequence[int]) -> dict[int, str]:
    """Unit id → where its present members are named, for units where the account may. Two queries at most."""
    if access.Permission.STUDY_NAMES not in request.held_permissions:
        return {}
    codes = dict(
        org.Unit.objects.filter(pk__in=meetings.nameable(request.user, unit_ids, request.scope.on)).values_list(
            "pk", "code"
        )
    )
    return {
        pk: screen_url(request, "meetings:name-list", uuid=point.session.uuid, point=point.uuid, query={"of": code})
        for pk, code in codes.items()
    }


def _rows(
    request: ScreenRequest, uuid: UUID, point: UUID
) -> tuple[meetings.StudySession, meetings.Point, Sequence[meetings.Row]]:
    session = meetings.get_session_for(request.user, uuid, request.scope.on)
    row = meetings.get_point(session, point)
    seen = meetings.units_seen(request.user, session, request.scope.on)
    return session, row, meetings.rows_of_point(row, within=seen)


def _save(request: ScreenRequest, point: meetings.Point, grid: Grid) -> bool:
    """Write what changed; a refusal goes to its cell, with what stands there now."""
    told = grid.told()
    if grid.is_wrong:
        return False
    try:
        number = meetings.record_headcounts(actor=request.user, point=point, told=told)
    except DomainError as refusal:
        say_refusal(grid, refusal.data, str(refusal))
        for line in grid.lines:
            line.seen = (line.cells["invited"].recorded if "invited" in line.cells else None, line.present.recorded)
        return False
    words = ngettext("Đã ghi số của {number} đơn vị.", "Đã ghi số của {number} đơn vị.", number)
    notify(request, words.format(number=number) if number else _("Không có số nào thay đổi."))
    return True


def _lay(request: ScreenRequest, point: meetings.Point, grid: Grid, act: str) -> bool:
    """Fill the page from a file or pasted cells; nothing is written."""
    try:
        if act == "file":
            upload = request.FILES.get("file")
            if upload is None:
                grid.problems.append(_("Chưa chọn tệp nào. Chọn tệp mẫu đã điền."))
                return False
            # one byte more than is read at all: a longer file is refused without being taken into memory
            lines = exchange.read_headcounts(upload.read(exchange.MAX_BYTES + 1), upload.name or "")
        else:
            lines = exchange.read_pasted_headcounts(request.POST.get("pasted", ""), is_makeup=point.is_makeup)
    except DomainError as refusal:
        grid.problems.append(str(refusal))
        return False
    lay_read(grid, lines)
    return True

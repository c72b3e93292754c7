"""What the five steps share."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.parts import Step
from hocvien.web.ui.screens import screen

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FILE, COLUMNS, PROBLEMS, EFFECT, DONE, AFTER = range(6)


def steps_of(current: int, roster: exchange.StoredRoster | None = None) -> list[Step]:
    """The five steps, with what is left to do in each."""
    columns = must = 0
    if roster is not None:
        columns = sum(
            1 for sheet in roster.layout["sheets"] for column in sheet["columns"] if column["field"] not in {"", "-"}
        )
        must = roster.counts.get("must", 0)
    labels = [
        _("Tải tệp lên"),
        _("Nhận cột, {n} cột").format(n=columns) if columns else _("Nhận cột"),
        _("Sửa vấn đề, còn {n}").format(n=must) if must else _("Sửa vấn đề"),
        _("Xem trước"),
        _("Ghi vào hồ sơ"),
    ]
    return [Step(label, _state(number, current)) for number, label in enumerate(labels)]


def _state(number: int, current: int) -> str:
    if number == current:
        return "current"
    return "done" if number < current else "next"


def roster_for(request: ScreenRequest, uuid: UUID) -> exchange.StoredRoster:
    """The user's roster; a 404 when it is not theirs."""
    return exchange.get_roster(actor=request.user, uuid=uuid, on=request.scope.on)


def unit_name(request: ScreenRequest, roster: exchange.StoredRoster) -> str:
    """The roster's unit as it is called today."""
    return org.label_as_of(roster.unit_id, request.scope.on).name


def page_of(roster: exchange.StoredRoster) -> str:
    """The screen where somebody goes on with it."""
    if roster.state in {exchange.RosterState.READING, exchange.RosterState.EXECUTING}:
        return "persons:roster-progress"
    if roster.state == exchange.RosterState.EXECUTED:
        return "persons:roster-done"
    return "persons:roster-problems" if roster.counts.get("marked") else "persons:roster-effect"


@screen(permission="roster.import")
def roster_open(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """To the step a roster has reached."""
    return redirect_to(request, page_of(roster_for(request, uuid)), uuid=uuid)

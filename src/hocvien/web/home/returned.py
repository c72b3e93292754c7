"""What of returns waits: to hand in, to mend, to check, to ask after."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.returns import api as returns
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url

_SHOWN = 20
# what is looked for among the units of a return
_STATES = {"check_return": "submitted", "missing_return": "late"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnItem(classes.WorkItem):
    """A return, or one's own sheet of it, that waits."""

    sheet_uuid: UUID | None = None
    return_uuid: UUID | None = None
    parent_uuid: UUID | None = None

    def url(self, request: ScreenRequest) -> str:
        """The sheet itself, or the units of the return that are meant."""
        if self.sheet_uuid is not None:
            return screen_url(request, "returns:sheet-page", uuid=self.sheet_uuid)
        query = {"state": _STATES[self.kind]}
        if self.parent_uuid is not None:
            return screen_url(request, "returns:sheet-below", uuid=self.parent_uuid, query=query)
        return screen_url(request, "returns:return-page", uuid=self.return_uuid, query=query)


def returns_waiting(request: ScreenRequest, today: date, within: QuerySet[Any] | None) -> list[classes.WorkItem]:
    """Sheets of our units to hand in or to mend, sheets of others to check, units that are late; one query."""
    if not {access.Permission.RETURN_SUBMIT, access.Permission.RETURN_OPEN} & set(request.held_permissions):
        return []
    titles = {
        "submit": _("Lập, nộp biểu: {title}"),
        "mend": _("Biểu bị trả lại: {title}"),
        "check": _("Biểu đã nộp chờ kiểm tra: {title}"),
        "missing": _("Đơn vị quá hạn chưa nộp biểu: {title}"),
    }
    return [
        ReturnItem(
            kind=f"{item.kind}_return",
            title=titles[item.kind].format(title=item.title),
            detail=item.unit_name or ngettext("{count} đơn vị", "{count} đơn vị", item.count).format(count=item.count),
            tone="info" if item.kind in {"submit", "check"} else "warn",
            count=0,
            due_on=item.due_on,
            sheet_uuid=item.sheet_uuid,
            return_uuid=item.return_uuid,
            parent_uuid=item.parent_uuid,
        )
        for item in returns.returns_on_desk(request.user, today, within)[:_SHOWN]
    ]

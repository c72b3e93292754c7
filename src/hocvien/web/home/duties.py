"""What waits because of obligations: of the people one puts on lists, and one's own."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.obligations import api as obligations
from hocvien.web.shell.requests import ScreenRequest


def obligations_waiting(request: ScreenRequest, today: date, within: QuerySet[Any] | None) -> list[classes.WorkItem]:
    """What the signed-in person is due to learn, and how many lines of the list are due soon or late of the people they put on lists; two queries."""
    lists = access.Permission.LIST_PROPOSE in request.held_permissions
    counts, own = obligations.on_desk(request.user, today, within, lists=lists, unit=request.scope.unit)
    lines = (
        ("long_overdue", "bad", _("Nghĩa vụ học tập quá hạn lâu")),
        ("overdue", "warn", _("Nghĩa vụ học tập quá hạn")),
        ("due_soon", "info", _("Nghĩa vụ học tập sắp đến hạn")),
    )
    tones = {state: tone for state, tone, _title in lines}
    in_english = (get_language() or "").startswith("en")
    mine = [
        classes.WorkItem(
            kind="own_obligation",
            title=_("Bạn cần học: {title}").format(title=(in_english and one.title_en) or one.title),
            detail="",
            tone=tones[one.state],
            count=0,
            due_on=one.due_on,
        )
        for one in own
    ]
    theirs = [
        classes.WorkItem(kind=f"obligation_{state}", title=title, detail="", tone=tone, count=counts[state])
        for state, tone, title in lines
        if counts.get(state)
    ]
    return mine + theirs

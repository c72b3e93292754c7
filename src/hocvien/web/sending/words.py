"""How states, verdicts and clauses of sending out are said."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from hocvien.catalogue import api as catalogue
from hocvien.sending import api as sending
from hocvien.web.shell.filling import fill_link, value_shown
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.verdicts import clause_status
from hocvien.web.ui.parts import Clause, Status

SENDING_TONES = {"proposed": "info", "returned": "warn", "withdrawn": "neutral", "sent": "met", "annulled": "bad"}
COURSE_TONES = {
    "waiting": "info",
    "studying": "info",
    "deferred": "warn",
    "left": "neutral",
    "expelled": "bad",
    "finished": "met",
}
PHASES = (
    ("selecting", gettext_lazy("Đang chọn người")),
    ("studying", gettext_lazy("Đã cử, chưa học xong")),
    ("ended", gettext_lazy("Đã học xong")),
    ("cancelled", gettext_lazy("Đã hủy")),
)


def sending_status(status: str, course: str = "") -> Status:
    """Where somebody on a list stands: once sent, how far they have come."""
    if status == sending.SendingStatus.SENT and course:
        return Status(COURSE_TONES[course], sending.Course(course).label)
    return Status(SENDING_TONES[status], sending.SendingStatus(status).label)


def notice_status(status: str, *, sent: int, waiting: int, under_way: int, opens_on: date, today: date) -> Status:
    """Where a notice stands, from its counts."""
    if status == sending.NoticeStatus.CANCELLED:
        return Status("bad", _("Đã hủy"))
    if waiting:
        return Status("info", _("Có người chờ duyệt"))
    if not sent:
        return Status("info", _("Đang chọn người"))
    if under_way:
        return Status("info", _("Đang học") if opens_on <= today else _("Đã có quyết định cử"))
    return Status("met", _("Đã học xong"))


def mode_words(mode: str) -> str:
    return str(catalogue.StudyMode(mode).label) if mode else ""


def _title(clause: Mapping[str, Any]) -> str:
    in_english = (get_language() or "").startswith("en")
    return str((in_english and clause.get("title_en")) or clause.get("title", ""))


def reasons(clauses: Iterable[Mapping[str, Any]]) -> str:
    """Titles of the clauses not met, then of those lacking data; the whole answer is behind the link."""
    found = list(clauses)
    bad = [_title(one) for one in found if one.get("verdict") == "not_met"]
    lacking = [_title(one) for one in found if one.get("verdict") == "data_missing"]
    parts = [_("Chưa đủ: {titles}").format(titles="; ".join(bad))] if bad else []
    parts += [_("Thiếu: {titles}").format(titles="; ".join(lacking))] if lacking else []
    return ". ".join(parts)


def clause_items(
    request: ScreenRequest, clauses: Iterable[Mapping[str, Any]], person: UUID, *, may_fill: bool
) -> list[Clause]:
    """Clauses as they were judged, in the reader's language, each with its citation and where what is missing is recorded."""
    in_english = (get_language() or "").startswith("en")
    items = []
    for one in clauses:
        url, action = fill_link(request, one.get("fill", ""), person) if may_fill else ("", "")
        value = (in_english and one.get("value_en")) or one.get("value", "")
        items.append(
            Clause(
                title=_title(one),
                status=clause_status(one.get("verdict", "")),
                text=value_shown(request, str(value), is_private=bool(one.get("is_private"))),
                citation=one.get("citation", ""),
                mark=Status("warn", _("mặc định, chưa đối chiếu")) if one.get("mark") == "default" else None,
                url=url,
                action=action,
            )
        )
    return items

"""The main items, in the order of the job; an item is there when its screen exists and some grant allows it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.web.ui.links import screen_url

P = access.Permission


@dataclass(frozen=True, slots=True)
class NavItem:
    """`permissions`: any one of them opens the screen; none means every signed-in user."""

    screen: str
    label: str | Promise
    icon: str
    permissions: frozenset[str] = frozenset()
    url: str = ""
    is_current: bool = False
    count: int = 0


ITEMS = (
    NavItem("home:work-list", _("Việc cần làm"), "work"),
    NavItem("units:unit-list", _("Đơn vị"), "units", frozenset({P.UNIT_VIEW})),
    NavItem("reorganisations:reorganisation-list", _("Sắp xếp tổ chức"), "reorganise", frozenset({P.UNIT_EDIT})),
    NavItem("persons:person-list", _("Hồ sơ cá nhân"), "people", frozenset({P.PERSON_VIEW})),
    NavItem("obligations:overview", _("Nghĩa vụ học tập"), "calendar", frozenset({P.PERSON_VIEW})),
    NavItem("programmes:programme-list", _("Chương trình, tài liệu"), "programmes", frozenset({P.PROGRAMME_VIEW})),
    NavItem("rules:rule-list", _("Quy định, điều kiện học"), "quality", frozenset({P.PROGRAMME_VIEW})),
    NavItem("plans:plan-list", _("Kế hoạch"), "plans", frozenset({P.PLAN_VIEW})),
    NavItem("quotas:quota-list", _("Chỉ tiêu cử đi học"), "plans", frozenset({P.PLAN_VIEW})),
    NavItem("classes:class-list", _("Lớp học"), "classes", frozenset({P.CLASS_VIEW})),
    NavItem("meetings:session-list", _("Phiên học tập"), "calendar", frozenset({P.STUDY_VIEW})),
    NavItem("sending:notice-list", _("Cử đi học"), "upload", frozenset({P.CLASS_VIEW})),
    NavItem(
        "certificates:certificate-list", _("Văn bằng, chứng nhận"), "certificates", frozenset({P.CERTIFICATE_VIEW})
    ),
    NavItem("reports:report-page", _("Báo cáo"), "reports", frozenset({P.REPORT_VIEW})),
    NavItem("returns:return-list", _("Biểu báo cáo"), "reports", frozenset({P.RETURN_VIEW})),
    NavItem("official:paper-list", _("Văn bản báo cáo"), "reports", frozenset({P.REPORT_VIEW})),
    NavItem("figures:series-page", _("Số liệu nhiều năm"), "reports", frozenset({P.REPORT_VIEW})),
    NavItem(
        "administration:overview",
        _("Quản trị hệ thống"),
        "administration",
        frozenset({P.GRANT_EDIT, P.BACKUP_MAKE, P.JOURNAL_VIEW}),
    ),
)

_COUNTS: dict[str, Callable[[HttpRequest], int]] = {}


def register_count(screen: str, count: Callable[[HttpRequest], int]) -> None:
    """Show a number beside an item; called once per page, so it must be cheap."""
    _COUNTS[screen] = count


def list_items(request: HttpRequest) -> list[NavItem]:
    """The items this user may open, the one in use marked."""
    held: set[str] = getattr(request, "held_permissions", set())
    match = request.resolver_match
    area = match.namespace if match else ""
    found = []
    for item in ITEMS:
        if item.permissions and not (item.permissions & held):
            continue
        try:
            url = screen_url(request, item.screen)
        except NoReverseMatch:
            continue
        count = _COUNTS[item.screen](request) if item.screen in _COUNTS else 0
        found.append(replace(item, url=url, is_current=item.screen.split(":")[0] == area, count=count))
    return found

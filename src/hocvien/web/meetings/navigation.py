"""Study sessions one by one, and by unit."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Tab


def tabs(request: ScreenRequest, current: str) -> Sequence[Tab]:
    """The tabs above both; none for who does not see figures."""
    if access.Permission.REPORT_VIEW not in request.held_permissions:
        return []
    names = [("meetings:session-list", _("Các phiên")), ("meetings:report-page", _("Tổng hợp theo đơn vị"))]
    return [Tab(label, screen_url(request, name), name == current) for name, label in names]

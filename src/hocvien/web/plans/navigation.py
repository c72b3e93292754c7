"""The areas of planning, side by side: the plans, their sum, needs, targets, days and settings."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Tab


def tabs(request: ScreenRequest, current: str) -> Sequence[Tab]:
    """The tabs above every list of this area; the day by which plans are asked for is shown to those who decide on plans."""
    names = [
        ("plans:plan-list", _("Kế hoạch năm")),
        ("plans:merged-page", _("Tổng hợp cấp dưới")),
        ("plans:need-list", _("Nhu cầu")),
        ("plans:target-list", _("Chỉ tiêu nhiều năm")),
        ("plans:setting-list", _("Định mức")),
    ]
    if access.Permission.PLAN_APPROVE in request.held_permissions:
        names.insert(2, ("plans:plan-call", _("Hạn trình")))
    return [Tab(label, screen_url(request, name), name == current) for name, label in names]

"""Returns asked and answered, and the forms they are asked on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.parts import Tab


def tabs(request: ScreenRequest, current: str) -> Sequence[Tab]:
    names = [("returns:return-list", _("Các đợt báo cáo")), ("returns:form-list", _("Biểu mẫu"))]
    return [Tab(label, screen_url(request, name), name == current) for name, label in names]

"""Notices of others' classes in the search of the frame."""

from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.sending import api as sending
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.search import Hit, Provider, register
from hocvien.web.ui import formats
from hocvien.web.ui.links import screen_url


def find_notices(request: ScreenRequest, text: str, limit: int) -> list[Hit]:
    """Visible notices whose class, issuer or number holds the text, marks ignored; one query."""
    return [
        Hit(
            title=row.name,
            url=screen_url(request, "sending:notice-page", uuid=row.uuid),
            note=f"{row.number}, {row.issuer_name}, {formats.day(row.opens_on)}",
            code=row.number,
        )
        for row in sending.search_notices(request.user, text, request.scope.on, limit=limit)
    ]


register(
    Provider(
        kind="notice",
        label=_("Thông báo chiêu sinh từ nơi khác"),
        find=find_notices,
        permission=access.Permission.CLASS_VIEW,
    )
)

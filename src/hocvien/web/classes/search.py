"""Classes in the search of the frame."""

from django.utils.translation import gettext_lazy as _

from hocvien.classes import api as classes
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.search import Hit, Provider, register
from hocvien.web.ui.links import screen_url


def find_classes(request: ScreenRequest, text: str, limit: int) -> list[Hit]:
    """Visible classes whose name or code holds the text, marks ignored; one query."""
    return [
        Hit(
            title=row.name,
            url=screen_url(request, "classes:class-page", uuid=row.uuid),
            note=f"{row.code}, {row.opens_on:%d/%m/%Y}",
            code=row.code,
        )
        for row in classes.search_classes(request.user, text, request.scope.on, limit=limit)
    ]


register(Provider(kind="class", label=_("Lớp"), find=find_classes))

"""What the search finds among certificates: by number, by name, by blank; only of units the viewer may see."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common.text import fold
from hocvien.records import api as records
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.search import Hit, Provider, register
from hocvien.web.ui.links import screen_url


def find_certificates(request: ScreenRequest, text: str, limit: int) -> list[Hit]:
    """Newest first; one query."""
    wanted = Q(number_text__icontains=text) | Q(blank_number__icontains=text)
    if fold(text):
        wanted |= Q(person__name_folded__contains=fold(text))
    rows = records.certificates_visible_to(request.user, request.scope.on).filter(wanted).order_by("-issued_on", "pk")
    return [
        Hit(
            title=f"{row.number_text}, {row.full_name}",
            url=screen_url(request, "certificates:certificate-page", uuid=row.uuid),
            note=f"{row.programme_title}, {row.issued_on:%d/%m/%Y}",
        )
        for row in rows[:limit]
    ]


register(
    Provider(
        kind="certificate",
        label=_("Văn bằng, chứng nhận"),
        find=find_certificates,
        permission=access.Permission.CERTIFICATE_VIEW,
    )
)

"""Programmes and lecturers in the search of the frame."""

from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.text import fold
from hocvien.faculty import api as faculty
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.search import Hit, Provider, register
from hocvien.web.ui.links import screen_url


def find_programmes(request: ScreenRequest, text: str, limit: int) -> list[Hit]:
    """Programmes whose code, name or other names hold every word; one query."""
    words = fold(text).split()
    found = [
        programme
        for programme in catalogue.list_programmes(request.scope.on)
        if all(word in fold(" ".join((programme.code, programme.name, *programme.synonyms))) for word in words)
    ]
    return [
        Hit(
            title=programme.name,
            url=screen_url(request, "programmes:programme-page", code=programme.code),
            note=programme.code,
            code=programme.code,
        )
        for programme in found[:limit]
    ]


def find_lecturers(request: ScreenRequest, text: str, limit: int) -> list[Hit]:
    """Visible lecturers by name, marks ignored; two queries."""
    rows = faculty.matching(faculty.lecturers_visible_to(request.user, request.scope.on), text)
    return [
        Hit(
            title=lecturer.full_name,
            url=screen_url(request, "programmes:lecturer-page", uuid=lecturer.uuid),
            note=lecturer.title or lecturer.get_kind_display(),
        )
        for lecturer in rows[:limit]
    ]


register(Provider(kind="programme", label=_("Chương trình"), find=find_programmes, permission="programme.view"))
register(Provider(kind="lecturer", label=_("Giảng viên"), find=find_lecturers, permission="lecturer.view"))

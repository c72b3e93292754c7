"""Finding people, units, classes, certificates and screens, without marks. Areas register what they can find.

A provider asks its app's door with `request.user` and returns only what that user may see.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.urls import NoReverseMatch
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.nav import list_items
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.choices import label_words, person_words
from hocvien.web.ui.links import screen_url


@dataclass(frozen=True, slots=True)
class Hit:
    """One answer. `code` is what a picker stores, `words` what it then shows (default: the title)."""

    title: str
    url: str
    note: str = ""
    code: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Provider:
    kind: str
    label: str | Promise
    find: Callable[[ScreenRequest, str, int], list[Hit]]
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    label: str
    hits: list[Hit]

    def as_json(self) -> dict[str, Any]:
        return {"label": self.label, "hits": [asdict(hit) for hit in self.hits]}


_PROVIDERS: dict[str, Provider] = {}


def register(provider: Provider) -> None:
    """Add (or replace) what is found under this kind."""
    _PROVIDERS[provider.kind] = provider


def find_all(request: ScreenRequest, text: str, limit: int) -> list[Group]:
    """Groups with at least one hit, in the order registered."""
    if len(fold(text)) < 2:
        return []
    held: set[str] = getattr(request, "held_permissions", set())
    groups = []
    for provider in _PROVIDERS.values():
        if provider.permission and provider.permission not in held:
            continue
        hits = provider.find(request, text, limit)
        if hits:
            groups.append(Group(str(provider.label), hits))
    return groups


def find_units(
    request: ScreenRequest, text: str, limit: int, permission: str | None = access.Permission.UNIT_VIEW
) -> list[Hit]:
    """Units where the user holds the permission (None: all), by name or code; four queries."""
    on = request.scope.day
    within = access.unit_ids_for(
        request.user if permission else None, permission or access.Permission.UNIT_VIEW, request.scope.on
    )
    labels = org.search_units(text, within=within, on=on, limit=limit)
    parents = org.parent_ids_as_of([label.id for label in labels], on)
    above = org.labels_as_of(set(parents.values()), on)
    return [
        Hit(
            title=label.name,
            note=above[parents[label.id]].name if label.id in parents else label.code,
            url=_url(request, "units:unit-page", with_unit=label.code, code=label.code),
            code=label.code,
            words=label_words(label),
        )
        for label in labels
    ]


def find_people(
    request: ScreenRequest, text: str, limit: int, permission: str = access.Permission.PERSON_VIEW
) -> list[Hit]:
    """People the user may see, by name or number, with birth and main unit; six queries."""
    on = request.scope.on
    found = list(people.matching(access.people_visible_to(request.user, on, permission), text)[:limit])
    units = people.main_unit_ids([person.pk for person in found], request.scope.day)
    labels = org.labels_as_of(set(units.values()), request.scope.day)
    return [
        Hit(
            title=person.full_name,
            note=", ".join(
                part
                for part in (person.birth_words, labels[units[person.pk]].name if person.pk in units else "")
                if part
            ),
            url=_url(request, "persons:person-page", uuid=person.uuid),
            code=str(person.uuid),
            words=person_words(person),
        )
        for person in found
    ]


def find_screens(request: ScreenRequest, text: str, limit: int) -> list[Hit]:
    """Main items by their name."""
    wanted = fold(text)
    return [Hit(str(item.label), item.url) for item in list_items(request) if wanted in fold(str(item.label))][:limit]


def _url(request: ScreenRequest, name: str, **kwargs: Any) -> str:
    try:
        return screen_url(request, name, **kwargs)
    except NoReverseMatch:
        return ""


register(Provider("person", _("Người"), find_people, access.Permission.PERSON_VIEW))
register(Provider("unit", _("Đơn vị"), find_units, access.Permission.UNIT_VIEW))
register(Provider("screen", _("Màn hình"), find_screens))

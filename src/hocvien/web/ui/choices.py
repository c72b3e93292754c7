"""A unit or a person named by hand or picked from the list that types ahead, always through the doors that check sight.

The browser sends the words shown and, in `<name>-ref`, what was picked. A pick counts only while the words are still those
of the pick; otherwise the words decide, so that the field works without JavaScript.
"""

import re
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.people import api as people

_IN_BRACKETS = re.compile(r"(?P<name>.*)\((?P<inside>[^()]*)\)\s*")
_SHOWN = 5


def unit_words(unit: org.Unit, on: date) -> str:
    """The words a unit is shown by in a field: "Huyện ủy Đức Thọ (duc-tho)"; three queries."""
    return label_words(org.label_as_of(unit.pk, on))


def label_words(label: org.UnitLabel) -> str:
    """The same from a label at hand."""
    return f"{label.name} ({label.code})"


def person_words(person: people.Person) -> str:
    """The words a person is shown by in a field: name and birth."""
    return f"{person.full_name} ({person.birth_words})" if person.birth_words else person.full_name


# Instead of a permission, in the address a picker asks: units of the whole installation.
ANYWHERE = "any"


def read_unit(text: str, *, actor: Any, permission: str, on: date) -> org.Unit:
    """The unit the words name; DomainError `unit_unknown` or `unit_ambiguous`."""
    bracketed = _IN_BRACKETS.fullmatch(text)
    for code in (bracketed["inside"].strip() if bracketed else "", text.strip().lower()):
        if code and re.fullmatch(r"[a-z0-9_-]+", code):
            try:
                return access.get_unit_for(actor, code, permission, on=on)
            except NotVisible:
                continue
    scope = access.unit_ids_for(actor, permission, on)
    found = org.search_units(text, within=scope, on=on, limit=_SHOWN + 1)
    exact = [label for label in found if fold(label.name) == fold(text)]
    if len(exact or found) == 1:
        return access.get_unit_for(actor, (exact or found)[0].code, permission, on=on)
    if not found:
        raise DomainError(
            "unit_unknown",
            _(
                "Không thấy đơn vị “{text}” trong phạm vi bạn được giao. Gõ mã hoặc một phần tên rồi chọn trong danh sách;"
                " nếu đơn vị chưa có, nhờ quản trị hệ thống thêm."
            ),
            text=text,
        )
    names = "; ".join(label_words(label) for label in found[:_SHOWN])
    raise DomainError(
        "unit_ambiguous", _("“{text}” hợp với nhiều đơn vị: {names}. Gõ thêm mã trong ngoặc."), text=text, names=names
    )


def read_person(text: str, ref: str, *, actor: Any, permission: str, on: date) -> people.Person:
    """The person picked (`ref`, a uuid) or named; DomainError `person_unknown` or `person_ambiguous`."""
    uuid = _uuid(ref) or _uuid(text)
    if uuid is not None:
        try:
            picked = access.get_person_for(actor, uuid, permission, on=on)
        except NotVisible:
            pass
        else:
            if _uuid(text) or fold(person_words(picked)) == fold(text):
                return picked
    bracketed = _IN_BRACKETS.fullmatch(text)
    name = bracketed["name"].strip() if bracketed else text
    found = list(people.matching(access.people_visible_to(actor, on, permission), name)[: _SHOWN * 8])
    if len(found) > 1:
        found = [person for person in found if fold(person_words(person)) == fold(text)] or found
    if len(found) > 1:
        found = [person for person in found if fold(person.full_name) == fold(name)] or found
    if len(found) == 1:
        return found[0]
    if not found:
        raise DomainError(
            "person_unknown",
            _(
                "Không thấy “{text}” trong những người bạn được xem. Gõ họ tên, không cần dấu, rồi chọn trong danh sách."
            ),
            text=text,
        )
    names = "; ".join(person_words(person) for person in found[:_SHOWN])
    raise DomainError(
        "person_ambiguous",
        _("Có nhiều người hợp với “{text}”: {names}. Gõ cả ngày sinh trong ngoặc."),
        text=text,
        names=names,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None

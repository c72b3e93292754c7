"""Everything held about one person: to read, to hand over, to see its numbers; and who looked."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.web.privacy.tables import LookLogTable, LookTable
from hocvien.web.privacy.views.register import language
from hocvien.web.shell.journal_words import content_words, verb_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.screens import page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# what only repeats the heading, or serves finding and sorting: in the JSON file, not on paper
_UNSAID = {"person", "name_folded", "name_key", "birth_precision", "source_uuid"}
Sections = list[tuple[str, list[list[tuple[str, str]]]]]


@screen(permission="privacy.answer")
def dossier_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Everything held about one person, on the page or as PDF, XLSX or JSON to take along; each look is written down."""
    person = _person(request, uuid)
    privacy.note_looks(user=request.user, person_ids=[person.pk], kind=privacy.LookKind.DOSSIER, at=clock.now())
    kind = request.GET.get("format", "")
    if kind == "json":
        return _file(_json(request, person), "application/json", f"{person.uuid}.json")
    sections = _sections(request, person)
    if kind in {"pdf", "xlsx"}:
        said: dict[str, Any] = {
            "name": f"{person.full_name}, {person.birth_words}".rstrip(", "),
            "office": _office(request, person),
            "sections": sections,
            "made_at": clock.now(),
        }
        if kind == "pdf":
            return _file(exchange.render_dossier_pdf(**said), "application/pdf", f"{person.uuid}.pdf")
        return _file(exchange.render_dossier_xlsx(**said), _XLSX, f"{person.uuid}.xlsx")
    links = {f"as_{one}": {"format": one} for one in ("pdf", "xlsx", "json")}
    return page(request, "privacy/dossier.html", {"person": person, "sections": sections, **links})


def _person(request: ScreenRequest, uuid: UUID) -> people.Person:
    return access.get_person_for(request.user, uuid, P.PRIVACY_ANSWER, on=request.scope.on)


def _office(request: ScreenRequest, person: people.Person) -> str:
    unit, on = privacy.answering_unit(person, request.scope.on), request.scope.on
    return "" if unit is None else org.label_as_of(unit.pk, on).name


def _sections(request: ScreenRequest, person: people.Person) -> Sections:
    """Titles and rows of (label, value) in the reader's language, the journal in words."""
    spoken = language()
    return [
        (
            one.title[spoken],
            [
                [
                    (label[:1].upper() + label[1:], _said(name, value))
                    for (name, label), value in zip(one.columns, row, strict=True)
                    if value and name not in _UNSAID
                ]
                for row in one.rows
            ],
        )
        for one in privacy.dossier(person, request.scope.on)
    ]


def _said(name: str, value: str) -> str:
    if name == "verb":
        return verb_words(value)
    if name == "content" and value.startswith("{"):
        return content_words(value, is_covered=False)
    return value


def _json(request: ScreenRequest, person: people.Person) -> bytes:
    spoken = language()
    data: dict[str, Any] = {
        one.title[spoken]: [
            {name: value for (name, _label), value in zip(one.columns, row, strict=True)} for row in one.rows
        ]
        for one in privacy.dossier(person, request.scope.on)
    }
    said = {"person": str(person.uuid), "made_at": clock.now().isoformat(), "held": data}
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _file(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@screen(permission="person.sensitive", methods=("POST",))
def numbers(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The numbers that the record shows masked; written down, so it is asked for by a POST."""
    person = access.get_person_for(request.user, uuid, P.PERSON_SENSITIVE, on=request.scope.on)
    privacy.note_looks(user=request.user, person_ids=[person.pk], kind=privacy.LookKind.NUMBERS, at=clock.now())
    shown = [
        (privacy.field_label("people.person", name), getattr(person, name))
        for name in sorted(privacy.masked_fields())
        if getattr(person, name)
    ]
    return page(request, "privacy/numbers.html", {"person": person, "numbers": shown})


@screen(permission="journal.view")
def look_list(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = access.get_person_for(request.user, uuid, P.JOURNAL_VIEW, on=request.scope.on)
    table = LookTable(request, privacy.looks_at(person))
    return table_response(request, "privacy/look_list.html", table, {"person": person})


@screen(permission="journal.view")
def look_log(request: ScreenRequest) -> HttpResponse:
    """Looks at everybody whose journal the user reads."""
    table = LookLogTable(request, privacy.looks_visible_to(request.user, request.scope.on))
    return table_response(request, "privacy/look_log.html", table)

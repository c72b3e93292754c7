"""What is held about people and why; who looked; what they ask."""

import json
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.privacy import api as privacy
from hocvien.web.privacy.forms import AnswerForm, RequestForm
from hocvien.web.privacy.tables import LookTable, RegisterTable, RequestTable, request_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(signed_in=True)
def register_page(request: ScreenRequest) -> HttpResponse:
    """The register itself: anybody who works here may read why what is kept."""
    language = "en" if get_language() == "en" else "vi"
    kinds = {"basic": _("cơ bản"), "sensitive": _("nhạy cảm"), "masked": _("che với người không cần")}
    rows = [
        {
            "table": one.title[language],
            "fields": ", ".join(str(privacy.field_label(one.label, name)) for name in group.fields),
            "purpose": group.purpose[language],
            "basis": group.citation,
            "keep": group.keep[language],
            "sensitivity": kinds[group.sensitivity],
        }
        for one in privacy.list_register()
        for group in one.groups
    ]
    return table_response(request, "privacy/register.html", RegisterTable(request, rows))


@screen(permission="privacy.answer")
def request_list(request: ScreenRequest) -> HttpResponse:
    table = RequestTable(request, privacy.requests_visible_to(request.user, request.scope.on))
    return table_response(request, "privacy/request_list.html", table)


@screen(permission="privacy.answer", methods=("GET", "POST"))
def request_record(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    on = request.scope.on
    person = access.get_person_for(request.user, uuid, P.PRIVACY_ANSWER, on=on)
    form = RequestForm(request.POST or None, request=request, initial={"asked_on": on, "kind": "access"})
    unit = privacy.answering_unit(person, on)
    if form.is_valid() and unit is not None:
        try:
            made = privacy.record_request(
                actor=request.user, person=person, unit=unit, now=clock.now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã ghi yêu cầu, hạn trả lời {day}.").format(day=f"{made.due_on:%d/%m/%Y}"))
            return redirect_to(request, "privacy:request-page", uuid=made.uuid)
    return page(request, "privacy/request_record.html", {"form": form, "person": person}, form=form)


@screen(permission="privacy.answer", methods=("GET", "POST"))
def request_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    asked = privacy.get_request_for(request.user, uuid, request.scope.on)
    form = AnswerForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            privacy.answer_request(
                actor=request.user,
                request=asked,
                is_done=form.cleaned_data["decision"] == "done",
                answer=form.cleaned_data["answer"],
                now=clock.now(),
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã trả lời yêu cầu của {name}.").format(name=asked.person.full_name))
            return redirect_to(request, "privacy:request-page", uuid=uuid)
    context = {
        "asked": asked,
        "status": request_status(asked),
        "form": form,
        "field_label": privacy.field_label("people.person", asked.field) if asked.field else "",
        "is_waiting": asked.status == privacy.RequestStatus.WAITING,
    }
    return page(request, "privacy/request_page.html", context, form=form)


@screen(permission="privacy.answer")
def dossier_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Everything held about one person, to be read, printed, or taken along as JSON; each look is written down."""
    person = access.get_person_for(request.user, uuid, P.PRIVACY_ANSWER, on=request.scope.on)
    _note(request, person.pk, privacy.LookKind.DOSSIER)
    language = "en" if get_language() == "en" else "vi"
    sections = [(one.title[language], one) for one in privacy.dossier(person)]
    if request.GET.get("format") != "json":
        shown = [
            (
                title,
                [
                    [(label, value) for (_name, label), value in zip(one.columns, row, strict=True) if value]
                    for row in one.rows
                ],
            )
            for title, one in sections
        ]
        return page(request, "privacy/dossier.html", {"person": person, "sections": shown})
    data: dict[str, Any] = {
        title: [{name: value for (name, _label), value in zip(one.columns, row, strict=True)} for row in one.rows]
        for title, one in sections
    }
    text = json.dumps(
        {"person": str(person.uuid), "made_at": clock.now().isoformat(), "held": data}, ensure_ascii=False, indent=1
    )
    response = HttpResponse(text, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{person.uuid}.json"'
    return response


@screen(permission="person.sensitive", methods=("POST",))
def numbers(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The numbers that the record shows masked; written down, so it is asked for by a POST."""
    person = access.get_person_for(request.user, uuid, P.PERSON_SENSITIVE, on=request.scope.on)
    _note(request, person.pk, privacy.LookKind.NUMBERS)
    shown = [
        (privacy.field_label("people.person", name), getattr(person, name))
        for name in sorted(privacy.masked_fields())
        if getattr(person, name)
    ]
    return page(request, "privacy/numbers.html", {"person": person, "numbers": shown})


@screen(permission="journal.view")
def look_list(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = access.get_person_for(request.user, uuid, P.JOURNAL_VIEW, on=request.scope.on)
    return table_response(
        request, "privacy/look_list.html", LookTable(request, privacy.looks_at(person)), {"person": person}
    )


def _note(request: ScreenRequest, person_id: int, kind: str) -> None:
    privacy.note_looks(user=request.user, person_ids=[person_id], kind=kind, at=clock.now())

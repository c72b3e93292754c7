"""What people ask about their own data, from the desk to the answer."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.privacy import api as privacy
from hocvien.web.privacy.forms import AnswerForm, RequestForm
from hocvien.web.privacy.tables import RequestTable, request_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission
_SHOWN, _EARLIER = 5, 20


@screen(permission="privacy.answer")
def request_list(request: ScreenRequest) -> HttpResponse:
    table = RequestTable(request, privacy.requests_visible_to(request.user, request.scope.on))
    context = {"may_retain": P.PRIVACY_RETAIN in request.held_permissions}
    return table_response(request, "privacy/request_list.html", table, context)


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
    return page(request, "privacy/request_page.html", _shown(request, asked, form), form=form)


def _shown(request: ScreenRequest, asked: privacy.DataRequest, form: AnswerForm) -> dict[str, Any]:
    """One request, who may answer it, and what the same person asked before."""
    on = request.scope.on
    value = asked.value
    if asked.field in privacy.masked_fields():
        # a number on paper before who compares it: shown to who may read numbers, and written down as a look
        if access.can_for_person(request.user, P.PERSON_SENSITIVE, asked.person, on):
            kind = privacy.LookKind.NUMBERS
            privacy.note_looks(user=request.user, person_ids=[asked.person_id], kind=kind, at=clock.now())
        else:
            value = privacy.masked(value)
    is_waiting = asked.status == privacy.RequestStatus.WAITING
    is_own = asked.recorded_by_id == request.user.pk
    others = (
        privacy.second_hands(asked, on) if is_waiting and is_own and asked.kind == privacy.RequestKind.CORRECT else []
    )
    return {
        "asked": asked,
        "status": request_status(asked, on),
        "form": form,
        "value": value,
        "unit_name": org.label_as_of(asked.unit_id, on).name,
        "field_label": privacy.field_label("people.person", asked.field) if asked.field else "",
        "is_waiting": is_waiting,
        "others": ", ".join(str(user) for user in others[:_SHOWN]),
        "earlier": [one for one in privacy.requests_of(asked.person)[:_EARLIER] if one.pk != asked.pk],
    }

"""One's own record: what have I done, what is due. Read by the holder of the account alone; and whose account it is."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.records import api as records
from hocvien.web.persons.duties import duties_of
from hocvien.web.persons.own_forms import OwnRequestForm, TieForm
from hocvien.web.persons.sight import get_person_to_edit
from hocvien.web.persons.tables import membership_of, membership_statuses
from hocvien.web.persons.timeline import timeline_of
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, page, screen

_PAPER_TONES = {"valid": "gold", "withdrawn": "bad", "replaced": "neutral"}
_REQUESTS_SHOWN = 5


@screen(signed_in=True)
def own_page(request: ScreenRequest) -> HttpResponse:
    """What the signed-in person did and what is due, read-only. Never of whom one acts for. At most twenty queries."""
    person = access.own_person_of(request.user)
    if person is None:
        is_acting = access.delegation_of(request.user) is not None
        return page(request, "persons/own_missing.html", {"is_acting": is_acting})
    on = request.scope.on
    posts = people.list_posts(person)
    unit_name = people.main_unit_names([person.pk], on).get(person.pk, "")
    papers = list(records.transcript(person.pk))
    context: dict[str, Any] = {
        "person": person,
        "membership": membership_statuses()[membership_of(person, on)],
        "unit_name": unit_name,
        "posts": [row for row in reversed(posts) if row.valid_from <= on < row.valid_to],
        "duties": duties_of(person, on, shows_days=True, posts=posts),
        "papers": [_paper(row) for row in papers],
        "sessions": classes.sessions_of_person(person.pk, on),
        "timeline": timeline_of(request, person, is_own=True, papers=papers),
        "requests": privacy.requests_of(person)[:_REQUESTS_SHOWN],
        # the unit one mainly belongs to answers
        "may_ask": bool(unit_name),
    }
    return page(request, "persons/own_page.html", context)


def _paper(row: records.Certificate) -> dict[str, Any]:
    return {
        "title": row.title,
        "programme": row.programme.name,
        "number": row.number_text,
        "issued_on": row.issued_on,
        "valid_until": row.valid_until,
        "status": Status(_PAPER_TONES.get(row.status, "neutral"), str(row.get_status_display())),
    }


@screen(signed_in=True, methods=("GET", "POST"))
def own_request(request: ScreenRequest) -> HttpResponse:
    """Ask for one's own data, or for a correction of it; answered by the unit one belongs to, within two working days."""
    person = access.own_person_of(request.user)
    unit = None if person is None else privacy.answering_unit(person, request.scope.on)
    if person is None or unit is None:
        raise privacy.NotOwnRecord
    form = OwnRequestForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            made = privacy.ask_of_own(actor=request.user, unit=unit, now=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            notify(request, _("Đã ghi yêu cầu, hạn trả lời {day}.").format(day=f"{made.due_on:%d/%m/%Y}"))
            return redirect_to(request, "persons:own-page")
    return page(request, "persons/own_request.html", {"form": form}, form=form)


@screen(permission="person.edit", methods=("GET", "POST"))
def account_tie(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Say whose account reads this record as its holder's own."""
    person = get_person_to_edit(request, uuid)
    form = TieForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            access.tie_account(
                actor=request.user,
                username=form.cleaned_data["username"],
                person=person,
                today=request.scope.on,
                now=clock.now(),
            )
        except DomainError as refusal:
            form.add_error("username", str(refusal))
        else:
            notify(request, _("Đã gắn tài khoản với hồ sơ {name}.").format(name=person.full_name))
            return redirect_to(request, "persons:person-page", uuid=person.uuid)
    tie = access.tie_of_person(person)
    context = {
        "form": form,
        "person": person,
        "tie": tie,
        "untie_url": "" if tie is None else screen_url(request, "persons:account-untie", uuid=person.uuid),
    }
    return page(request, "persons/account_tie.html", context, form=form)


@screen(permission="person.edit", methods=("POST",))
def account_untie(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person = get_person_to_edit(request, uuid)
    tie = access.tie_of_person(person)
    if tie is not None:
        access.untie_account(actor=request.user, tie=tie, today=request.scope.on, now=clock.now())
        notify(request, _("Đã gỡ tài khoản khỏi hồ sơ {name}.").format(name=person.full_name))
    return redirect_to(request, "persons:person-page", uuid=person.uuid)

"""Moves between official cells: asked, accepted, returned, withdrawn; at once where one account keeps both sides."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.persons.forms import ReturnForm, TransferForm
from hocvien.web.persons.sight import get_transfer_for, transfers_of
from hocvien.web.persons.tables import TransferTable, transfer_status
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission


@screen(permission="person.transfer", methods=("GET", "POST"))
def person_transfer(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    on = request.scope.on
    person = access.get_person_for(request.user, uuid, P.PERSON_TRANSFER, on=on)
    standing = people.open_transfer_of(person, on)
    if standing is not None:
        return redirect_to(request, "persons:transfer-page", uuid=standing.uuid)
    form = TransferForm(request.POST or None, request=request, initial={"on": on})
    if form.is_valid():
        try:
            return _move(request, person, form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
    context = {
        "form": form,
        "person": person,
        "title": _("Chuyển sinh hoạt đảng chính thức"),
        "effect": _now_at(request, person),
        "action": _("Chuyển"),
    }
    return page(request, "persons/fact_form.html", context, form=form)


def _move(request: ScreenRequest, person: people.Person, data: dict[str, Any]) -> HttpResponse:
    """At once where the account also receives at the other unit, else a request that unit answers."""
    unit, day, today = data["unit"], data["on"], request.scope.on
    name = org.label_as_of(unit.pk, day).name
    if access.can(request.user, P.PERSON_RECEIVE, unit, today):
        people.transfer_people(actor=request.user, transfers=[people.Transfer(person.pk, unit.pk, day)])
        notify(
            request,
            _("{person} sinh hoạt tại {unit} từ ngày {day}.").format(
                person=person.full_name, unit=name, day=f"{day:%d/%m/%Y}"
            ),
        )
        return redirect_to(request, "persons:person-page", uuid=person.uuid)
    asked = people.ask_transfer(
        actor=request.user,
        person=person,
        to_unit=unit,
        on=day,
        now=clock.now(),
        paper_number=data["paper_number"],
        paper_on=data["paper_on"],
    )
    notify(request, _("Đã gửi đề nghị đến {unit}. Nơi sinh hoạt đổi khi nơi nhận tiếp nhận.").format(unit=name))
    return redirect_to(request, "persons:transfer-page", uuid=asked.uuid)


def _now_at(request: ScreenRequest, person: people.Person) -> str:
    cells = [
        row
        for row in people.list_belongings(person, named_on=request.scope.on)
        if row.kind == people.BelongingKind.OFFICIAL_CELL and row.valid_to == OPEN_END
    ]
    if not cells:
        return _("Chưa ghi nơi sinh hoạt chính thức. Nơi nhận tiếp nhận thì nơi sinh hoạt bắt đầu từ ngày chuyển.")
    return _(
        "Đang sinh hoạt chính thức tại {unit}. Nếu nơi nhận không do bạn phụ trách, đề nghị được gửi đến đó;"
        " nơi cũ kết thúc và nơi mới bắt đầu cùng ngày khi nơi nhận tiếp nhận."
    ).format(unit=getattr(cells[0], "unit_name", ""))


@screen(permission="person.view")
def transfer_list(request: ScreenRequest) -> HttpResponse:
    """Requests sent by and to the units the user moves people at."""
    return table_response(request, "persons/transfer_list.html", TransferTable(request, transfers_of(request)))


@screen(permission="person.view", methods=("GET", "POST"))
def transfer_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One request; sent, the form returns it with a reason."""
    asked = get_transfer_for(request, uuid)
    form = ReturnForm(request.POST or None, request=request)
    if form.is_valid():
        _require_receiving(request, asked)
        try:
            people.return_transfer(
                actor=request.user, request=asked, reason=form.cleaned_data["reason"], now=clock.now()
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã trả lại đề nghị. Nơi gửi thấy lý do trong việc cần làm."))
            return redirect_to(request, "persons:transfer-list")
    on = request.scope.on
    is_waiting = asked.status == people.TransferStatus.ASKED
    is_ended = is_waiting and asked.to_unit.valid_to <= max(asked.on, on)
    may_answer = is_waiting and access.can(request.user, P.PERSON_RECEIVE, asked.to_unit, on)
    context = {
        "asked": asked,
        "status": transfer_status(asked),
        "form": form,
        "may_answer": may_answer,
        "may_accept": may_answer and not is_ended,
        "is_ended": is_ended,
        "heirs": ", ".join(people.heirs_of_receiving(asked)) if is_ended else "",
        "is_same_unit": asked.from_unit_id == asked.to_unit_id,
        "may_withdraw": is_waiting and _sends(request, asked),
        "sees_person": access.can_for_person(request.user, P.PERSON_VIEW, asked.person, on),
    }
    return page(request, "persons/transfer_page.html", context, form=form)


@screen(permission="person.receive", methods=("POST",))
def transfer_accept(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    asked = get_transfer_for(request, uuid)
    _require_receiving(request, asked)
    people.accept_transfer(actor=request.user, request=asked, now=clock.now())
    notify(request, _("Đã tiếp nhận {person}.").format(person=asked.person.full_name))
    # not the person's page: before the agreed day the record is still the sender's
    return redirect_to(request, "persons:transfer-page", uuid=asked.uuid)


@screen(permission="person.transfer", methods=("POST",))
def transfer_withdraw(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    asked = get_transfer_for(request, uuid)
    if not _sends(request, asked):
        raise access.NotAllowed(P.PERSON_TRANSFER, getattr(asked, "from_name", "") or "")
    people.withdraw_transfer(actor=request.user, request=asked, now=clock.now())
    notify(request, _("Đã rút đề nghị chuyển {person}.").format(person=asked.person.full_name))
    return redirect_to(request, "persons:transfer-list")


def _require_receiving(request: ScreenRequest, asked: people.TransferRequest) -> None:
    access.require(request.user, P.PERSON_RECEIVE, asked.to_unit, request.scope.on)


def _sends(request: ScreenRequest, asked: people.TransferRequest) -> bool:
    on = request.scope.on
    if asked.from_unit is not None:
        return access.can(request.user, P.PERSON_TRANSFER, asked.from_unit, on)
    return access.can_for_person(request.user, P.PERSON_TRANSFER, asked.person, on)

"""The list decided on: sent by a decision, given back, taken back; a decision as a paper, annulled; one person recalled."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.sending import api as sending
from hocvien.web.sending.forms import DecisionForm, ReasonForm, ReturnForm
from hocvien.web.shell.judged import sex_label
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen


@screen(permission="class.view", methods=("POST",))
def list_decide(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Send, give back or take back the ticked rows. The permission of each step is asked by its operation."""
    row = sending.get_notice_for(request.user, uuid, request.scope.on)
    chosen = _chosen(request, row)
    decision = request.POST.get("decision", "")
    if not chosen:
        notify(request, _("Chưa chọn ai. Đánh dấu người trong danh sách trước."), tone="warn")
        return redirect_to(request, "sending:notice-page", uuid=uuid)
    if decision == "send":
        query = {"row": [str(one.uuid) for one in chosen]}
        return redirect_to(request, "sending:decision-record", uuid=uuid, query=query)
    if decision == "return":
        return _return(request, row, chosen)
    try:
        done = sending.withdraw_people(
            actor=request.user, notice=row, sendings=chosen, today=request.scope.on, now=now()
        )
    except DomainError as refusal:
        notify(request, str(refusal), tone="bad")
    else:
        notify(request, _("Đã rút {n} người khỏi danh sách.").format(n=len(done)))
    return redirect_to(request, "sending:notice-page", uuid=uuid)


def _chosen(request: ScreenRequest, row: sending.Notice) -> list[sending.Sending]:
    """The ticked rows of this notice that the actor sees, in name order."""
    wanted = set(request.POST.getlist("row") or request.GET.getlist("row"))
    rows = sending.sendings_visible_to(request.user, request.scope.on).filter(notice=row)
    return [one for one in rows.select_related("person").order_by("person__name_key", "pk") if str(one.uuid) in wanted]


def _return(request: ScreenRequest, row: sending.Notice, chosen: list[sending.Sending]) -> HttpResponse:
    """The coded reason is asked on a page of its own; the ticked rows travel with it."""
    is_answer = "reason" in request.POST
    form = ReturnForm(request.POST if is_answer else None, request=request)
    if is_answer and form.is_valid():
        try:
            done = sending.return_people(
                actor=request.user,
                notice=row,
                sendings=chosen,
                today=request.scope.on,
                now=now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã trả lại {n} người kèm lý do.").format(n=len(done)))
            return redirect_to(request, "sending:notice-page", uuid=row.uuid)
    context = {
        "form": form,
        "title": _("Trả lại để bổ sung"),
        "action": _("Trả lại"),
        "effect": _("{n} người sẽ được trả lại: {names}.").format(n=len(chosen), names=_names(chosen)),
        "back_url": screen_url(request, "sending:notice-page", uuid=row.uuid),
        "back_label": row.name,
        "carried": [("decision", "return"), *(("row", str(one.uuid)) for one in chosen)],
    }
    return page(request, "sending/small_form.html", context, form=form)


@screen(permission="list.approve", methods=("GET", "POST"))
def decision_record(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The decision that sends the chosen people; how many seats that takes is said before."""
    row = sending.get_notice_for(request.user, uuid, request.scope.on)
    chosen = _chosen(request, row)
    signer = org.find_signer(row.unit_id, request.scope.on)
    initial = {
        "unit": row.unit,
        "decided_on": request.scope.on,
        "signer_name": signer.name if signer else "",
        "signer_title": signer.title if signer else "",
    }
    has_quota = row.quota_id is not None
    form = DecisionForm(request.POST or None, request=request, initial=initial, has_quota=has_quota)
    if form.is_valid():
        try:
            sending.decide_sending(
                actor=request.user,
                notice=row,
                sendings=chosen,
                today=request.scope.on,
                now=now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi quyết định cử {n} người đi học.").format(n=len(chosen)))
            return redirect_to(request, "sending:notice-page", uuid=uuid)
    sent = sending.count_sent(row)
    context = {
        "form": form,
        "title": _("Quyết định cử đi học"),
        "action": _("Ghi quyết định"),
        "effect": _("Thông báo có {seats} suất, đã cử {sent}. Cử thêm {n} người: {names}.").format(
            seats=sending.count_seats(row), sent=sent, n=len(chosen), names=_names(chosen)
        ),
        "back_url": screen_url(request, "sending:notice-page", uuid=uuid),
        "back_label": row.name,
        "carried": [("row", str(one.uuid)) for one in chosen],
    }
    return page(request, "sending/small_form.html", context, form=form)


_NAMED = 12


def _names(rows: list[sending.Sending]) -> str:
    shown = ", ".join(one.person.full_name for one in rows[:_NAMED])
    return shown if len(rows) <= _NAMED else _("{names} và {n} người nữa").format(names=shown, n=len(rows) - _NAMED)


def _decision(request: ScreenRequest, uuid: UUID, decision: UUID) -> tuple[sending.Notice, sending.SendingDecision]:
    """The decision of a notice whose people the actor sees all; else NoticeNotFound (404)."""
    on = request.scope.on
    row = sending.get_notice_for(request.user, uuid, on)
    found = next((one for one in sending.decisions_of(row) if one.uuid == decision), None)
    if found is None or not sending.actions_of(request.user, row, on).see_all:
        raise sending.NoticeNotFound
    return row, found


@screen(permission="class.view")
def decision_paper(request: ScreenRequest, uuid: UUID, decision: UUID) -> HttpResponse:
    """The list of a decision as it stood, to be printed."""
    row, found = _decision(request, uuid, decision)
    rows = [
        {
            "full_name": one["full_name"],
            "birth_text": "/".join(reversed(one["birth"].split("-"))) if one["birth"] else "",
            "sex": sex_label(one["sex"]),
            "unit_name": one["unit_name"],
        }
        for one in found.listing
    ]
    context = {
        "notice": row,
        "decision": found,
        "rows": rows,
        "unit_name": org.label_as_of(found.unit_id, found.decided_on).name,
    }
    return page(request, "sending/decision_paper.html", context)


@screen(permission="list.approve", methods=("GET", "POST"))
def decision_annul(request: ScreenRequest, uuid: UUID, decision: UUID) -> HttpResponse:
    row, found = _decision(request, uuid, decision)
    form = ReasonForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            sending.annul_decision(
                actor=request.user, decision=found, today=request.scope.on, now=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã hủy quyết định; {n} suất được trả lại.").format(n=found.heads))  # type: ignore[attr-defined]  # counted by the query
            return redirect_to(request, "sending:notice-page", uuid=uuid)
    context = {
        "form": form,
        "title": _("Hủy quyết định cử đi học"),
        "action": _("Hủy quyết định"),
        "effect": _(
            "{n} người sẽ thôi được cử theo quyết định số {number}. Danh sách của quyết định vẫn giữ nguyên."
        ).format(
            n=found.heads,  # type: ignore[attr-defined]  # counted by the query
            number=found.number,
        ),
        "back_url": screen_url(request, "sending:notice-page", uuid=uuid),
        "back_label": row.name,
    }
    return page(request, "sending/small_form.html", context, form=form)


@screen(permission="list.approve", methods=("GET", "POST"))
def person_recall(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = sending.get_sending_for(request.user, uuid, request.scope.on)
    form = ReasonForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            sending.recall_person(
                actor=request.user, sending=row, today=request.scope.on, now=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã thôi cử {name}; suất được trả lại.").format(name=row.person.full_name))
            return redirect_to(request, "sending:notice-page", uuid=row.notice.uuid)
    context = {
        "form": form,
        "title": _("Thôi cử đi học"),
        "action": _("Thôi cử"),
        "effect": _("{name} thôi được cử, suất được trả lại. Người khác trong quyết định không đổi.").format(
            name=row.person.full_name
        ),
        "back_url": screen_url(request, "sending:sending-page", uuid=uuid),
        "back_label": row.person.full_name,
    }
    return page(request, "sending/small_form.html", context, form=form)

"""From the list of a sending unit to the class: propose, approve, admit or return, groups, leaving."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.access import api as access
from hocvien.access.api import Permission
from hocvien.classes import api as classes
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.web.classes.forms import (
    AdmitByReasonForm,
    EndParticipationForm,
    GroupForm,
    InvitationForm,
    ReturnForm,
    SendingUnitForm,
)
from hocvien.web.classes.head import may_propose, propose_label
from hocvien.web.classes.tables import CandidateTable, InvitationTable, NominationTable
from hocvien.web.classes.views.steps import drawn_steps
from hocvien.web.shell.audiences import audience_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

ORDERED = frozenset(str(status) for status in classes.STANDING)


@screen(permission="class.edit", methods=("GET", "POST"))
def invitation_list(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Which units are called to send people; adding one again changes its seats."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.CLASS_EDIT)
    quota = classes.quota_of(training_class)
    form = InvitationForm(request.POST or None, request=request, has_quota=quota is not None)
    if form.is_valid():
        try:
            classes.invite_units(
                actor=request.user,
                training_class=training_class,
                seats={form.cleaned_data["unit"].pk: form.cleaned_data.get("seats")},
                today=request.scope.on,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã gửi chiêu sinh tới đơn vị."))
            return redirect_to(request, "classes:invitation-list", uuid=uuid)
    table = InvitationTable(request, classes.invitation_rows(training_class))
    return table_response(
        request,
        "classes/invitation_list.html",
        table,
        {
            "training_class": training_class,
            "form": form,
            "quota": quota,
            "is_quota_missing": quota is None and training_class.programme.uses_quotas,
            "audience": audience_words(training_class.programme_id, training_class.audience),
        },
        status=422 if form.errors else 200,
    )


@screen(permission="class.view")
def nomination_list(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Everyone proposed for the class whom the viewer may see, with what each waits for."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    may = classes.actions_of(request.user, training_class, request.scope.on)
    taken = classes.count_active(training_class)
    free = max(0, training_class.seats - taken)
    handles = may.propose or may.approve or may.admit
    rows = classes.nomination_rows(request.user, training_class, request.scope.on, with_order=handles)
    offers = classes.count_reserve_offers(training_class, rows, free, request.scope.on) if may.admit else 0
    context = {
        "steps": drawn_steps(classes.list_steps(training_class, rows, request.scope.on)),
        "offers_words": _("{n} chỗ trống có người dự bị").format(n=offers) if offers else "",
        "may_order": handles and any(row.status in ORDERED for row in rows),
        "training_class": training_class,
        "may_propose": may_propose(may, training_class),
        "may_edit": may.edit,
        "propose_label": propose_label(training_class),
        "may_approve": may.approve,
        "may_admit": may.admit,
        "may_withdraw": may.propose,
        "seats_words": _("{taken} người đã tiếp nhận trên {seats} chỗ, còn {free} chỗ.").format(
            taken=taken, seats=training_class.seats, free=free
        ),
    }
    return table_response(
        request, "classes/nomination_list.html", NominationTable(request, rows, handles=handles), context
    )


@screen(permission="list.propose", methods=("GET", "POST"))
def nomination_propose(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """People of a sending unit with their verdict; the ticked ones are proposed, each answered for itself."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    on = request.scope.on
    unit = _sending_unit(request)
    substitute = classes.find_learner(request.user, training_class, request.GET.get("substitute", ""), on)
    is_late = classes.is_past_deadline(training_class, on)
    context: dict[str, Any] = {
        "training_class": training_class,
        "picker": SendingUnitForm(request=request, initial={"sending_unit": unit}),
        "late_needed": is_late,
        "substitute_name": substitute.full_name if substitute else "",
        "judged_on": training_class.opens_on,
        "audience": audience_words(training_class.programme_id, training_class.audience),
    }
    context |= {
        "title": propose_label(training_class),
        "action": _("Gửi danh sách"),
        "deadline_words": _deadline(training_class),
    }
    if request.method == "POST":
        chosen = classes.person_ids_for(request.user, request.POST.getlist("row"), on)
        outcomes = classes.propose_people(
            actor=request.user,
            training_class=training_class,
            sending_unit=unit,
            person_ids=chosen,
            today=on,
            now=now(),
            is_late=is_late,
            is_reserve=request.POST.get("propose") == "reserve",
            substitute_for=substitute.uuid if substitute else None,
        )
        context |= _outcome_words(outcomes)
        if outcomes and not context["refused"]:
            notify(request, context["outcome_title"])
            return redirect_to(request, "classes:nomination-list", uuid=uuid)
    context["bound"] = classes.find_bound(request.user, training_class, unit.pk, on)
    rows = classes.candidate_rows(request.user, training_class, unit, on)
    status = 422 if request.method == "POST" else 200
    return table_response(
        request, "classes/nomination_propose.html", CandidateTable(request, rows), context, status=status
    )


def _sending_unit(request: ScreenRequest) -> Any:
    """The unit chosen in the address, else the scope's unit; only where the account may propose."""
    code = request.GET.get("sending_unit", "") or request.scope.unit_code
    unit, on = request.scope.unit, request.scope.on
    # the unit of the bar is read already, with the line above it
    if unit is not None and unit.code == code and access.can(request.user, Permission.LIST_PROPOSE, unit, on):
        return unit
    return access.get_unit_for(request.user, code, Permission.LIST_PROPOSE, on=request.scope.on)


def _deadline(training_class: classes.TrainingClass) -> str:
    if training_class.proposals_close_on is None:
        return ""
    return _("Hạn gửi danh sách: {day}").format(day=training_class.proposals_close_on.strftime("%d/%m/%Y"))


def _outcome_words(outcomes: list[classes.ProposalOutcome]) -> dict[str, Any]:
    refused = [{"name": o.full_name, "why": str(o.error)} for o in outcomes if o.error is not None]
    sent = len(outcomes) - len(refused)
    if not outcomes:
        return {
            "outcomes": True,
            "refused": [],
            "outcome_tone": "warn",
            "outcome_title": _("Chưa chọn ai. Đánh dấu người cần gửi."),
        }
    return {
        "outcomes": True,
        "refused": refused,
        "outcome_tone": "warn" if refused else "met",
        "outcome_title": _("Đã gửi {sent} người, {refused} người chưa gửi được.").format(
            sent=sent, refused=len(refused)
        )
        if refused
        else _("Đã gửi {sent} người.").format(sent=sent),
    }


@screen(permission="class.view", methods=("POST",))
def nomination_decide(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Approve, admit, return or withdraw the ticked rows. The permission of each step is checked by its operation."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    rows = classes.nominations_for(request.user, training_class, request.POST.getlist("row"), request.scope.on)
    decision = request.POST.get("decision", "")
    if not rows:
        notify(request, _("Chưa chọn ai. Đánh dấu người trong danh sách trước."), tone="warn")
        return redirect_to(request, "classes:nomination-list", uuid=uuid)
    if decision == "return":
        return _return(request, training_class, rows)
    try:
        words = _carry_out(request, training_class, decision, rows)
    except (classes.SeatsTaken, classes.ClausesNotMet) as refusal:
        query = {"row": [str(row.uuid) for row in rows]}
        notify(request, str(refusal), tone="bad")
        return redirect_to(request, "classes:nomination-admit-by-reason", uuid=uuid, query=query)
    except DomainError as refusal:
        notify(request, str(refusal), tone="bad")
    else:
        notify(request, words)
    return redirect_to(request, "classes:nomination-list", uuid=uuid)


def _carry_out(
    request: ScreenRequest, training_class: classes.TrainingClass, decision: str, rows: list[classes.Nomination]
) -> str:
    if decision == "approve":
        done = classes.approve_nominations(actor=request.user, nominations=rows, now=now())
        return ngettext("Đã duyệt {n} người.", "Đã duyệt {n} người.", len(done)).format(n=len(done))
    if decision == "admit":
        admitted = classes.admit_nominations(
            actor=request.user, training_class=training_class, nominations=rows, today=request.scope.on, now=now()
        )
        return ngettext("Đã tiếp nhận {n} người.", "Đã tiếp nhận {n} người.", len(admitted)).format(n=len(admitted))
    if decision == "reserve":
        done = classes.reserve_nominations(
            actor=request.user, training_class=training_class, nominations=rows, now=now()
        )
        return ngettext("Đã đưa {n} người vào dự bị.", "Đã đưa {n} người vào dự bị.", len(done)).format(n=len(done))
    if decision == "first":
        done = classes.order_nominations(actor=request.user, training_class=training_class, first=rows, now=now())
        return ngettext("Đã đưa {n} người lên đầu.", "Đã đưa {n} người lên đầu.", len(done)).format(n=len(done))
    if decision == "withdraw":
        done = classes.withdraw_nominations(actor=request.user, nominations=rows, now=now())
        return ngettext("Đã rút {n} người.", "Đã rút {n} người.", len(done)).format(n=len(done))
    raise classes.DecisionUnknown(decision)


def _return(
    request: ScreenRequest, training_class: classes.TrainingClass, rows: list[classes.Nomination]
) -> HttpResponse:
    """The coded reason is asked on a page of its own; the ticked rows travel with it."""
    is_answer = "reason" in request.POST
    form = ReturnForm(request.POST if is_answer else None, request=request)
    if is_answer and form.is_valid():
        try:
            done = classes.return_nominations(actor=request.user, nominations=rows, now=now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã trả lại {n} người kèm lý do.").format(n=len(done)))
            return redirect_to(request, "classes:nomination-list", uuid=training_class.uuid)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Trả lại để bổ sung"),
        "action": _("Trả lại"),
        "back_url": screen_url(request, "classes:nomination-list", uuid=training_class.uuid),
        "effect": _("{n} người sẽ được trả lại kèm lý do.").format(n=len(rows)),
        "carried": [("decision", "return"), *(("row", str(row.uuid)) for row in rows)],
    }
    return page(request, "classes/class_small_form.html", context, form=form)


@screen(permission="list.admit", methods=("GET", "POST"))
def nomination_admit_by_reason(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Admit beyond the seats or against a clause: only with a reason, never by the plain button."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    values = request.POST.getlist("row") or request.GET.getlist("row")
    rows = classes.nominations_for(request.user, training_class, values, request.scope.on)
    form = AdmitByReasonForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            admitted = classes.admit_nominations(
                actor=request.user,
                training_class=training_class,
                nominations=rows,
                today=request.scope.on,
                now=now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã tiếp nhận {n} người, có ghi lý do.").format(n=len(admitted)))
            return redirect_to(request, "classes:nomination-list", uuid=uuid)
    counts = classes.class_counts(training_class, request.scope.on)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Tiếp nhận có lý do"),
        "action": _("Tiếp nhận có lý do"),
        "back_url": screen_url(request, "classes:nomination-list", uuid=uuid),
        "effect": _("Lớp có {seats} chỗ, đã nhận {taken}. Nhận thêm {n} người sẽ thành {total}.").format(
            seats=training_class.seats, taken=counts.active, n=len(rows), total=counts.active + len(rows)
        ),
        "carried": [("row", str(row.uuid)) for row in rows],
    }
    return page(request, "classes/class_small_form.html", context, form=form)


@screen(permission="class.edit", methods=("GET", "POST"))
def group_assign(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.CLASS_EDIT)
    form = GroupForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            groups = classes.assign_groups(
                actor=request.user, training_class=training_class, size=form.cleaned_data["size"]
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã chia {n} tổ.").format(n=groups))
            return redirect_to(request, "classes:class-page", uuid=uuid)
    counts = classes.class_counts(training_class, request.scope.on)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Chia tổ"),
        "action": _("Chia tổ"),
        "back_url": screen_url(request, "classes:class-page", uuid=uuid),
        "effect": _("{n} học viên được chia theo đơn vị và thứ tự tên; tổ cũ được thay.").format(n=counts.active),
    }
    return page(request, "classes/class_small_form.html", context, form=form)


@screen(permission="class.edit", methods=("GET", "POST"))
def participation_end(request: ScreenRequest, uuid: UUID, participation: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, Permission.CLASS_EDIT)
    learner = classes.get_participation(training_class, participation)
    form = EndParticipationForm(request.POST or None, request=request, initial={"on": request.scope.on})
    if form.is_valid():
        try:
            classes.end_participation(
                actor=request.user,
                participation=learner,
                status=classes.ParticipationStatus.WITHDRAWN,
                **form.cleaned_data,
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã ghi thôi học."))
            return redirect_to(request, "classes:class-page", uuid=uuid)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Ghi thôi học: {name}").format(name=learner.person.full_name),
        "action": _("Ghi thôi học"),
        "back_url": screen_url(request, "classes:class-page", uuid=uuid),
        "effect": _("Người này không còn trong điểm danh và kết quả; lượt học vẫn được tính trong báo cáo."),
    }
    return page(request, "classes/class_small_form.html", context, form=form)

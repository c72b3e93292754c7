"""The way of a list: one name with its steps and decisions, and the reserve called in for seats that came free."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.access.api import Permission
from hocvien.classes import api as classes
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.eligibility import api as eligibility
from hocvien.web.classes.forms import RoundForm
from hocvien.web.classes.tables import (
    NOMINATION_TONES,
    ReserveTable,
    RoundTable,
)
from hocvien.web.classes.views.exceptions import decider_words
from hocvien.web.shell.filling import fill_link, value_shown
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.verdicts import clause_status, verdict_status
from hocvien.web.ui import formats
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Clause, Moment, Status, Step
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

OUTCOME_TONES = {
    "passed": "met",
    "skipped": "neutral",
    "deferred": "warn",
    "sent_back": "warn",
    "returned": "warn",
    "withdrawn": "neutral",
    "reserved": "info",
}

EXCEPTION_TONES = {"waiting": "info", "granted": "met", "refused": "bad"}
UNDER_WAY = frozenset({*(str(status) for status in classes.WAITING), str(classes.NominationStatus.RESERVE)})


def drawn_steps(rows: Iterable[classes.StepRow]) -> list[Step]:
    """Steps as the page draws them, each with who has it and how many wait there."""
    by_step: dict[int, list[classes.StepRow]] = {}
    for row in rows:
        by_step.setdefault(row.position, []).append(row)
    return [
        Step(_words(found), "next" if found[0].state == "skipped" else found[0].state) for found in by_step.values()
    ]


def _words(rows: list[classes.StepRow]) -> str:
    first = rows[0]
    parts = [first.kind_label]
    if len(rows) > 1:
        parts.append(_("{n} đơn vị").format(n=len(rows)))
    elif first.unit_name:
        parts.append(first.unit_name)
    if waiting := sum(row.waiting for row in rows):
        parts.append(_("{n} người chờ").format(n=waiting))
    due_on = min((row.due_on for row in rows if row.due_on), default=None)
    if due_on and first.state == "current":
        parts.append(_("hạn {day}").format(day=formats.day(due_on)))
    if first.state == "skipped":
        parts.append(_("bỏ qua, nơi cử không có đơn vị làm bước này"))
    return " · ".join(parts)


@screen(permission="class.view")
def nomination_page(request: ScreenRequest, uuid: UUID, nomination: UUID) -> HttpResponse:
    """One name: where it stands, what each step decided, and the clauses it was judged by."""
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on)
    row = classes.get_nomination_in(request.user, training_class, nomination, on)
    requests = classes.exception_requests(row)
    waiting = next((one for one in requests if one.status == classes.ExceptionStatus.WAITING), None)
    context = {
        "training_class": training_class,
        "nomination": row,
        "verdict": verdict_status(row.verdict),
        "status": Status(NOMINATION_TONES[row.status], classes.NominationStatus(row.status).label),
        "steps": drawn_steps(classes.steps_of(row, on)),
        "moments": [_moment(decision) for decision in classes.decisions_of(row, on)],
        "clauses": [_clause(request, clause, row.person.uuid) for clause in classes.clauses_of(row)],
        "asked": [_asked(one) for one in requests],
        "decider_words": decider_words(classes.decider_of_request(waiting, on)) if waiting is not None else "",
        "may_ask": row.status in UNDER_WAY
        and Permission.LIST_PROPOSE in access.permissions_of(request.user, on)
        and bool(classes.liftable_clauses(row)),
        "may_answer": classes.can_decide_exception(request.user, row, on),
        "reserve_words": _("Dự bị thứ {n}").format(n=row.reserve_position) if row.reserve_position else "",
    }
    return page(request, "classes/nomination_page.html", context)


def _moment(decision: classes.DecisionRow) -> Moment:
    text = [part for part in (decision.unit_name, decision.decided_by, decision.reason, decision.note) if part]
    return Moment(
        formats.moment(decision.decided_at),
        decision.kind_label,
        " · ".join(text),
        status=Status(OUTCOME_TONES[decision.outcome], decision.outcome_label),
    )


def _asked(one: classes.ExceptionRequest) -> Moment:
    text = [
        str(eligibility.kind_words().get(one.clause_kind, one.clause_kind)),
        str(classes.ExceptionReason(one.reason).label),
        _("theo {number} ngày {day}").format(number=one.number, day=formats.day(one.dated_on)),
    ]
    if one.decision_on is not None:
        text.append(
            _("quyết định {number} ngày {day} của {authority}").format(
                number=one.decision_number, day=formats.day(one.decision_on), authority=one.authority
            )
        )
    return Moment(
        formats.moment(one.requested_at),
        _("Đề nghị đặc cách"),
        " · ".join(text),
        status=Status(EXCEPTION_TONES[one.status], classes.ExceptionStatus(one.status).label),
    )


def _clause(request: ScreenRequest, clause: classes.ClauseRow, person: UUID) -> Clause:
    url, words = fill_link(request, clause.fill, person)
    return Clause(
        clause.title,
        clause_status(clause.verdict),
        value_shown(request, clause.value, is_private=clause.is_private),
        clause.citation,
        Status("warn", _("mặc định, chưa đối chiếu")) if clause.mark == "default" else None,
        url,
        words,
    )


@screen(permission="class.edit", methods=("GET", "POST"))
def round_list(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The rounds of a list, and one more."""
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on, Permission.CLASS_EDIT)
    form = RoundForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            made = classes.open_round(actor=request.user, training_class=training_class, today=on, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã mở đợt {n}.").format(n=made.number))
            return redirect_to(request, "classes:round-list", uuid=uuid)
    table = RoundTable(request, classes.round_rows(training_class))
    context = {"training_class": training_class, "form": form}
    return table_response(request, "classes/round_list.html", table, context, status=422 if form.errors else 200)


@screen(permission="class.edit", methods=("GET", "POST"))
def round_close(request: ScreenRequest, uuid: UUID, number: int) -> HttpResponse:
    """Who still has names of the round, then close it."""
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on, Permission.CLASS_EDIT)
    if request.method == "POST":
        waiting = classes.close_round(actor=request.user, training_class=training_class, number=number, now=now())
        names = sum(one.names for one in waiting)
        notify(request, _("Đã đóng đợt {n}; còn {names} người đang xét.").format(n=number, names=names))
        return redirect_to(request, "classes:round-list", uuid=uuid)
    found = classes.get_round(training_class, number)
    context = {
        "training_class": training_class,
        "title": _("Đóng đợt {n}").format(n=number),
        "is_closed": found.closed_at is not None,
        "waiting": classes.round_waiting(found, on),
    }
    return page(request, "classes/round_close.html", context)


@screen(permission="list.admit", methods=("GET", "POST"))
def nomination_fill(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Who of the reserve would come in for the free seats; confirmed, exactly these are taken."""
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on, Permission.LIST_ADMIT)
    if request.method == "POST":
        expected = [key for key in map(_as_uuid, request.POST.getlist("row")) if key is not None]
        try:
            taken = classes.fill_from_reserve(
                actor=request.user, training_class=training_class, expected=expected, today=on, now=now()
            )
        except DomainError as refusal:
            notify(request, str(refusal), tone="bad")
            return redirect_to(request, "classes:nomination-fill", uuid=uuid)
        notify(request, _("Đã tiếp nhận {n} người từ danh sách dự bị.").format(n=len(taken)))
        return redirect_to(request, "classes:nomination-list", uuid=uuid)
    offers = classes.reserve_offers(training_class, on)
    context: dict[str, Any] = {
        "training_class": training_class,
        "back_url": screen_url(request, "classes:nomination-list", uuid=uuid),
        "rows": [str(offer.uuid) for offer in offers],
    }
    return table_response(request, "classes/nomination_fill.html", ReserveTable(request, offers), context)


def _as_uuid(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None

"""People of a notice: selection with verdicts, and one person's way from the proposal to the diploma."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.privacy import api as privacy
from hocvien.sending import api as sending
from hocvien.web.sending.forms import SelectForm
from hocvien.web.sending.tables import CandidateTable
from hocvien.web.sending.words import clause_items, mode_words, sending_status
from hocvien.web.shell.audiences import audience_words
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.verdicts import verdict_status
from hocvien.web.ui import formats
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Moment, Status
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_P = access.Permission
_EVENT_TONES = {
    "enrolled": "info",
    "fact": "neutral",
    "warning": "warn",
    "deferral": "warn",
    "resumed": "info",
    "transfer": "info",
    "withdrawal": "neutral",
    "expulsion": "bad",
    "finished": "met",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A candidate with the address of the whole answer."""

    uuid: UUID
    full_name: str
    name_key: str
    birth_on: Any
    birth_text: str
    sex: str
    unit_id: int | None
    unit_name: str
    verdict: str
    clauses: Any
    due_on: Any
    is_planned: bool
    status: str
    is_generated: bool
    explain_url: str
    seats: sending.SeatsLeft | None


@screen(permission="list.propose", methods=("GET", "POST"))
def person_select(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """People of a unit with verdict, due day and planning; the ticked ones are put on the list, each answered for itself."""
    on = request.scope.on
    row = sending.get_notice_for(request.user, uuid, on)
    unit = _unit(request, row)
    context: dict[str, Any] = {
        "notice": row,
        "mode": mode_words(row.study_mode),
        "audience": audience_words(row.programme_id, row.audience),
        "unit": unit,
    }
    if request.method == "POST":
        chosen = sending.person_ids_for(request.user, request.POST.getlist("row"), on)
        outcomes = sending.propose_people(actor=request.user, notice=row, person_ids=chosen, today=on, now=clock.now())
        context |= _outcome_words(outcomes)
        if not context["refused"]:
            notify(request, context["outcome_title"])
            return redirect_to(request, "sending:notice-page", uuid=uuid)
    found: list[sending.CandidateRow] = []
    total, is_cut = 0, False
    if unit is not None:
        name = fold(request.GET.get("name", ""))[:60]
        found, total, is_cut = sending.candidates(request.user, row, unit, on, name=name)
    left = sending.seats_left(row, {one.unit_id for one in found if one.unit_id is not None}, on)
    context |= {
        "has_quota": row.quota_id is not None,
        "seats_left": sorted(
            {one.unit_id: one for one in left.values()}.values(), key=lambda one: (-one.left, one.unit_name)
        ),
        "picker": SelectForm(request=request, initial={"of": unit, "name": request.GET.get("name", "")}),
        "total": total,
        "is_cut": is_cut,
        "most": sending.MOST_JUDGED,
        "may": sending.actions_of(request.user, row, on),
    }
    table = CandidateTable(request, _shown(request, row, found, left), has_quota=row.quota_id is not None)
    status = 422 if request.method == "POST" else 200
    return table_response(request, "sending/person_select.html", table, context, status=status)


def _unit(request: ScreenRequest, row: sending.Notice) -> org.Unit | None:
    """The unit asked for, where the account may propose; else the scope's or the notice's own, whichever lies within."""
    on = request.scope.on
    asked = request.GET.get("of", "").strip() or request.GET.get("of_ref", "").strip()
    if asked:
        form = SelectForm(request.GET, request=request)
        if form.is_valid():
            found: org.Unit = form.cleaned_data["of"]
            return found
    for unit in (request.scope.unit, row.unit):
        if unit is not None and access.can(request.user, _P.LIST_PROPOSE, unit, on):
            is_within = unit.pk == row.unit_id or org.is_within(unit.pk, row.unit_id, on)
            return unit if is_within else row.unit
    own = access.units_visible_to(request.user, on, _P.LIST_PROPOSE)
    return own.filter(pk__in=org.descendant_ids_as_of(row.unit_id, on)).order_by("code").first()


def _shown(
    request: ScreenRequest,
    row: sending.Notice,
    found: Iterable[sending.CandidateRow],
    left: Mapping[int, sending.SeatsLeft],
) -> list[Shown]:
    query = {
        "programme": row.programme.code,
        "mode": row.study_mode or None,
        "audience": row.audience or None,
        "day": formats.day(row.opens_on),
    }
    names = [one.name for one in fields(sending.CandidateRow)]
    return [
        Shown(
            **{name: getattr(one, name) for name in names},
            explain_url=screen_url(request, "rules:person-verdict", uuid=one.uuid, query=query),
            seats=left.get(one.unit_id) if one.unit_id is not None else None,
        )
        for one in found
    ]


def _outcome_words(outcomes: list[sending.Outcome]) -> dict[str, Any]:
    refused = [{"name": one.full_name, "why": str(one.error)} for one in outcomes if one.error is not None]
    put = len(outcomes) - len(refused)
    title = (
        _("Đã đưa {put} người vào danh sách, {refused} người chưa đưa được.").format(put=put, refused=len(refused))
        if refused
        else _("Đã đưa {put} người vào danh sách, chờ duyệt.").format(put=put)
    )
    return {"refused": refused, "outcome_title": title, "outcome_tone": "warn" if refused else "met"}


@screen(permission="class.view")
def sending_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One person sent out: why, by which decision, how far, which paper came back."""
    on = request.scope.on
    row = sending.get_sending_for(request.user, uuid, on)
    privacy.note_looks(user=request.user, person_ids=[row.person_id], kind=privacy.LookKind.PAGE, at=clock.now())
    is_sent = row.status == sending.SendingStatus.SENT
    may_follow = is_sent and sending.can_follow(request.user, row, on)
    may_keep = is_sent and sending.can_keep(request.user, row, on)
    sees_person = access.can_for_person(request.user, _P.PERSON_VIEW, row.person, on)
    may_edit = access.can_for_person(request.user, _P.PERSON_EDIT, row.person, on)
    events = sending.events_of(row)
    diploma = getattr(row, "diploma", None)
    clauses = (row.verdict_clauses or {}).get("clauses", ())
    context = {
        "row": row,
        "notice": row.notice,
        "status": sending_status(row.status, row.course if is_sent else ""),
        "verdict": verdict_status(row.verdict),
        "clauses": clause_items(request, clauses, row.person.uuid, may_fill=may_edit and not is_sent),
        "unit_name": org.label_as_of(row.sending_unit_id, row.decision.decided_on if row.decision else on).name,
        "person_url": screen_url(request, "persons:person-page", uuid=row.person.uuid) if sees_person else "",
        "may_follow": may_follow,
        "may_keep": may_keep,
        "may_recall": is_sent and diploma is None and access.can(request.user, _P.LIST_APPROVE, row.notice.unit, on),
        "events": [(one, may_follow) for one in events],
        "moments": [_moment(one) for one in events],
        "diploma": diploma,
        "diploma_status": _diploma_status(diploma),
        "transcript": getattr(row, "transcript", None),
        "is_late": is_sent
        and diploma is None
        and row.course not in {sending.Course.LEFT, sending.Course.EXPELLED}
        and row.notice.ends_on is not None
        and row.notice.ends_on < on,
        "level": diploma.level if diploma else "",
    }
    return page(request, "sending/sending_page.html", context)


def _moment(one: sending.ProgressEvent) -> Moment:
    text = ". ".join(
        filter(None, (one.words, _("Văn bản số {number}").format(number=one.paper_number) if one.paper_number else ""))
    )
    return Moment(one.on, str(one.get_kind_display()), text, "", Status(_EVENT_TONES[one.kind], one.get_kind_display()))


def _diploma_status(diploma: sending.Diploma | None) -> Status | None:
    if diploma is None:
        return None
    return Status("met", _("Đã xem giấy tờ")) if diploma.seen_at else Status("warn", _("Chưa ai xem giấy tờ"))

"""One person under the rules: the verdict clause by clause, what is missing and where to record it."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.classes import api as classes
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.eligibility import api as eligibility
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from hocvien.sending import api as sending
from hocvien.web.rules.forms import AttestationForm, ExceptionForm, PlanningForm
from hocvien.web.rules.words import mark_status, rule_name
from hocvien.web.shell.filling import fill_link, value_shown
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.verdicts import clause_status, verdict_status
from hocvien.web.ui.dates import read_day
from hocvien.web.ui.forms import BaseForm
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen

_P = access.Permission


@screen(permission="person.view")
def person_verdict(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """May this person attend: by programme, mode, audience and day."""
    person, on = access.get_person_for(request.user, uuid, on=request.scope.on), request.scope.on
    privacy.note_looks(user=request.user, person_ids=[person.pk], kind=privacy.LookKind.PAGE, at=clock.now())
    in_force = eligibility.rules_in_force(on)
    offered = [row for row in catalogue.list_programmes() if row.valid_from <= on < row.valid_to]
    programme = next((row for row in offered if row.code == request.GET.get("programme")), None)
    if programme is None:
        programme = next((row for row in offered if row.pk in in_force), offered[0] if offered else None)
    may_edit = access.can_for_person(request.user, _P.PERSON_EDIT, person, on)
    context: dict[str, Any] = {
        "person": person,
        "programmes": offered,
        "programme": programme,
        "may_edit": may_edit,
        "may_propose": _P.LIST_PROPOSE in request.held_permissions,
        "is_named": may_edit and _is_nominated(person),
        "may_except": access.can_for_person(request.user, _P.LIST_APPROVE, person, on),
        # who is planned, and what the sender attests, is shown to who keeps the record or proposes
        "plannings": people.list_plannings(person, named_on=on) if may_edit else [],
        "attestations": eligibility.list_attestations(person, named_on=on) if may_edit else [],
        "exceptions": eligibility.list_exceptions(person),
        "asked_query": {"programme": programme.code if programme is not None else None},
    }
    if programme is not None:
        context |= _verdict(request, person, programme, on, is_nominated=context["is_named"])
    return page(request, "rules/person_verdict.html", context)


def _is_nominated(person: people.Person) -> bool:
    """On the list of a class or of a notice from outside: only then is a planning recorded."""
    return classes.is_on_list(person.pk) or sending.is_on_notice(person.pk)


def _verdict(
    request: ScreenRequest, person: people.Person, programme: catalogue.Programme, today: date, *, is_nominated: bool
) -> dict[str, Any]:
    mode = request.GET.get("mode", "") if programme.has_study_modes else ""
    mode = mode if mode in catalogue.StudyMode.values else ""
    day, refusal = today, ""
    if request.GET.get("day"):
        try:
            day = read_day(request.GET["day"])
        except DomainError as trouble:
            refusal = str(trouble)
    rules = [info for info in eligibility.rule_sets(programme.pk) if info.valid_from <= day < info.valid_to]
    audiences = {info.audience: rule_name(info) for info in rules if info.audience}
    audience = request.GET.get("audience", "")
    audience = audience if audience in audiences else ""
    verdict = eligibility.judge(
        programme_id=programme.pk, study_mode=mode, audience=audience, person_ids=[person.pk], on=day
    )[person.pk]
    in_english = (get_language() or "").startswith("en")
    clauses = []
    for clause in verdict.clauses:
        # who is on no list has no planning recorded: the post itself is what can be
        fill = eligibility.POST if clause.fill == eligibility.PLANNING and not is_nominated else clause.fill
        url, words = fill_link(request, fill, person.uuid)
        clauses.append(
            {
                "title": (in_english and clause.title_en) or clause.title,
                "status": clause_status(clause.verdict),
                "value": value_shown(
                    request, (in_english and clause.value_en) or clause.value, is_private=clause.is_private
                ),
                "citation": clause.citation,
                "mark": mark_status(clause.mark),
                "fill_url": url,
                "fill_words": words,
            }
        )
    return {
        "mode": mode,
        "modes": catalogue.StudyMode.choices if programme.has_study_modes else [],
        "audience": audience,
        "audiences": list(audiences.items()),
        "day": day,
        "refusal": refusal,
        "status": verdict_status(verdict.verdict),
        "clauses": clauses,
    }


def _answer(
    request: ScreenRequest,
    person: people.Person,
    form: BaseForm,
    write: Callable[[dict[str, Any]], object],
    **words: Any,
) -> HttpResponse:
    if form.is_valid():
        try:
            write(form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            notify(request, _("Đã ghi vào hồ sơ {name}.").format(name=person.full_name))
            # back to the programme it was recorded for
            programme = form.cleaned_data.get("programme")
            code = programme.code if programme is not None else request.GET.get("programme") or None
            return redirect_to(request, "rules:person-verdict", uuid=person.uuid, query={"programme": code})
    return page(request, "rules/granted_form.html", {"form": form, "person": person, **words}, form=form)


@screen(permission="list.propose", methods=("GET", "POST"))
def planning_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """By which document a nominated person is planned for a post."""
    person, on = access.get_person_for(request.user, uuid, on=request.scope.on), request.scope.on
    form = PlanningForm(request.POST or None, request=request, initial={"valid_from": on})

    def write(data: dict[str, Any]) -> None:
        unit = data.pop("unit")
        planning = people.NewPlanning(unit_id=unit.pk, **data)
        is_in_class = classes.is_on_list(person.pk)
        record = (
            sending.record_planning if not is_in_class and sending.is_on_notice(person.pk) else classes.record_planning
        )
        record(actor=request.user, person=person, planning=planning, today=on)

    return _answer(
        request,
        person,
        form,
        write,
        title=_("Ghi quy hoạch"),
        effect=_("Chỉ ghi của người đang được cử đi học, theo văn bản quy hoạch còn hiệu lực."),
    )


@screen(permission="list.propose", methods=("GET", "POST"))
def attestation_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    person, on = access.get_person_for(request.user, uuid, on=request.scope.on), request.scope.on
    form = AttestationForm(
        request.POST or None, request=request, initial={"attested_on": on, "unit": request.scope.unit}
    )

    def write(data: dict[str, Any]) -> None:
        eligibility.record_attestation(
            actor=request.user, person=person, today=on, **{**data, "holds": data["holds"] == "yes"}
        )

    return _answer(
        request,
        person,
        form,
        write,
        title=_("Ghi xác nhận của nơi cử"),
        effect=_("Chỉ ghi câu trả lời và ngày, không ghi lý do."),
    )


@screen(permission="list.propose", methods=("POST",))
def attestation_remove(request: ScreenRequest, uuid: UUID, fact: UUID) -> HttpResponse:
    person, on = access.get_person_for(request.user, uuid, on=request.scope.on), request.scope.on
    eligibility.remove_attestation(actor=request.user, person=person, uuid=fact, today=on)
    notify(request, _("Đã xóa mục ghi nhầm; nhật ký vẫn giữ."))
    return redirect_to(request, "rules:person-verdict", uuid=person.uuid)


@screen(permission="list.approve", methods=("GET", "POST"))
def exception_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """A special case by the decision of the competent authority."""
    person, on = access.get_person_for(request.user, uuid, on=request.scope.on), request.scope.on
    programme = catalogue.find_programme(request.GET.get("programme", ""))
    form = ExceptionForm(request.POST or None, request=request, initial={"programme": programme})

    def write(data: dict[str, Any]) -> None:
        eligibility.record_exception(actor=request.user, person=person, today=on, **data)

    return _answer(
        request,
        person,
        form,
        write,
        title=_("Ghi quyết định đặc cách"),
        effect=_("Quyết định chỉ có tác dụng với điều kiện mà quy định cho phép đặc cách, đến khi hết hiệu lực."),
    )


@screen(permission="list.approve", methods=("POST",))
def exception_remove(request: ScreenRequest, uuid: UUID, fact: UUID) -> HttpResponse:
    person, on = access.get_person_for(request.user, uuid, on=request.scope.on), request.scope.on
    eligibility.remove_exception(actor=request.user, person=person, uuid=fact, today=on)
    notify(request, _("Đã xóa mục ghi nhầm; nhật ký vẫn giữ."))
    return redirect_to(request, "rules:person-verdict", uuid=person.uuid)

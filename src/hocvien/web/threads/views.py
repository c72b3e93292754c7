"""From a plan line to the certificate and back: one page for each item, each link as far as the user may see."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.classes import api as classes
from hocvien.planning import api as planning
from hocvien.records import api as records
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.shell.verdicts import verdict_status
from hocvien.web.threads.links import (
    Link,
    Part,
    certificate_part,
    class_part,
    own_class_part,
    person_part,
    plan_link,
    seat_link,
)
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import page, screen


@screen(permission="plan.view")
def thread_of_line(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    line = planning.get_line_for(request.user, uuid, request.scope.on)
    found, hidden = classes.classes_of_line(request.user, line.pk, request.scope.on)
    stages = classes.stages_of(row.pk for row in found)
    note = _("Còn {n} lớp ngoài phạm vi của bạn.").format(n=hidden) if hidden else ""
    if not found and not hidden:
        note = _("Chưa mở lớp nào từ mục này.")
    links = [
        plan_link(request, line, is_current=True),
        seat_link(request, line),
        Link(_("Lớp"), [class_part(request, row, stages[row.pk]) for row in found], note),
    ]
    return page(request, "threads/thread.html", {"title": planning.line_label(line), "links": links})


@screen(permission="class.view")
def thread_of_class(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    row = classes.get_class_for(request.user, uuid, request.scope.on)
    people = classes.people_of_thread(request.user, row, request.scope.on)
    own = own_class_part(row, screen_url(request, "classes:class-page", uuid=row.uuid))
    links = [
        plan_link(request, row.plan_line, outside=row.outside_plan_decision),
        seat_link(request, row.plan_line),
        Link(_("Lớp"), [own], is_current=True),
        Link(
            _("Danh sách, xét điều kiện, kết quả, giấy"),
            [person_part(request, row, one) for one in people],
            "" if people else _("Chưa có ai trong danh sách."),
        ),
    ]
    return page(request, "threads/thread.html", {"title": row.name, "links": links})


@screen(permission="class.view")
def thread_of_person(request: ScreenRequest, uuid: UUID, nomination: UUID) -> HttpResponse:
    row = classes.get_class_for(request.user, uuid, request.scope.on)
    one = classes.person_of_thread(request.user, row, nomination, request.scope.on)
    if one is None:
        raise classes.NominationNotFound
    named = one.nomination
    list_url = screen_url(request, "classes:nomination-list", uuid=row.uuid)
    verdict = Part(_("Xét điều kiện"), text=_clauses_words(named), status=verdict_status(one.verdict))
    links = [
        plan_link(request, row.plan_line, outside=row.outside_plan_decision),
        seat_link(request, row.plan_line, named.person_id),
        Link(
            _("Danh sách và xét điều kiện"),
            [
                Part(one.status_label, list_url, one.unit_name),
                verdict,
                *(_decision_part(row) for row in reversed(classes.decisions_of(named, request.scope.on))),
            ],
        ),
        Link(_("Lớp"), [own_class_part(row, screen_url(request, "threads:thread-of-class", uuid=row.uuid))]),
        _result_link(one),
        Link(
            _("Giấy chứng nhận"),
            [certificate_part(request, one.certificate)] if one.certificate is not None else [],
            "" if one.certificate is not None else _("Chưa cấp giấy."),
        ),
    ]
    return page(request, "threads/thread.html", {"title": one.full_name, "sub": row.name, "links": links})


def _decision_part(row: classes.DecisionRow) -> Part:
    """What a step of the chain decided, where and when."""
    said = [f"{row.decided_at:%d/%m/%Y}", row.unit_name, row.outcome_label, row.reason]
    return Part(row.kind_label or row.outcome_label, text=", ".join(one for one in said if one))


def _clauses_words(named: classes.Nomination) -> str:
    """On which day it was judged; what a clause said stays with the list."""
    return _("theo quy định có hiệu lực ngày {on:%d/%m/%Y}").format(on=named.judged_on)


def _result_link(one: classes.PersonStages) -> Link:
    title = _("Kết quả")
    if one.result is None or not one.outcome_label:
        return Link(title, note=_("Chưa công nhận kết quả."))
    decision = one.result.recognition
    text = (
        _("Quyết định số {number} ngày {on:%d/%m/%Y}").format(number=decision.number, on=decision.decided_on)
        if decision is not None
        else ""
    )
    tone = "met" if one.result.decided_outcome == classes.Outcome.COMPLETED else "bad"
    band = one.result.decided_band_name
    return Link(title, [Part(band or one.outcome_label, text=text, status=Status(tone, one.outcome_label))])


@screen(permission="certificate.view")
def thread_of_certificate(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """To the thread of the person who holds it; a certificate of an old book stands alone."""
    certificate = records.get_certificate_for(request.user, uuid, on=request.scope.on)
    named = classes.find_nomination_of(certificate)
    if named is not None:
        try:
            classes.get_class_for(request.user, named.training_class.uuid, request.scope.on)
        except classes.ClassNotFound:
            named = None
    if named is not None:
        return redirect_to(request, "threads:thread-of-person", uuid=named.training_class.uuid, nomination=named.uuid)
    own = certificate_part(request, certificate)
    note = _("Giấy nhập từ sổ cũ, hoặc lớp ngoài phạm vi của bạn: không đi ngược tiếp được.")
    links = [Link(_("Giấy chứng nhận"), [own], note, is_current=True)]
    return page(request, "threads/thread.html", {"title": certificate.number_text, "links": links})

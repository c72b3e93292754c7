"""Papers of a class and of a plan, made from the unit's templates; and the summons as a message to one person."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.planning import api as planning
from hocvien.sending import api as sending
from hocvien.web.papers.forms import MessageForm, PaperForm
from hocvien.web.papers.templates import docx_response
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import screen_url
from hocvien.web.ui.screens import page, screen

P = access.Permission
K = papers.PaperKind


def _class_kinds(request: ScreenRequest, training_class: classes.TrainingClass) -> list[papers.PaperKind]:
    """The papers this user may make of the class."""
    found: list[papers.PaperKind] = []
    if classes.can_for_class(request.user, P.CLASS_EDIT, training_class, request.scope.on):
        found += [K.CALL, K.OPENING, K(papers.letter_kind(training_class))]
    unit = request.scope.unit
    if unit is not None and access.can(request.user, P.LIST_PROPOSE, unit, request.scope.on):
        found.append(K.NOMINATIONS)
    return found


def _messages_to(request: ScreenRequest, training_class: classes.TrainingClass) -> list[tuple[classes.LearnerRow, str]]:
    """Each learner with the address of the message to them."""
    rows = classes.learner_rows(request.user, training_class, request.scope.on, active_only=True)
    uuid = training_class.uuid
    return [(row, screen_url(request, "papers:class-message", uuid=uuid, participation=row.uuid)) for row in rows]


@screen(permission="class.view")
def class_papers(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    may_edit = classes.can_for_class(request.user, P.CLASS_EDIT, training_class, request.scope.on)
    filled = papers.filled_papers([training_class.pk])[training_class.pk]
    context = {
        "training_class": training_class,
        "kinds": [(kind, filled.get(kind)) for kind in _class_kinds(request, training_class)],
        "messages_to": _messages_to(request, training_class) if may_edit else [],
        "may_edit_templates": P.PAPER_EDIT in request.held_permissions,
    }
    return page(request, "papers/class_papers.html", context)


@screen(permission="class.view", methods=("GET", "POST"))
def class_paper(request: ScreenRequest, uuid: UUID, kind: str) -> HttpResponse:
    on = request.scope.on
    training_class = classes.get_class_for(request.user, uuid, on)
    if kind not in _class_kinds(request, training_class):
        raise papers.TemplateNotFound
    sending_unit = request.scope.unit if kind == K.NOMINATIONS else None
    issuer = sending_unit or training_class.opened_by
    number = training_class.decision_number if kind == K.OPENING else ""
    filled = papers.filled_papers([training_class.pk])[training_class.pk].get(kind)
    form = PaperForm(
        request.POST or None,
        request=request,
        initial=PaperForm.begin_with(papers.head_begun(filled, issuer.pk, on, number)),
    )
    if form.is_valid():
        try:
            made = papers.make_class_paper(
                actor=request.user,
                training_class=training_class,
                kind=kind,
                head=form.as_head(),
                today=on,
                now=clock.now(),
                sending_unit=sending_unit,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return docx_response(made.name, made.content)
    context = {
        "form": form,
        "title": K(kind).label,
        "about": training_class.name,
        "issuer": org.label_as_of(issuer.pk, on).name,
        "template": papers.template_in_use(kind, issuer.pk, on),
        "training_class": training_class,
        "filled": filled,
    }
    return page(request, "papers/paper_form.html", context, form=form)


@screen(permission="class.view")
def class_message(request: ScreenRequest, uuid: UUID, participation: UUID) -> HttpResponse:
    """The summons as text for the messenger of one person; one at a time, so that no list of names and courses leaves the office."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on, P.CLASS_EDIT)
    learner = classes.find_learner(request.user, training_class, participation, request.scope.on)
    if learner is None or not learner.is_active:
        raise classes.ParticipationNotFound
    context = {
        "training_class": training_class,
        "learner": learner,
        "form": MessageForm(request=request, initial={"text": papers.summons_text(training_class, learner)}),
    }
    return page(request, "papers/class_message.html", context)


@screen(permission="class.view", methods=("GET", "POST"))
def sending_paper(request: ScreenRequest, uuid: UUID, decision: UUID) -> HttpResponse:
    """A decision to send, for who sees everybody on it."""
    on = request.scope.on
    notice = sending.get_notice_for(request.user, uuid, on)
    found = next((one for one in sending.decisions_of(notice) if one.uuid == decision), None)
    if found is None or not sending.actions_of(request.user, notice, on).see_all:
        raise sending.NoticeNotFound
    told = papers.PaperHead(
        number=found.number,
        place="",
        on=found.decided_on,
        signer_name=found.signer_name,
        signer_post=found.signer_title,
    )
    form = PaperForm(request.POST or None, request=request, initial=PaperForm.begin_with(told))
    if form.is_valid():
        try:
            made = papers.make_sending_paper(
                actor=request.user, notice=notice, decision=found, head=form.as_head(), now=clock.now()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return docx_response(made.name, made.content)
    context = {
        "form": form,
        "title": K.SENDING.label,
        "about": notice.name,
        "issuer": org.label_as_of(found.unit_id, on).name,
        "template": papers.template_in_use(K.SENDING, found.unit_id, on),
        "notice": notice,
    }
    return page(request, "papers/paper_form.html", context, form=form)


@screen(permission="plan.view", methods=("GET", "POST"))
def plan_paper(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    on = request.scope.on
    plan = planning.get_plan_for(request.user, uuid, on, P.PLAN_EDIT)
    filled = papers.find_plan_paper(plan)
    form = PaperForm(
        request.POST or None,
        request=request,
        initial=PaperForm.begin_with(papers.head_begun(filled, plan.unit_id, on, plan.number)),
    )
    if form.is_valid():
        try:
            made = papers.make_plan_paper(actor=request.user, plan=plan, head=form.as_head(), today=on, now=clock.now())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return docx_response(made.name, made.content)
    context = {
        "form": form,
        "title": K.PLAN.label,
        "about": _("năm {year}, bản {version}").format(year=plan.year, version=plan.version),
        "issuer": org.label_as_of(plan.unit_id, on).name,
        "template": papers.template_in_use(K.PLAN, plan.unit_id, on),
        "plan": plan,
        "filled": filled,
    }
    return page(request, "papers/paper_form.html", context, form=form)

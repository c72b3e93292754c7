"""The list, one reorganisation with everything about it, and what is decided about it: title, decision, day."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.web.reorganisations.forms import HeadForm
from hocvien.web.reorganisations.names import is_named
from hocvien.web.reorganisations.pictures import picture_of
from hocvien.web.reorganisations.tables import ReorganisationTable, StepLinks, StepTable, unit_names_of
from hocvien.web.reorganisations.words import ACTS, HAPPENED, founded_names, listed, mark_of, status_of, unsure_codes
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

P = access.Permission
S = org.ReorganisationStatus
_OPEN = (S.DRAFT, S.WAITING)


@screen(permission="unit.view")
def reorganisation_list(request: ScreenRequest) -> HttpResponse:
    """All that name a unit the user sees; what is not done yet only for those who change units."""
    rows = access.reorganisations_visible_to(request.user, request.scope.on).select_related("made_by")
    table = ReorganisationTable(request, rows)
    context = {"may_edit": P.UNIT_EDIT in request.held_permissions}
    return table_response(request, "reorganisations/reorganisation_list.html", table, context)


@screen(permission="unit.view")
def reorganisation_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """What is decided, what it touches, the picture, the steps; and what can be done with it now."""
    found = access.get_reorganisation_for(request.user, uuid, on=request.scope.on)
    is_busy = found.job is not None and found.job.is_open
    if "wait" in request.GET and not is_busy:
        return redirect_to(request, "reorganisations:reorganisation-page", uuid=uuid)
    return show(request, found)


def show(
    request: ScreenRequest, found: org.Reorganisation, *, refusal: DomainError | None = None, status: int = 200
) -> HttpResponse:
    """The page of one reorganisation, with what a button was just refused for."""
    today = request.scope.on
    steps = org.from_kept(found.steps)
    may_change = P.UNIT_EDIT in request.held_permissions and access.can_steps(request.user, steps, today)
    is_draft = found.status == S.DRAFT
    is_busy = found.job is not None and found.job.is_open
    table = StepTable(
        request,
        steps,
        found.on,
        links=_step_links(request, found, steps) if is_draft and may_change and not is_busy else (),
    )
    if table.is_export_asked:
        return table.as_response()
    unsure = unsure_codes(steps)
    context = {
        "found": found,
        "said": status_of(found, is_due=found.on <= today),
        "refusal": str(refusal) if refusal is not None else "",
        "may_change": may_change,
        "is_draft": is_draft,
        "is_waiting": found.status == S.WAITING,
        "is_executed": found.status == S.EXECUTED,
        "is_over": found.status in {S.WITHDRAWN, S.UNDONE},
        "is_open": found.status in _OPEN,
        "is_busy": is_busy,
        "is_due": found.on <= today,
        "is_tried": bool(found.effect),
        "table": table,
        "acts": [
            (words, text, screen_url(request, "reorganisations:step-add", uuid=found.uuid, act=act))
            for act, (words, text) in ACTS.items()
        ],
        "counts": _counts(request, found),
        "things": _things(request, found),
        "picture": picture_of(request, found),
        "unsure_count": len(unsure),
        "unsure": listed(unsure[:4], unit_names_of(unsure[:4], found.on) | founded_names(steps)),
        "below": found.effect.get("counts", {}).get("below", 0),
        "day_before": found.on - timedelta(days=1),
        "wait_query": {"wait": "1"},
    }
    return page(request, "reorganisations/reorganisation_page.html", context, status=status)


def _step_links(request: ScreenRequest, found: org.Reorganisation, steps: Sequence[org.Step]) -> list[StepLinks]:
    def url(name: str, **more: Any) -> str:
        return screen_url(request, f"reorganisations:step-{name}", uuid=found.uuid, **more)

    return [
        StepLinks(
            edit=url("edit", number=n),
            up=url("move", number=n, way="up") if n > 1 else "",
            down=url("move", number=n, way="down") if n < len(steps) else "",
            remove=url("remove", number=n),
            mark=mark_of(step),
        )
        for n, step in enumerate(steps, 1)
    ]


def _counts(request: ScreenRequest, found: org.Reorganisation) -> list[tuple[str, int, str]]:
    """(what happens, to how many units, where they are named)."""
    codes = found.effect.get("codes", {})
    return [
        (
            str(words),
            len(codes.get(what, ())),
            screen_url(request, "reorganisations:unit-names", uuid=found.uuid, what=what) if codes.get(what) else "",
        )
        for what, (words, _beside) in HAPPENED.items()
    ]


def _things(request: ScreenRequest, found: org.Reorganisation) -> list[tuple[str, int, str]]:
    """(label, count, where they are named or "") of what stands at units that end."""
    labels = {one.key: str(one.label) for one in org.followers()}
    return [
        (
            labels[key],
            count,
            screen_url(request, "reorganisations:thing-names", uuid=found.uuid, thing=key)
            if is_named(request, key)
            else "",
        )
        for key, count in found.effect.get("things", ())
        if count and key in labels
    ]


@screen(permission="unit.edit", methods=("GET", "POST"))
def reorganisation_draft(request: ScreenRequest) -> HttpResponse:
    """Begin one: what it is called, which decision, from which day. Its steps come after."""
    form = HeadForm(request.POST or None, request=request, initial={"on": request.scope.on})
    if form.is_valid():
        try:
            made = org.draft_reorganisation(actor=request.user, now=clock.now(), **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            return redirect_to(request, "reorganisations:reorganisation-page", uuid=made.uuid)
    context = {"form": form, "title": _("Sắp xếp lại tổ chức"), "action": _("Tiếp: chọn việc"), "is_new": True}
    return page(request, "reorganisations/head_form.html", context, form=form)


@screen(permission="unit.edit", methods=("GET", "POST"))
def reorganisation_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Change what is decided of a draft; with another day all of it is tried again."""
    found = changeable(request, uuid)
    initial = {name: getattr(found, name) for name in ("title", "resolution", "decided_on", "on")}
    form = HeadForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            org.change_draft(actor=request.user, reorganisation=found, now=clock.now(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal, "on" if form.cleaned_data["on"] != found.on else None)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            notify(request, _("Đã sửa."))
            return redirect_to(request, "reorganisations:reorganisation-page", uuid=uuid)
    context: dict[str, Any] = {"form": form, "title": _("Sửa quyết định, ngày"), "action": _("Ghi"), "found": found}
    return page(request, "reorganisations/head_form.html", context, form=form)


def changeable(request: ScreenRequest, uuid: UUID) -> org.Reorganisation:
    """The reorganisation, when the user may change all it names; else a 404, or a refusal that names the unit."""
    found = access.get_reorganisation_for(request.user, uuid, on=request.scope.on)
    access.require_steps(request.user, org.from_kept(found.steps), request.scope.on)
    return found

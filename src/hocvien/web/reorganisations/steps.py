"""Adding a step to a draft, each kind by its own form, and taking one out. A step that cannot be done is refused at its field."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.web.reorganisations.forms import FORMS, BelowForm, SplitForm, SplitWhatForm, StepForm
from hocvien.web.reorganisations.views import changeable, show
from hocvien.web.reorganisations.words import ACTS
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen

PAGE = "reorganisations:reorganisation-page"
_TICKING = ("move", "merge")
# the field that begins with the unit in the bar
_UNIT_FIELDS = {
    "found": "parent",
    "rename": "unit",
    "change_kind": "unit",
    "dissolve": "unit",
    "abolish_level": "parent",
}


@screen(permission="unit.edit", methods=("GET", "POST"))
def step_add(request: ScreenRequest, uuid: UUID, act: str) -> HttpResponse:
    """One more step; it is tried together with those before it, and kept only where all of them can be done."""
    found = changeable(request, uuid)
    if act not in FORMS:
        raise access.OutOfSight
    if found.status != org.ReorganisationStatus.DRAFT:
        return redirect_to(request, PAGE, uuid=uuid)
    context: dict[str, Any] = {"found": found, "title": ACTS[act][0], "text": ACTS[act][1], "is_split": act == "split"}
    form: StepForm | None
    if act == "split":
        context["chooser"], form = _split_form(request, found)
    else:
        below_form = _below_form(request) if act in _TICKING else None
        context["chooser"] = below_form
        form = FORMS[act](
            request.POST or None,
            request=request,
            draft=found,
            steps=org.from_kept(found.steps),
            below=_below(request, below_form),
            initial={_UNIT_FIELDS[act]: request.scope.unit_code} if act in _UNIT_FIELDS else {},
        )
    if form is None:
        return page(request, "reorganisations/step_form.html", context, form=context["chooser"])
    if form.is_valid() and _add(request, found, form):
        notify(request, _("Đã thêm việc. Xem kết quả bên dưới, thêm việc khác hoặc thực hiện."))
        return redirect_to(request, PAGE, uuid=uuid)
    return page(request, "reorganisations/step_form.html", {**context, "form": form}, form=form)


def _add(request: ScreenRequest, found: org.Reorganisation, form: StepForm) -> bool:
    steps = [*org.from_kept(found.steps), *form.steps()]
    try:
        access.require_steps(request.user, steps, request.scope.on)
        org.change_draft(actor=request.user, reorganisation=found, steps=steps, now=clock.now())
    except DomainError as refusal:
        form.refuse(refusal)
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
    else:
        return True
    return False


def _split_form(request: ScreenRequest, found: org.Reorganisation) -> tuple[SplitWhatForm, SplitForm | None]:
    """What is divided, asked first and kept in the address; then the parts."""
    asked = request.GET if "split" in request.GET else None
    chooser = SplitWhatForm(asked, request=request, initial={"split": request.scope.unit, "parts": 2})
    if not chooser.is_valid():
        return chooser, None
    unit = chooser.cleaned_data["split"]
    form = SplitForm(
        request.POST or None,
        request=request,
        draft=found,
        steps=org.from_kept(found.steps),
        unit=unit,
        parts=chooser.cleaned_data["parts"],
        may_name=access.can(request.user, access.Permission.PERSON_VIEW, unit, request.scope.on),
    )
    return chooser, form


def _below_form(request: ScreenRequest) -> BelowForm:
    asked = request.GET if "below" in request.GET else None
    return BelowForm(asked, request=request, initial={"below": request.scope.unit})


def _below(request: ScreenRequest, chooser: BelowForm | None) -> org.Unit | None:
    """Whose units are ticked: the one asked for, else the one in the bar where the user changes units."""
    if chooser is None:
        return None
    if chooser.is_bound:
        return chooser.cleaned_data.get("below") if chooser.is_valid() else None
    unit = request.scope.unit
    if unit is None or not access.can(request.user, access.Permission.UNIT_EDIT, unit, request.scope.on):
        return None
    return unit


@screen(permission="unit.edit", methods=("POST",))
def step_remove(request: ScreenRequest, uuid: UUID, number: int) -> HttpResponse:
    """Take one step out; refused where a later one needs it."""
    found = changeable(request, uuid)
    steps = org.from_kept(found.steps)
    if not 1 <= number <= len(steps):
        return redirect_to(request, PAGE, uuid=uuid)
    try:
        org.change_draft(
            actor=request.user, reorganisation=found, steps=[*steps[: number - 1], *steps[number:]], now=clock.now()
        )
    except DomainError as refusal:
        notify(request, _("Chưa bỏ được việc này vì việc sau cần đến nó. Bỏ việc sau trước."), tone="warn")
        return show(request, found, refusal=refusal, status=409)
    notify(request, _("Đã bỏ việc số {n}.").format(n=number), tone="info")
    return redirect_to(request, PAGE, uuid=uuid)

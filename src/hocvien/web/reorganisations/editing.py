"""Changing a step of a draft where it stands, by the form it was made with, and putting it before or after its neighbour."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.batched import batched
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.reorganisations.forms import FORMS, BelowForm, SplitForm, StepForm, children_of
from hocvien.web.reorganisations.tables import unit_names_of
from hocvien.web.reorganisations.views import changeable, show
from hocvien.web.reorganisations.words import ACTS, founded_names, mark_of
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.choices import person_words
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen

PAGE = "reorganisations:reorganisation-page"
_PER_PAGE = 50


@screen(permission="unit.edit", methods=("GET", "POST"))
def step_edit(request: ScreenRequest, uuid: UUID, number: int) -> HttpResponse:
    """One step, changed; it is tried together with all others, and kept only where all of them can be done."""
    found = changeable(request, uuid)
    steps = org.from_kept(found.steps)
    if found.status != org.ReorganisationStatus.DRAFT or not 1 <= number <= len(steps):
        return redirect_to(request, PAGE, uuid=uuid)
    step = steps[number - 1]
    act = org.act_of(step)
    chooser, below = _below(request, found, step)
    form = _form(request, found, steps, step, below)
    if form is None:
        notify(
            request, _("Việc này nêu đơn vị chưa có nên chưa sửa tại chỗ được. Bỏ việc này rồi thêm lại."), tone="warn"
        )
        return _back(request, found, number)
    if form.is_valid() and _is_same(request, form, step) and _keep(request, found, form, steps, number):
        notify(request, _("Đã sửa việc số {n}.").format(n=number))
        return _back(request, found, number)
    context = {
        "found": found,
        "title": _("Sửa việc số {n}: {act}").format(n=number, act=ACTS[act][0]),
        "text": ACTS[act][1],
        "is_split": act == "split",
        "is_edit": True,
        "was": mark_of(step),
        "chooser": chooser,
        "form": form,
    }
    return page(request, "reorganisations/step_form.html", context, form=form)


@screen(permission="unit.edit", methods=("POST",))
def step_move(request: ScreenRequest, uuid: UUID, number: int, way: str) -> HttpResponse:
    """Let a step change places with the one before ("up") or after ("down"); refused where the order is needed."""
    found = changeable(request, uuid)
    steps = org.from_kept(found.steps)
    if way not in {"up", "down"}:
        raise access.OutOfSight
    other = number - 1 if way == "up" else number + 1
    if not (1 <= number <= len(steps) and 1 <= other <= len(steps)):
        return redirect_to(request, PAGE, uuid=uuid)
    if request.POST.get("was") != mark_of(steps[number - 1]):
        notify(request, _("Các việc vừa được sửa ở nơi khác. Xem lại thứ tự bên dưới rồi làm tiếp."), tone="warn")
        return _back(request, found, number)
    steps[number - 1], steps[other - 1] = steps[other - 1], steps[number - 1]
    try:
        org.change_draft(actor=request.user, reorganisation=found, steps=steps, now=clock.now())
    except DomainError as refusal:
        words = _("Chưa đổi được thứ tự: việc số {n} và việc số {other} cần làm theo thứ tự đang có.")
        notify(request, words.format(n=number, other=other), tone="warn")
        return show(request, found, refusal=refusal, status=409)
    notify(request, _("Việc số {n} nay là việc số {other}.").format(n=number, other=other), tone="info")
    return _back(request, found, other)


def _back(request: ScreenRequest, found: org.Reorganisation, number: int) -> HttpResponse:
    """To the page, at the step: keys and eyes go on from there."""
    place = (number - 1) // _PER_PAGE + 1
    url = screen_url(request, PAGE, uuid=found.uuid, query={"s-page": place if place > 1 else None})
    return HttpResponseRedirect(f"{url}#step-{number}")


def _is_same(request: ScreenRequest, form: StepForm, step: org.Step) -> bool:
    if request.POST.get("was") == mark_of(step):
        return True
    words = _("Việc này vừa được sửa ở nơi khác. Mở lại bản nháp để xem, rồi sửa tiếp.")
    form.add_error(None, ValidationError(words, code="step_changed"))
    return False


def _keep(
    request: ScreenRequest, found: org.Reorganisation, form: StepForm, steps: Sequence[org.Step], number: int
) -> bool:
    old, fresh = steps[number - 1], form.steps()
    before, after = list(steps[: number - 1]), list(steps[number:])
    if isinstance(old, org.Found) and isinstance(fresh[0], org.Found):
        new = fresh[0]
        fresh = [replace(new, is_sample_name=old.is_sample_name and new.name == old.name)]
        # the others go on naming the unit that this step founds
        before, after = org.recoded(before, old.code, new.code), org.recoded(after, old.code, new.code)
    changed = [*before, *fresh, *after]
    try:
        access.require_steps(request.user, changed, request.scope.on)
        org.change_draft(actor=request.user, reorganisation=found, steps=changed, now=clock.now())
    except DomainError as refusal:
        form.refuse(refusal)
    except ValidationError as refusal:
        form.add_error(None, ValidationError(refusal.messages))
    else:
        return True
    return False


# --- the form as the step would have filled it ------------------------------------------------------------------------


def _form(
    request: ScreenRequest,
    found: org.Reorganisation,
    steps: Sequence[org.Step],
    step: org.Step,
    below: org.Unit | None,
) -> StepForm | None:
    given: dict[str, Any] = {"request": request, "draft": found, "steps": [one for one in steps if one is not step]}
    if isinstance(step, org.Split):
        unit = org.find_unit(step.unit)
        if unit is None:
            return None
        parts = _parts(step)
        may_name = access.can(request.user, access.Permission.PERSON_VIEW, unit, request.scope.on)
        return SplitForm(
            request.POST or None,
            unit=unit,
            parts=len(parts),
            may_name=may_name,
            was=parts,
            initial=_split_initial(step, parts, may_name=may_name),
            **given,
        )
    initial = _initial(step, founded_names(steps), found, below)
    return FORMS[org.act_of(step)](request.POST or None, below=below, initial=initial, **given)


def _initial(
    step: org.Step, planned: dict[str, str], found: org.Reorganisation, below: org.Unit | None
) -> dict[str, Any]:
    if isinstance(step, org.AbolishLevel):
        return {"kind": step.kind, "parent": step.below}
    names = ("name", "short_name", "code", "kind", "parent", "unit", "into", "successor")
    initial = {name: getattr(step, name) for name in names if hasattr(step, name)}
    if isinstance(step, org.MoveUnits | org.Merge):
        offered = {label.code for label in children_of(below, found.on)}
        others = [code for code in step.units if code not in offered]
        called = unit_names_of(others, found.on) | planned
        initial["ticked"] = [code for code in step.units if code in offered]
        initial["more"] = "\n".join(f"{called[code]} ({code})" if code in called else code for code in others)
    return initial


def _below(
    request: ScreenRequest, found: org.Reorganisation, step: org.Step
) -> tuple[BelowForm | None, org.Unit | None]:
    """Whose units are ticked: the one asked for, else the one under which the first that is named stands."""
    if not isinstance(step, org.MoveUnits | org.Merge):
        return None, None
    if "below" in request.GET:
        chooser = BelowForm(request.GET, request=request)
        return chooser, chooser.cleaned_data.get("below") if chooser.is_valid() else None
    first = org.find_unit(step.units[0]) if step.units else None
    parents = org.parent_ids_as_of([first.pk], found.on - timedelta(days=1)) if first is not None else {}
    parent = org.Unit.objects.filter(pk__in=parents.values()).first()
    if parent is not None and not access.can(request.user, access.Permission.UNIT_EDIT, parent, request.scope.on):
        parent = None
    return BelowForm(None, request=request, initial={"below": parent}), parent


def _parts(step: org.Split) -> list[org.SplitPart]:
    """The parts the form has: first the unit that gets the rest and nothing by name, then each that does; the divided unit is none."""
    parts = [part for part in step.parts if part.into != step.unit]
    if step.rest and step.rest not in {step.unit, *(part.into for part in parts)}:
        parts.insert(0, org.SplitPart(step.rest))
    return parts


def _split_initial(step: org.Split, parts: Sequence[org.SplitPart], *, may_name: bool) -> dict[str, Any]:
    numbers = {part.into: str(n) for n, part in enumerate(parts, 1)}
    initial: dict[str, Any] = {"rest": numbers.get(step.rest, "self" if step.rest else "none")}
    words = _people_words([uuid for part in parts for uuid in part.people]) if may_name else {}
    for n, part in enumerate(parts, 1):
        initial[f"p{n}-into"] = part.into
        initial |= {f"child-{code}": str(n) for code in part.units}
        initial[f"p{n}-people"] = "\n".join(words[uuid] for uuid in part.people if uuid in words)
    return initial


def _people_words(uuids: Sequence[str]) -> dict[str, str]:
    rows = [row for ids in batched(uuids, _PER_PAGE * 10) for row in people.people().filter(uuid__in=ids)]
    return {str(row.uuid): person_words(row) for row in rows}

"""Founding, renaming, moving and ending units: the effect is shown first, then written on a second press."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.forms import BaseForm
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.units.forms import EndForm, FoundForm, KindForm, MoveForm, RenameForm

P = access.Permission


def _answer(
    request: ScreenRequest,
    form: BaseForm,
    *,
    effect: Callable[[dict[str, Any]], list[str]],
    write: Callable[[dict[str, Any]], object],
    words: dict[str, Any],
    back: tuple[str, dict[str, Any]],
) -> HttpResponse:
    """First press: try it, take it back, show the effect. Second press with the very same values: write it."""
    shown: list[str] = []
    if form.is_valid():
        data = form.cleaned_data
        is_confirmed = request.POST.get("confirmed") == _signature(request, form)
        try:
            if is_confirmed:
                write(data)
                notify(request, words["done"])
                return redirect_to(request, back[0], **back[1])
            shown = effect(data)
            with transaction.atomic():
                write(data)
                transaction.set_rollback(True)
        except DomainError as refusal:
            shown = []
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            shown = []
            form.add_error(None, ValidationError(refusal.messages))
    context = {
        "form": form,
        "effect": shown,
        "signature": _signature(request, form) if shown else "",
        "back_url": screen_url(request, back[0], **back[1]),
        **words,
    }
    return page(request, "units/unit_change.html", context, form=form)


def _signature(request: ScreenRequest, form: BaseForm) -> str:
    """The values the effect was shown for; other values are shown again first."""
    values = [(name, request.POST.get(name, "").strip()) for name in form.fields]
    return hashlib.sha256(repr(values).encode()).hexdigest()


def _unit(request: ScreenRequest, code: str) -> tuple[org.Unit, org.UnitLabel]:
    unit = access.get_unit_for(request.user, code, on=request.scope.on)
    access.require(request.user, P.UNIT_EDIT, unit, request.scope.on)
    return unit, org.label_as_of(unit.pk, request.scope.on)


@screen(permission="unit.edit", methods=("GET", "POST"))
def unit_found(request: ScreenRequest) -> HttpResponse:
    scope = request.scope
    form = FoundForm(request.POST or None, request=request, initial={"parent": scope.unit, "on": scope.on})

    def effect(data: dict[str, Any]) -> list[str]:
        parent = org.label_as_of(data["parent"].pk, data["on"]).name
        return [
            _("Từ ngày {on} có thêm “{name}” trực thuộc {parent}.").format(
                on=data["on"].strftime("%d/%m/%Y"), name=data["name"], parent=parent
            ),
            _("Ai có vai trò tại {parent} gồm cả cấp dưới sẽ thấy đơn vị mới.").format(parent=parent),
        ]

    def write(data: dict[str, Any]) -> None:
        access.require(request.user, P.UNIT_EDIT, data["parent"], scope.on)
        values = {key: data[key] for key in ("name", "short_name", "code", "kind", "parent", "source")}
        org.found_unit(actor=request.user, valid_from=data["on"], **values)

    words = {"title": _("Thêm đơn vị"), "action": _("Thêm đơn vị"), "done": _("Đã thêm đơn vị.")}
    return _answer(request, form, effect=effect, write=write, words=words, back=("units:unit-list", {}))


@screen(permission="unit.edit", methods=("GET", "POST"))
def unit_rename(request: ScreenRequest, code: str) -> HttpResponse:
    unit, label = _unit(request, code)
    form = RenameForm(request.POST or None, request=request, initial={"name": label.name, "on": request.scope.on})

    def effect(data: dict[str, Any]) -> list[str]:
        day = data["on"].strftime("%d/%m/%Y")
        return [
            _("Trước ngày {on} vẫn là “{old}”, từ ngày {on} là “{new}”.").format(
                on=day, old=label.name, new=data["name"]
            ),
            _("Lớp, giấy chứng nhận và báo cáo của thời gian trước giữ tên cũ."),
        ]

    return _answer(
        request,
        form,
        effect=effect,
        write=lambda data: org.rename_unit(actor=request.user, unit=unit, **data),
        words={"title": _("Đổi tên {name}").format(name=label.name), "action": _("Đổi tên"), "done": _("Đã đổi tên.")},
        back=("units:unit-page", {"code": code}),
    )


@screen(permission="unit.edit", methods=("GET", "POST"))
def unit_change_kind(request: ScreenRequest, code: str) -> HttpResponse:
    unit, label = _unit(request, code)
    form = KindForm(request.POST or None, request=request, initial={"kind": label.kind, "on": request.scope.on})

    def effect(data: dict[str, Any]) -> list[str]:
        old, new = org.UnitKind(label.kind).label, org.UnitKind(data["kind"]).label
        return [
            _("Từ ngày {on}, {name} là {new}; trước đó là {old}.").format(
                on=data["on"].strftime("%d/%m/%Y"), name=label.name, new=new, old=old
            )
        ]

    return _answer(
        request,
        form,
        effect=effect,
        write=lambda data: org.change_unit_kind(actor=request.user, unit=unit, **data),
        words={
            "title": _("Đổi loại đơn vị: {name}").format(name=label.name),
            "action": _("Đổi loại"),
            "done": _("Đã đổi loại đơn vị."),
        },
        back=("units:unit-page", {"code": code}),
    )


@screen(permission="unit.edit", methods=("GET", "POST"))
def unit_move(request: ScreenRequest, code: str) -> HttpResponse:
    unit, label = _unit(request, code)
    form = MoveForm(request.POST or None, request=request, initial={"on": request.scope.on})

    def effect(data: dict[str, Any]) -> list[str]:
        on = data["on"]
        target = org.label_as_of(data["parent"].pk, on).name
        parent_id = org.parent_ids_as_of([unit.pk], on).get(unit.pk)
        old = org.label_as_of(parent_id, on).name if parent_id else _("không có cấp trên")
        lines = [
            _("Từ ngày {on}, {name} trực thuộc {new} (đến hết ngày trước đó: {old}).").format(
                on=on.strftime("%d/%m/%Y"), name=label.name, new=target, old=old
            ),
            _("Đi cùng: {units} đơn vị cấp dưới và {people} người.").format(
                units=org.count_below(unit.pk, on), people=_count_people(unit, on)
            ),
            _("Ai có vai trò ở {new} gồm cấp dưới sẽ thấy các đơn vị này.").format(new=target),
        ]
        if parent_id and not org.is_within(data["parent"].pk, parent_id, on):
            lines.append(_("Ai chỉ có vai trò ở {old} gồm cấp dưới sẽ thôi thấy các đơn vị này.").format(old=old))
        return lines

    def write(data: dict[str, Any]) -> None:
        access.require(request.user, P.UNIT_EDIT, data["parent"], request.scope.on)
        org.move_unit(actor=request.user, unit=unit, **data)

    return _answer(
        request,
        form,
        effect=effect,
        write=write,
        words={
            "title": _("Chuyển {name}").format(name=label.name),
            "action": _("Chuyển"),
            "done": _("Đã chuyển đơn vị."),
        },
        back=("units:unit-page", {"code": code}),
    )


@screen(permission="unit.edit", methods=("GET", "POST"))
def unit_dissolve(request: ScreenRequest, code: str) -> HttpResponse:
    unit, label = _unit(request, code)
    form = EndForm(request.POST or None, request=request, initial={"on": request.scope.on})

    def effect(data: dict[str, Any]) -> list[str]:
        on = data["on"]
        return [
            _("Từ ngày {on}, {name} không còn trong cây đơn vị; lịch sử vẫn giữ.").format(
                on=on.strftime("%d/%m/%Y"), name=label.name
            ),
            _("{people} người đang thuộc đơn vị này được chuyển lên đơn vị cấp trên; vai trò tại đây kết thúc.").format(
                people=_count_people(unit, on)
            ),
        ]

    return _answer(
        request,
        form,
        effect=effect,
        write=lambda data: org.dissolve_unit(actor=request.user, unit=unit, **data),
        words={
            "title": _("Kết thúc hoạt động: {name}").format(name=label.name),
            "action": _("Kết thúc hoạt động"),
            "done": _("Đã ghi ngày kết thúc."),
        },
        back=("units:unit-list", {}),
    )


def _count_people(unit: org.Unit, on: Any) -> int:
    below = org.descendant_ids_as_of(unit.pk, on)
    return int(people.people().filter(pk__in=people.person_ids_at(below, on)).count())

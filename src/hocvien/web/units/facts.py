"""What holds of a unit for a time: told as of a day, with all that was ever told; recorded, set right, removed."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.intervals import OPEN_END
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.forms import BaseForm
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.units.facts_forms import FORMS, AreaServedForm, AuthorityForm
from hocvien.web.units.facts_tables import FactTable, ServedTable

P = access.Permission


@screen(permission="unit.view", as_of=True)
def fact_list(request: ScreenRequest, code: str) -> HttpResponse:
    """What holds on the day looked at, where it is told, and the history of all of it. About twenty queries."""
    scope = request.scope
    on = scope.as_of
    unit = access.get_unit_for(request.user, code, on=scope.on)
    may_edit = (
        P.UNIT_EDIT in request.held_permissions
        and not scope.is_another_day
        and access.can(request.user, P.UNIT_EDIT, unit, scope.on)
    )
    history = FactTable(
        request, [*org.list_facts(unit), *catalogue.list_authority_facts(unit)], code=code, may_edit=may_edit
    )
    if history.is_export_asked:
        return history.as_response()
    served = _served(request, unit, on)
    if served is not None and served.is_export_asked:
        return served.as_response()
    given = catalogue.authorities_as_of(unit.pk, on)
    serving = org.service_of(unit, on)
    context = {
        "unit": unit,
        "as_of": on,
        "label": org.label_as_of(unit.pk, on),
        "may_edit": may_edit,
        "lines": _lines(request, unit, on, given),
        "serving": serving,
        "history": history,
        "served": served,
        "n_served": org.served_unit_ids(unit, on).count() if served is not None else 0,
        "authorities": _decisions(given),
        "centre": None if serving is None else org.label_as_of(serving.centre_id, on),
    }
    return page(request, "units/facts_page.html", context)


def _served(request: ScreenRequest, unit: org.Unit, on: date) -> ServedTable | None:
    """Units given to the centre that day; None for what is no centre and never was given one."""
    areas = org.list_service_areas(unit)
    if not areas and not org.is_centre(unit, on):
        return None
    areas = [area for area in areas if area.valid_from <= on < area.valid_to]
    labels = org.labels_as_of([area.unit_id for area in areas], on)
    return ServedTable(request, [(labels[area.unit_id], area) for area in areas], prefix="s-")


def _decisions(given: list[catalogue.OpeningAuthority]) -> list[dict[str, Any]]:
    """One line for each decision and its days, with all its programmes."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in given:
        words = catalogue.authority_words(row)
        line = found.setdefault((row.unit_id, words, row.valid_to), {"words": words, "row": row, "programmes": []})
        line["programmes"].append(row.programme.name)
    return list(found.values())


def _lines(
    request: ScreenRequest, unit: org.Unit, on: date, given: list[catalogue.OpeningAuthority]
) -> list[dict[str, Any]]:
    """One line for each kind: what holds, of which unit it is told, and where it is changed."""
    held = org.facts_as_of(unit.pk, on)
    by_kind: dict[str, list[org.FactHeld]] = {
        org.FactKind.TERM: [held.term] if held.term else [],
        org.FactKind.AREA: list(held.areas),
        org.FactKind.CONTACT: [held.contact] if held.contact else [],
        org.FactKind.SIGNER: [held.signer] if held.signer else [],
        org.FactKind.LAYOUT: [held.layout] if held.layout else [],
        org.FactKind.REPORTING_YEAR: [held.reporting_year] if held.reporting_year else [],
        org.FactKind.DEADLINES: [held.deadlines] if held.deadlines else [],
        org.FactKind.LETTERHEAD: [held.letterhead] if held.letterhead else [],
    }
    told_of = {one.unit_id for found in by_kind.values() for one in found} | {row.unit_id for row in given}
    names = org.labels_as_of(told_of - {unit.pk}, on)
    return [
        {
            "label": org.FactKind(kind).label,
            "words": ", ".join(org.fact_words(one.value) for one in found),
            "since": found[0].valid_from if found else None,
            "source": found[0].source if found else "",
            "told_of": names[found[0].unit_id].name if found and found[0].unit_id in names else "",
            "url": screen_url(request, "units:fact-add", code=unit.code, kind=kind),
        }
        for kind, found in by_kind.items()
    ]


# --- facts ------------------------------------------------------------------------------------------------------------


@screen(permission="unit.edit", methods=("GET", "POST"))
def fact_add(request: ScreenRequest, code: str, kind: str) -> HttpResponse:
    """Tell something from a day on; what held until then ends."""
    unit = _unit(request, code)
    if kind not in FORMS:
        raise NotVisible("fact_kind_unknown", _("Không có loại thông tin này."))
    form = FORMS[kind](request.POST or None, request=request, initial=_start(unit, kind, request.scope.on))
    return _answer(
        request,
        unit,
        form,
        lambda: org.record_fact(actor=request.user, unit=unit, **form.told),
        title=org.FactKind(kind).label,
        effect=_("Mục đang áp dụng hết hiệu lực từ ngày bắt đầu của mục mới; lịch sử vẫn giữ."),
    )


@screen(permission="unit.edit", methods=("GET", "POST"))
def fact_edit(request: ScreenRequest, code: str, uuid: UUID) -> HttpResponse:
    """Set right what was told wrongly, or say when it ended."""
    unit = _unit(request, code)
    fact = org.get_fact(unit, uuid)
    initial = {**asdict(org.value_of(fact)), **_dated(fact)}
    form = FORMS[fact.kind](request.POST or None, request=request, initial=initial)
    return _answer(
        request,
        unit,
        form,
        lambda: org.update_fact(actor=request.user, fact=fact, **form.told),
        title=_("Sửa: {kind}").format(kind=org.FactKind(fact.kind).label),
        remove_url=screen_url(request, "units:fact-remove", code=code, uuid=uuid),
    )


@screen(permission="unit.edit", methods=("POST",))
def fact_remove(request: ScreenRequest, code: str, uuid: UUID) -> HttpResponse:
    unit = _unit(request, code)
    org.remove_fact(actor=request.user, fact=org.get_fact(unit, uuid))
    notify(request, _("Đã bỏ mục ghi nhầm. Nhật ký vẫn giữ nội dung cũ."))
    return redirect_to(request, "units:fact-list", code=code)


def _start(unit: org.Unit, kind: str, on: date) -> dict[str, Any]:
    """A change starts from what holds; a term and an area start empty."""
    initial: dict[str, Any] = {"valid_from": on}
    held = org.facts_as_of(unit.pk, on)
    one = {
        org.FactKind.CONTACT: held.contact,
        org.FactKind.SIGNER: held.signer,
        org.FactKind.LAYOUT: held.layout,
        org.FactKind.REPORTING_YEAR: held.reporting_year,
        org.FactKind.DEADLINES: held.deadlines,
        org.FactKind.LETTERHEAD: held.letterhead,
    }.get(org.FactKind(kind))
    return initial if one is None else {**initial, **asdict(one.value)}


# --- whom a centre serves ---------------------------------------------------------------------------------------------


@screen(permission="unit.edit", methods=("GET", "POST"))
def area_add(request: ScreenRequest, code: str) -> HttpResponse:
    """Give a unit to the centre; the user keeps both."""
    centre = _unit(request, code)
    form = AreaServedForm(request.POST or None, request=request, initial={"valid_from": request.scope.on})

    def write() -> None:
        data = form.cleaned_data
        org.record_service_area(
            actor=request.user, centre=centre, unit=data["unit"], source=data["source"], **form.days
        )

    name = org.label_as_of(centre.pk, request.scope.on).name
    return _answer(request, centre, form, write, title=_("Giao đơn vị cho {centre}").format(centre=name))


@screen(permission="unit.edit", methods=("GET", "POST"))
def area_edit(request: ScreenRequest, code: str, uuid: UUID) -> HttpResponse:
    centre = _unit(request, code)
    area = org.get_service_area(centre, uuid)
    access.require(request.user, P.UNIT_EDIT, area.unit, request.scope.on)
    form = AreaServedForm(request.POST or None, request=request, initial=_dated(area))
    del form.fields["unit"]
    name = org.label_as_of(area.unit_id, request.scope.on).name
    return _answer(
        request,
        centre,
        form,
        lambda: org.update_service_area(actor=request.user, area=area, source=form.cleaned_data["source"], **form.days),
        title=_("Phục vụ {unit}").format(unit=name),
        remove_url=screen_url(request, "units:area-remove", code=code, uuid=uuid),
    )


@screen(permission="unit.edit", methods=("POST",))
def area_remove(request: ScreenRequest, code: str, uuid: UUID) -> HttpResponse:
    centre = _unit(request, code)
    area = org.get_service_area(centre, uuid)
    access.require(request.user, P.UNIT_EDIT, area.unit, request.scope.on)
    org.remove_service_area(actor=request.user, area=area)
    notify(request, _("Đã bỏ mục ghi nhầm. Nhật ký vẫn giữ nội dung cũ."))
    return redirect_to(request, "units:fact-list", code=code)


# --- authority to open classes ----------------------------------------------------------------------------------------


@screen(permission="unit.edit", methods=("GET", "POST"))
def authority_add(request: ScreenRequest, code: str) -> HttpResponse:
    """One decision for one or several programmes."""
    unit = _unit(request, code)
    on = request.scope.on
    form = AuthorityForm(request.POST or None, request=request, initial={"valid_from": on}, is_new=True, on=on)

    def write() -> None:
        programmes = [catalogue.get_programme(one) for one in form.cleaned_data["programmes"]]
        catalogue.record_authority(actor=request.user, unit=unit, programmes=programmes, today=on, **form.decision)

    return _answer(
        request,
        unit,
        form,
        write,
        title=_("Thẩm quyền mở lớp"),
        effect=_("Từ khi đã ghi thẩm quyền, đơn vị chỉ mở được lớp của các chương trình có quyết định còn hiệu lực."),
    )


@screen(permission="unit.edit", methods=("GET", "POST"))
def authority_edit(request: ScreenRequest, code: str, uuid: UUID) -> HttpResponse:
    unit = _unit(request, code)
    row = catalogue.get_authority(unit, uuid)
    names = ("number", "decided_on", "decided_by", "includes_below")
    initial = {name: getattr(row, name) for name in names} | _dated(row)
    on = request.scope.on
    form = AuthorityForm(request.POST or None, request=request, initial=initial, is_new=False, on=on)
    return _answer(
        request,
        unit,
        form,
        lambda: catalogue.update_authority(actor=request.user, authority=row, changes=form.decision, today=on),
        title=_("Thẩm quyền mở lớp {programme}").format(programme=row.programme.name),
        remove_url=screen_url(request, "units:authority-remove", code=code, uuid=uuid),
    )


@screen(permission="unit.edit", methods=("POST",))
def authority_remove(request: ScreenRequest, code: str, uuid: UUID) -> HttpResponse:
    unit = _unit(request, code)
    row = catalogue.get_authority(unit, uuid)
    catalogue.remove_authority(actor=request.user, authority=row, today=request.scope.on)
    notify(request, _("Đã bỏ mục ghi nhầm. Nhật ký vẫn giữ nội dung cũ."))
    return redirect_to(request, "units:fact-list", code=code)


# --- shared -----------------------------------------------------------------------------------------------------------


def _unit(request: ScreenRequest, code: str) -> org.Unit:
    unit = access.get_unit_for(request.user, code, on=request.scope.on)
    access.require(request.user, P.UNIT_EDIT, unit, request.scope.on)
    return unit


def _dated(row: Any) -> dict[str, Any]:
    found = {"valid_from": row.valid_from, "valid_to": None if row.valid_to >= OPEN_END else row.valid_to}
    return found | ({"source": row.source} if hasattr(row, "source") else {})


def _answer(
    request: ScreenRequest, unit: org.Unit, form: BaseForm, write: Callable[[], object], **words: Any
) -> HttpResponse:
    """The common course: check, write, back to the list; or the form again with what is wrong at its field."""
    if form.is_valid():
        try:
            write()
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, ValidationError(refusal.messages))
        else:
            notify(request, _("Đã ghi."))
            return redirect_to(request, "units:fact-list", code=unit.code)
    context = {
        "form": form,
        "back_url": screen_url(request, "units:fact-list", code=unit.code),
        "unit_name": org.label_as_of(unit.pk, request.scope.on).name,
        **words,
    }
    return page(request, "units/facts_form.html", context, form=form)

"""Statistics forms on screen: filled for a unit and period, made, changed, as workbooks."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.reporting import api as reporting
from hocvien.returns import api as returns
from hocvien.web.returns.forms import TemplateForm, VersionForm
from hocvien.web.returns.grid import make_grid, say_notes
from hocvien.web.returns.navigation import tabs
from hocvien.web.returns.tables import FormTable, mark_status
from hocvien.web.returns.writing import (
    COLUMN_KINDS,
    ROW_KINDS,
    cells_text,
    checks_text,
    layout_of,
    lines_of,
    lines_sent,
    say_problems,
)
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_P = access.Permission
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@screen(permission="return.view")
def form_list(request: ScreenRequest) -> HttpResponse:
    on = request.scope.on
    rows = returns.forms_visible_to(request.user, on).annotate(owner_name=org.name_subquery("owner_id", on))
    context = {"may_edit": _P.FORM_EDIT in request.held_permissions, "tabs": tabs(request, "returns:form-list")}
    return table_response(request, "returns/form_list.html", FormTable(request, rows), context)


@screen(permission="return.view")
def form_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """A form with the figures of the unit and period in the bar; without a unit its formulas alone. The queries of its measures."""
    form = returns.get_form_for(request.user, uuid, request.scope.on)
    layout, made = returns.layout_of(form), returns.compiled(form)
    context: dict[str, Any] = {
        "form": form,
        "layout": layout,
        "mark": mark_status(form),
        "owner_name": org.label_as_of(form.owner_id, request.scope.on).name if form.owner_id else "",
        "may_edit": returns.can_edit_form(request.user, form, request.scope.on),
        "may_copy": _P.FORM_EDIT in request.held_permissions,
        "in_use": form.returns.exists(),
        "is_open_ended": form.valid_to == OPEN_END,
        "holds": form.valid_from <= request.scope.to_ and form.valid_to > request.scope.from_,
        "row_kinds": ROW_KINDS,
        "column_kinds": COLUMN_KINDS,
        "overrides": list(layout.cells.items()),
        "has_unit": request.scope.unit is not None,
    }
    if _may_count(request, made):
        state = _counted(request, made)
        grid = make_grid(layout, made, state)
        context |= {"grid": grid, "unit_name": request.scope.unit_name, "period": request.scope.period_words}
    return page(request, "returns/form_page.html", context)


@screen(permission="return.view")
def form_workbook(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The form as XLSX: with figures of the unit in the bar, empty without one."""
    form = returns.get_form_for(request.user, uuid, request.scope.on)
    layout, made = returns.layout_of(form), returns.compiled(form)
    unit = request.scope.unit
    state = returns.Filled({}, {}, frozenset())
    if _may_count(request, made):
        state = _counted(request, made)
    head = exchange.ReturnHead(
        form_code=form.code,
        form_name=form.name,
        unit_name=request.scope.unit_name if unit is not None else "",
        superior=papers.superior_name(unit.pk, request.scope.on) if unit is not None else "",
        period=request.scope.period_words,
        on=request.scope.on,
        remark=remark_of(form),
        signers=form.signers,
        form_uuid=str(form.uuid),
        unit_code=unit.code if unit is not None else "",
    )
    return workbook_response(exchange.make_return_workbook(head, layout, made, state.values), form.code)


def remark_of(form: returns.Form, asked: returns.Return | None = None) -> str:
    """What a workbook says below its title: figures of a demonstration, a form that was not compared with the printed one."""
    said = [_("MẪU – dữ liệu trình diễn, không có giá trị")] if asked is not None and asked.is_generated else []
    if form.mark != returns.FormMark.SEEN:
        said.append(f"[{form.get_mark_display()}]")
    return " ".join(said)


def workbook_response(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    plain = "".join(one if one.isascii() and (one.isalnum() or one in "-_") else "-" for one in name)
    response["Content-Disposition"] = f'attachment; filename="bieu-{plain}.xlsx"'
    return response


def _may_count(request: ScreenRequest, made: returns.Compiled) -> bool:
    """Whether the account sees figures of the unit; told apart by what is sensitive of people, whether it sees people there as well.

    A form shows single small figures: nothing of it is kept back, so it is filled wholly or not at all.
    """
    unit, on = request.scope.unit, request.scope.on
    if unit is None or not access.can(request.user, _P.REPORT_VIEW, unit, on):
        return False
    return not returns.is_sensitive(made) or access.can_below(request.user, _P.PERSON_VIEW, unit, on)


def _counted(request: ScreenRequest, made: returns.Compiled) -> returns.Filled:
    scope = request.scope
    assert scope.unit is not None
    figures = returns.figures_of(
        made, scope.unit, scope.from_, scope.to_, basis=reporting.OPENED, known_on=min(scope.on, scope.to_)
    )
    return returns.fill(made, figures, {})


# --- Making and changing ----------------------------------------------------------------------------------------------


@screen(permission="form.edit", methods=("GET", "POST"))
def form_make(request: ScreenRequest) -> HttpResponse:
    initial = {"owner": request.scope.unit, "valid_from": request.scope.from_, "mark": returns.FormMark.DEFAULT}
    form = TemplateForm(request.POST or None, request=request, initial=initial)
    return _write(request, form, None)


@screen(permission="form.edit", methods=("GET", "POST"))
def form_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    kept = returns.get_form_for(request.user, uuid, request.scope.on)
    layout = returns.layout_of(kept)
    initial = {name: getattr(kept, name) for name in ("name", "citation", "mark", "valid_from", "signers")} | {
        "valid_to": None if kept.valid_to == OPEN_END else kept.valid_to,
        "cells": cells_text(layout),
        "checks": checks_text(layout),
    }
    form = TemplateForm(request.POST or None, request=request, initial=initial, is_new=False)
    return _write(request, form, kept)


def _write(request: ScreenRequest, form: TemplateForm, kept: returns.Form | None) -> HttpResponse:
    problems: list[str] = []
    tried: dict[str, Any] = {}
    if request.method == "POST":
        rows, columns = lines_sent(request.POST)
        if request.POST.get("act") == "try":
            layout = layout_of(rows, columns, request.POST.get("cells", ""), request.POST.get("checks", ""))
            made = returns.check_layout(layout)
            problems = say_problems(made.problems, rows, columns)
            tried = _tried(request, layout, made)
            # what is only tried is not asked for a name yet
            form = TemplateForm(request=request, initial=request.POST.dict(), is_new=kept is None)
        elif form.is_valid():
            data = dict(form.cleaned_data)
            layout = layout_of(rows, columns, data.pop("cells"), data.pop("checks"))
            try:
                if kept is None:
                    saved = returns.make_form(actor=request.user, layout=layout, **data)
                else:
                    saved = returns.update_form(actor=request.user, form=kept, changes=data, layout=layout)
            except returns.LayoutWrong as refusal:
                problems = say_problems(refusal.problems, rows, columns)
                form.add_domain_error(refusal)
            except DomainError as refusal:
                form.add_domain_error(refusal)
            else:
                notify(request, _("Đã lưu biểu mẫu {code}.").format(code=saved.code))
                return redirect_to(request, "returns:form-page", uuid=saved.uuid)
    else:
        rows, columns = lines_of(returns.layout_of(kept) if kept is not None else returns.Layout())
    context = {
        "form": form,
        "kept": kept,
        "rows": rows,
        "columns": columns,
        "problems": problems,
        "row_kinds": ROW_KINDS.items(),
        "column_kinds": COLUMN_KINDS.items(),
        "levels": ("0", "1", "2", "3"),
        "measures": [(one.code, one.title, one.words) for one in reporting.MEASURES],
        "dimensions": [(one.code, one.title, one.words) for one in reporting.DIMENSIONS],
        "conditions": _conditions(),
        "in_use": kept is not None and kept.returns.exists(),
        **tried,
        "back_url": screen_url(request, "returns:form-page", uuid=kept.uuid)
        if kept is not None
        else screen_url(request, "returns:form-list"),
    }
    return page(request, "returns/form_edit.html", context, form=form)


def _tried(request: ScreenRequest, layout: returns.Layout, made: returns.Compiled) -> dict[str, Any]:
    """A form that is not kept yet, drawn with the figures of the unit and period in the bar where these may be seen."""
    tried: dict[str, Any] = {"is_tried": True, "is_wrong": bool(made.problems)}
    if made.problems:
        return tried
    is_counted = _may_count(request, made)
    state = _counted(request, made) if is_counted else returns.fill(made, {}, {})
    grid = make_grid(layout, made, state)
    say_notes(grid, returns.contradictions(made, state.values), {})
    return tried | {
        "grid": grid,
        "is_counted": is_counted,
        "unit_name": request.scope.unit_name,
        "period": request.scope.period_words,
    }


def _conditions() -> list[tuple[str, str]]:
    """(condition as a row writes it, its words) for every value that has a name; four queries."""
    titles = {one.code: one.title for one in reporting.DIMENSIONS}
    plain = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
    return [
        (f"{code}={value}" if plain.fullmatch(value) else f'{code}="{value}"', f"{titles[code]}: {words}")
        for code, values in reporting.every_list(titles).items()
        for value, words in values.items()
    ]


@screen(permission="form.edit", methods=("GET", "POST"))
def form_copy(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """A version of one's own beside this one, to be changed."""
    kept = returns.get_form_for(request.user, uuid, request.scope.on)
    initial = {"owner": request.scope.unit or kept.owner, "code": kept.code, "valid_from": request.scope.on}
    form = VersionForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            copied = returns.copy_form(actor=request.user, form=kept, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã lập bản mới. Sửa hàng, cột, công thức ở đây."))
            return redirect_to(request, "returns:form-edit", uuid=copied.uuid)
    context = {"form": form, "kept": kept, "back_url": screen_url(request, "returns:form-page", uuid=kept.uuid)}
    return page(request, "returns/form_copy.html", context, form=form)


@screen(permission="form.edit", methods=("POST",))
def form_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    kept = returns.get_form_for(request.user, uuid, request.scope.on)
    returns.remove_form(actor=request.user, form=kept)
    notify(request, _("Đã bỏ biểu mẫu {code}.").format(code=kept.code))
    return redirect_to(request, "returns:form-list")

"""Returns on screen: the list, one of them with all its units, what it comes to, and what who asks for it does."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.returns import api as returns
from hocvien.web.returns.forms import CHILDREN, DueForm, EditForm, OpenForm, ReasonForm, UnitForm
from hocvien.web.returns.grid import Grid, make_grid
from hocvien.web.returns.navigation import tabs
from hocvien.web.returns.tables import ReturnTable, SheetTable, mark_status, return_status, sheet_rows
from hocvien.web.returns.views.forms import remark_of, workbook_response
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_P = access.Permission
_PEOPLE_LACKING = gettext_lazy("Số người chưa gồm {count} đơn vị báo số ngoài hồ sơ, không cộng được.")


@screen(permission="return.view")
def return_list(request: ScreenRequest) -> HttpResponse:
    """Returns whose period touches the one in the bar, asked by its unit or below, or of one of these."""
    scope = request.scope
    rows = returns.returns_of(
        request.user, scope.unit, from_=scope.start, to_exclusive=scope.end, on=scope.on, as_of=scope.day
    ).annotate(unit_name=org.name_subquery("unit_id", scope.day))
    context = {"may_open": _P.RETURN_OPEN in request.held_permissions, "tabs": tabs(request, "returns:return-list")}
    return table_response(request, "returns/return_list.html", ReturnTable(request, rows), context)


@screen(permission="return.open", methods=("GET", "POST"))
def return_open(request: ScreenRequest) -> HttpResponse:
    scope = request.scope
    initial = {
        "unit": scope.unit,
        "period": scope.plain_period_code,
        "which": CHILDREN,
        "basis": "opened",
        "deviation_percent": returns.DEVIATION_PERCENT,
    }
    rows = returns.forms_visible_to(request.user, scope.on)
    # the first in use in the period, where none was chosen on its own page
    of_period = rows.filter(valid_from__lte=scope.to_, valid_to__gt=scope.from_).values_list("uuid", flat=True)
    initial["form"] = request.GET.get("form") or str(next(iter(of_period[:1]), ""))
    form = OpenForm(request.POST or None, request=request, initial=initial, rows=rows)
    if form.is_valid():
        try:
            asked = returns.open_return(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            count = asked.sheets.count()
            words = ngettext("Đã yêu cầu {count} đơn vị.", "Đã yêu cầu {count} đơn vị.", count)
            notify(request, words.format(count=count))
            return redirect_to(request, "returns:return-page", uuid=asked.uuid)
    return page(request, "returns/return_open.html", {"form": form}, form=form)


@screen(permission="return.view")
def return_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """One return: who has handed in, who is late, who contradicts itself; every unit on one page. About ten queries."""
    on = request.scope.on
    asked = returns.get_return_for(request.user, uuid, on)
    sheets = returns.sheets_of(request.user, asked, on)
    rows = list(sheets.defer("figures", "typed", "collected", "values", "explanations", "remarks"))
    standing = returns.standing_of(sheets, on)
    table = SheetTable(request, sheet_rows(rows, returns.standing_below([row.pk for row in rows], on), on))
    may = returns.can_ask(request.user, asked, on)
    is_open = asked.status == returns.ReturnStatus.OPEN
    sees_all = access.can(request.user, _P.RETURN_VIEW, asked.unit_id, on)
    context = {
        "asked": asked,
        "unit_name": org.label_as_of(asked.unit_id, on).name,
        "mark": mark_status(asked.form),
        "standing": standing,
        "status": return_status(asked, standing),
        "may_edit": may and is_open,
        "may_reopen": may and not is_open,
        "may_remove": may and is_open and not standing.told and not standing.sent_back,
        "sees_all": sees_all,
        "unit_form": UnitForm(request=request) if may and is_open else None,
        "due_form": DueForm(request=request, initial={"due_on": asked.due_on}) if may and is_open else None,
        **{
            f"{name}_url": screen_url(request, "returns:return-page", uuid=uuid, query={"state": name})
            for name in ("missing", "late", "submitted", "sent_back", "locked", "contradicting")
        },
    }
    return table_response(request, "returns/return_page.html", table, context)


@screen(permission="return.view")
def return_total(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """What the sheets handed in come to together; of a locked return as it was locked."""
    on = request.scope.on
    asked = returns.get_whole_return_for(request.user, uuid, request.scope.on)
    total, grid = _total(request, asked)
    context = {
        "asked": asked,
        "unit_name": org.label_as_of(asked.unit_id, on).name,
        "grid": grid,
        "total": total,
        "not_told": total.units - total.counted,
        "lacking": max(total.outside.values(), default=0),
        "is_locked": asked.status == returns.ReturnStatus.LOCKED,
    }
    return page(request, "returns/return_total.html", context)


@screen(permission="return.view")
def return_workbook(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """What they come to together, as XLSX."""
    on = request.scope.on
    asked = returns.get_whole_return_for(request.user, uuid, request.scope.on)
    form = asked.form
    total, _grid = _total(request, asked)
    head = exchange.ReturnHead(
        form_code=form.code,
        form_name=form.name,
        unit_name=org.label_as_of(asked.unit_id, on).name,
        superior=papers.superior_name(asked.unit_id, on),
        period=" ".join(
            (
                _("Kỳ: {title}. Tổng hợp {counted}/{units} đơn vị.").format(
                    title=asked.title, counted=total.counted, units=total.units
                ),
                *([_PEOPLE_LACKING.format(count=max(total.outside.values()))] if total.outside else []),
            )
        ),
        on=on,
        remark=remark_of(form, asked),
        signers=form.signers,
    )
    content = exchange.make_return_workbook(head, returns.layout_of(form), returns.compiled(form), total.values)
    return workbook_response(content, f"{form.code}-tong-hop")


def _total(request: ScreenRequest, asked: returns.Return) -> tuple[returns.Consolidated, Grid]:
    made, layout = returns.compiled(asked.form), returns.layout_of(asked.form)
    total = returns.total_of(asked, request.scope.on)
    grid = make_grid(layout, made, returns.Filled(total.values, {}, frozenset()))
    for key, cell in grid.cells.items():
        if key in total.apart:
            cell.notes.append(_("Cộng số các đơn vị tự báo: {figure}").format(figure=total.apart[key]))
        cell.is_apart = key in total.not_summed
        cell.outside = total.outside.get(key, 0)
    return total, grid


# --- What who asks for it does ----------------------------------------------------------------------------------------


@screen(permission="return.open", methods=("GET", "POST"))
def return_edit(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    asked = returns.get_return_for(request.user, uuid, request.scope.on)
    initial = {name: getattr(asked, name) for name in EditForm.base_fields}
    form = EditForm(request.POST or None, request=request, initial=initial)
    if form.is_valid():
        try:
            returns.update_return(actor=request.user, asked=asked, changes=form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã sửa đợt báo cáo."))
            return redirect_to(request, "returns:return-page", uuid=asked.uuid)
    context: dict[str, Any] = {
        "form": form,
        "asked": asked,
        "back_url": screen_url(request, "returns:return-page", uuid=asked.uuid),
    }
    return page(request, "returns/return_edit.html", context, form=form)


@screen(permission="return.open", methods=("POST",))
def unit_add(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    asked = returns.get_return_for(request.user, uuid, request.scope.on)
    form = UnitForm(request.POST, request=request)
    if form.is_valid():
        returns.add_units(actor=request.user, asked=asked, units=[form.cleaned_data["unit"]])
        notify(request, _("Đã thêm đơn vị."))
    else:
        notify(request, _("Chưa thêm được: chọn một đơn vị cấp dưới."), tone="warn")
    return redirect_to(request, "returns:return-page", uuid=asked.uuid)


@screen(permission="return.open", methods=("POST",))
def return_descend(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Every unit of the return collects from all right below it."""
    asked = returns.get_return_for(request.user, uuid, request.scope.on)
    form = DueForm(request.POST, request=request)
    if form.is_valid():
        count = returns.collect_below_all(actor=request.user, asked=asked, due_on=form.cleaned_data["due_on"])
        words = ngettext("Đã mở biểu cho {count} đơn vị cấp dưới.", "Đã mở biểu cho {count} đơn vị cấp dưới.", count)
        notify(request, words.format(count=count))
    else:
        notify(request, _("Chưa mở được: ghi hạn nộp của cấp dưới."), tone="warn")
    return redirect_to(request, "returns:return-page", uuid=asked.uuid)


@screen(permission="return.open", methods=("POST",))
def return_lock(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    asked = returns.get_return_for(request.user, uuid, request.scope.on)
    returns.lock_return_figures(actor=request.user, asked=asked)
    notify(request, _("Đã chốt số liệu. Muốn sửa thì mở lại, có ghi lý do."))
    return redirect_to(request, "returns:return-page", uuid=asked.uuid)


@screen(permission="return.open", methods=("GET", "POST"))
def return_reopen(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    asked = returns.get_return_for(request.user, uuid, request.scope.on)
    form = ReasonForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            returns.reopen_return(actor=request.user, asked=asked, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã mở lại. Biểu đã chốt của từng đơn vị mở lại ở trang của đơn vị đó."))
            return redirect_to(request, "returns:return-page", uuid=asked.uuid)
    context: dict[str, Any] = {
        "form": form,
        "title": _("Mở lại số liệu đã chốt"),
        "sub": asked.title,
        "action": _("Mở lại"),
        "back_url": screen_url(request, "returns:return-page", uuid=asked.uuid),
    }
    return page(request, "returns/reason.html", context, form=form)


@screen(permission="return.open", methods=("POST",))
def return_remove(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    asked = returns.get_return_for(request.user, uuid, request.scope.on)
    returns.remove_return(actor=request.user, asked=asked)
    notify(request, _("Đã bỏ đợt báo cáo “{title}”.").format(title=asked.title))
    return redirect_to(request, "returns:return-list")

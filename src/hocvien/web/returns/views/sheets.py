"""One unit's sheet on screen: computed, typed, explained, handed in; checked, sent back with remarks at cells, locked; versions side by side."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError
from hocvien.exchange import api as exchange
from hocvien.org import api as org
from hocvien.papers import api as papers
from hocvien.returns import api as returns
from hocvien.web.returns.forms import DueForm, FileForm, ReasonForm
from hocvien.web.returns.grid import Grid, cell_words, lay_file, lay_sent, make_grid, say_notes
from hocvien.web.returns.tables import mark_status, sheet_status
from hocvien.web.returns.views.forms import remark_of, workbook_response
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui import formats
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.screens import notify, page, screen

_P = access.Permission
_FILLABLE = (returns.SheetStatus.OPEN, returns.SheetStatus.SENT_BACK)


@screen(permission="return.view", methods=("GET", "POST"))
def sheet_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The sheet; with fields for who fills it in. A fixed number of queries whatever the size of the form."""
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    view = _View(request, sheet)
    if request.method == "POST" and view.act():
        return redirect_to(request, "returns:sheet-page", uuid=sheet.uuid)
    return page(request, "returns/sheet_page.html", view.context(), status=422 if view.grid.is_wrong else 200)


class _View:
    """What one request does with a sheet, and what it shows of it."""

    def __init__(self, request: ScreenRequest, sheet: returns.Sheet) -> None:
        self.request, self.sheet = request, sheet
        on = request.scope.on
        self.made, self.layout = returns.compiled(sheet.in_return.form), returns.layout_of(sheet.in_return.form)
        self.is_open = sheet.in_return.status == returns.ReturnStatus.OPEN
        self.may_receive = returns.can_receive(request.user, sheet, on) and self.is_open
        fillable = sheet.status in _FILLABLE and self.is_open
        self.may_fill = fillable and returns.can_submit(request.user, sheet, on)
        self.before, self.before_title = returns.last_period(sheet)
        self.explanations: dict[str, str] = dict(sheet.explanations)
        self.laid = False
        self.file_name = ""
        self.draw()

    def draw(self) -> None:
        self.state = returns.filled(self.made, self.sheet)
        self.found, self.moved = returns.judged(self.made, self.sheet, self.state.values, self.before)
        self.grid: Grid = make_grid(self.layout, self.made, self.state, may_edit=self.may_fill)
        say_notes(self.grid, self.found, self.sheet.remarks if self.sheet.status in _FILLABLE else {})

    # --- what is done -----------------------------------------------------------------------------------------------

    def act(self) -> bool:
        """Do what was asked; whether the page is to be drawn anew from what is kept."""
        act = self.request.POST.get("act", "save")
        if act == "file":
            return self.read_file()
        lay_sent(self.grid, self.request.POST)
        self.explanations |= {
            key: str(self.request.POST[f"why-{key}"]) for key in self.made.plans if f"why-{key}" in self.request.POST
        }
        typed = self.grid.typed()
        if self.grid.is_wrong:
            return False
        try:
            if act == "take":
                return self.take(typed)
            return self.write(act, typed)
        except returns.Unexplained as refusal:
            self.draw_anew(str(refusal))
        except returns.CellUnfit as refusal:
            cell = self.grid.cells.get(str(refusal.data.get("cell")))
            if cell is None:
                self.grid.problems.append(str(refusal))
            else:
                cell.error = str(refusal)
        except DomainError as refusal:
            self.grid.problems.append(str(refusal))
        return False

    def write(self, act: str, typed: dict[str, int | None]) -> bool:
        told = returns.Told(typed, self.explanations, str(self.request.POST.get("seen", "")))
        changed = returns.record_sheet(actor=self.request.user, sheet=self.sheet, told=told)
        if act == "submit":
            returns.submit_sheet(actor=self.request.user, sheet=self.sheet)
            notify(self.request, _("Đã nộp. Nơi nhận thấy biểu này ngay."))
        else:
            notify(self.request, _("Đã lưu.") if changed else _("Không có gì thay đổi."))
        return True

    def take(self, typed: dict[str, int | None]) -> bool:
        """What was read from the unit's file becomes its submission."""
        returns.take_file(
            actor=self.request.user,
            sheet=self.sheet,
            cells=typed,
            explanations=self.explanations,
            file_name=str(self.request.POST.get("file_name", "")),
        )
        notify(self.request, _("Đã nhận biểu của đơn vị từ tệp."))
        return True

    def read_file(self) -> bool:
        """Fill the page from a workbook; nothing is written."""
        upload = self.request.FILES.get("file")
        if upload is None:
            self.grid.problems.append(_("Chưa chọn tệp nào. Chọn biểu XLSX đơn vị đã điền."))
            return False
        self.file_name = upload.name or ""
        try:
            # one byte more than is read at all: a longer file is refused without being taken into memory
            content = upload.read(exchange.MAX_BYTES + 1)
            read = exchange.read_return(content, self.file_name, self.layout, self.made)
        except DomainError as refusal:
            self.grid.problems.append(str(refusal))
            return False
        asked = self.sheet.in_return
        expected = (str(asked.uuid), str(asked.form.uuid), self.sheet.unit.code)
        for said, wanted, words in zip(
            read.label,
            expected,
            (
                _("Tệp này của đợt báo cáo khác. Chọn đúng tệp của kỳ này."),
                _("Tệp này theo bản biểu mẫu khác. Gửi lại đơn vị mẫu tải ở trang này."),
                _("Tệp này của đơn vị khác (mã {code}). Mở biểu của đơn vị đó để nhận."),
            ),
            strict=False,
        ):
            if said and said != wanted:
                self.grid.problems.append(words.format(code=said))
        lay_file(self.grid, read)
        self.laid = True
        for one in self.grid.cells.values():
            one.notes.clear()
        cells = {one.cell: one.value for one in read.cells}
        state = returns.fill(self.made, self.sheet.figures, {**self.sheet.typed, **cells})
        self.found, self.moved = returns.judged(self.made, self.sheet, state.values, self.before)
        self.state = state
        say_notes(self.grid, self.found, {})
        return False

    def draw_anew(self, words: str) -> None:
        """After a refusal to hand in: what was typed is kept already, sums follow it, and words are asked for."""
        if self.sheet.counted_at is None:
            returns.count_sheet(actor=self.request.user, sheet=self.sheet)
        self.sheet.refresh_from_db()
        self.draw()
        self.grid.problems.append(words)

    # --- what is shown ----------------------------------------------------------------------------------------------

    def context(self) -> dict[str, Any]:
        request, sheet, on = self.request, self.sheet, self.request.scope.on
        asked = sheet.in_return
        submissions = returns.list_submissions(sheet)
        labels = org.labels_as_of({sheet.unit_id, sheet.receiver_id}, on)
        is_submitted = sheet.status == returns.SheetStatus.SUBMITTED
        return {
            "sheet": sheet,
            "asked": asked,
            "grid": self.grid,
            "laid": self.laid,
            "file_name": self.file_name,
            "unit_name": labels[sheet.unit_id].name,
            "receiver_name": labels[sheet.receiver_id].name,
            "mark": mark_status(asked.form),
            "status": sheet_status(sheet, on),
            "may_fill": self.may_fill,
            "may_collect": self.is_open and returns.can_collect(request.user, sheet, on),
            "collects": returns.standing_below([sheet.pk], on).get(sheet.pk),
            "may_send_back": self.may_receive and is_submitted,
            "may_lock": self.may_receive and is_submitted,
            "may_reopen": self.may_receive and sheet.status == returns.SheetStatus.LOCKED,
            "may_take": self.may_receive and self.may_fill,
            "file_form": FileForm(request=request) if self.may_fill else None,
            "to_explain": self.explained(),
            "submissions": submissions,
            "before_title": self.before_title,
            "found": self.found,
            "is_sensitive": returns.is_sensitive(self.made),
            "back_url": self.back_url(),
            "back_words": asked.title,
        }

    def back_url(self) -> str:
        if self.sheet.parent is not None:
            return screen_url(self.request, "returns:sheet-below", uuid=self.sheet.parent.uuid)
        return screen_url(self.request, "returns:return-page", uuid=self.sheet.in_return.uuid)

    def explained(self) -> list[dict[str, Any]]:
        """Cells with words, or that need them, in the order of the form, each with why."""
        reasons: dict[str, list[str]] = {}
        for key in self.state.changed:
            computed = self.grid.cells[key].computed
            differs = _("khác số chương trình tính: {figure}")
            said = (
                _("chương trình không có số này")
                if computed is None
                else differs.format(figure=formats.number(computed))
            )
            reasons.setdefault(key, []).append(said)
        for one in self.found:
            reasons.setdefault(one.cell, []).append(one.words.rstrip("."))
        for moved in self.moved:
            reasons.setdefault(moved.cell, []).append(
                _("kỳ trước: {figure}").format(figure=formats.number(moved.before))
            )
        return [
            {
                "key": key,
                "words": cell_words(self.layout, key),
                "value": self.state.values.get(key),
                "is_percent": self.made.plans[key].is_percent,
                "why": "; ".join(reasons.get(key, [])),
                "text": self.explanations.get(key, ""),
                "is_needed": key in reasons,
            }
            for key in self.made.plans
            if key in reasons or self.explanations.get(key)
        ]


@screen(permission="return.view")
def sheet_workbook(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The sheet as XLSX: to sign and send, or, for a unit without the program, to be filled in and read back."""
    on = request.scope.on
    sheet = returns.get_sheet_for(request.user, uuid, on)
    asked, form = sheet.in_return, sheet.in_return.form
    made = returns.compiled(form)
    state = returns.filled(made, sheet)
    layout = returns.layout_of(form)
    head = exchange.ReturnHead(
        form_code=form.code,
        form_name=form.name,
        unit_name=org.label_as_of(sheet.unit_id, on).name,
        superior=papers.superior_name(sheet.unit_id, on),
        period=_("Kỳ: {title}").format(title=asked.title),
        on=on,
        remark=remark_of(form, asked),
        signers=form.signers,
        form_uuid=str(form.uuid),
        return_uuid=str(asked.uuid),
        unit_code=sheet.unit.code,
    )
    content = exchange.make_return_workbook(
        head, layout, made, state.values, changed=sorted(state.changed), explanations=dict(sheet.explanations)
    )
    return workbook_response(content, f"{form.code}-{sheet.unit.code}")


@screen(permission="return.submit", methods=("POST",))
def sheet_count(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    returns.count_sheet(actor=request.user, sheet=sheet)
    notify(request, _("Đã tính số liệu theo hồ sơ hôm nay. Số bạn nhập tay vẫn giữ."))
    return redirect_to(request, "returns:sheet-page", uuid=sheet.uuid)


@screen(permission="return.open", methods=("GET", "POST"))
def sheet_send_back(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """A reason, or remarks at cells: code and a few words."""
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    view = _View(request, sheet)
    given = view.context()
    if request.method == "GET" and sheet.status != returns.SheetStatus.SUBMITTED:
        raise returns.SheetNotSubmitted(given["unit_name"], returns.SheetStatus(sheet.status).label)
    reason = str(request.POST.get("reason", ""))
    refused = ""
    if request.method == "POST":
        remarks = {
            key: returns.Remark(
                str(request.POST.get(f"code-{key}", "")) or "other", str(request.POST.get(f"words-{key}", ""))
            )
            for key in view.made.plans
            if request.POST.get(f"code-{key}") or str(request.POST.get(f"words-{key}", "")).strip()
        }
        try:
            returns.send_back(actor=request.user, sheet=sheet, reason=reason, remarks=remarks)
        except DomainError as refusal:
            refused = str(refusal)
        else:
            notify(request, _("Đã trả lại biểu cho đơn vị."))
            return redirect_to(request, "returns:sheet-page", uuid=sheet.uuid)
    context = given | {
        "reason": reason,
        "refused": refused,
        "codes": returns.RemarkCode.choices,
        "lines": [
            {
                "key": key,
                "words": cell_words(view.layout, key),
                "cell": cell,
                "explanation": sheet.explanations.get(key, ""),
                "code": str(request.POST.get(f"code-{key}", "sum" if cell.notes else "")),
                "text": str(request.POST.get(f"words-{key}", "")),
            }
            for key, cell in view.grid.cells.items()
            if not cell.is_void and not cell.is_percent and cell.value is not None
        ],
    }
    return page(request, "returns/sheet_send_back.html", context, status=422 if refused else 200)


@screen(permission="return.open", methods=("POST",))
def sheet_lock(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    returns.lock_sheets(actor=request.user, sheets=[sheet])
    notify(request, _("Đã chốt biểu của đơn vị."))
    return redirect_to(request, "returns:sheet-page", uuid=sheet.uuid)


@screen(permission="return.open", methods=("GET", "POST"))
def sheet_reopen(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    form = ReasonForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            returns.reopen_sheet(actor=request.user, sheet=sheet, **form.cleaned_data)
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã mở lại, biểu về với đơn vị."))
            return redirect_to(request, "returns:sheet-page", uuid=sheet.uuid)
    context: dict[str, Any] = {
        "form": form,
        "title": _("Mở lại biểu của đơn vị"),
        "sub": org.label_as_of(sheet.unit_id, request.scope.on).name,
        "action": _("Mở lại"),
        "back_url": screen_url(request, "returns:sheet-page", uuid=sheet.uuid),
    }
    return page(request, "returns/reason.html", context, form=form)


@screen(permission="return.open", methods=("POST",))
def sheet_release(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    back = _View(request, sheet).back_url()
    returns.release_sheet(actor=request.user, sheet=sheet)
    notify(request, _("Đã bỏ đơn vị khỏi đợt báo cáo."))
    return HttpResponse(status=302, headers={"Location": back})


@screen(permission="return.view")
def sheet_versions(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Two submissions of a sheet cell by cell; the newest two unless others are named."""
    sheet = returns.get_sheet_for(request.user, uuid, request.scope.on)
    rows = returns.list_submissions(sheet)
    by_number = {str(row.number): row for row in rows}
    after = by_number.get(request.GET.get("after", ""), rows[0] if rows else None)
    before = by_number.get(request.GET.get("before", ""), rows[1] if len(rows) > 1 else None)
    layout, made = returns.layout_of(sheet.in_return.form), returns.compiled(sheet.in_return.form)
    changes = returns.compare(before, after) if before is not None and after is not None else []
    context = {
        "sheet": sheet,
        "asked": sheet.in_return,
        "unit_name": org.label_as_of(sheet.unit_id, request.scope.on).name,
        "rows": rows,
        "before": before,
        "after": after,
        "changes": [
            {
                "words": cell_words(layout, one.cell),
                "before": one.before,
                "after": one.after,
                "is_percent": one.cell in made.plans and made.plans[one.cell].is_percent,
                "why": after.explanations.get(one.cell, "") if after is not None else "",
                "remark": before.remarks.get(one.cell, {}).get("words", "") if before is not None else "",
            }
            for one in changes
        ],
        "back_url": screen_url(request, "returns:sheet-page", uuid=sheet.uuid),
    }
    return page(request, "returns/sheet_versions.html", context)


def due_form(request: ScreenRequest, sheet: returns.Sheet) -> DueForm:
    return DueForm(request.POST or None, request=request, initial={"due_on": sheet.due_on})

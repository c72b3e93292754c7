"""Results: entered by the programme's kind, proposed by the program, decided by a person."""

from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.classes import api as classes
from hocvien.common.clock import now
from hocvien.common.errors import DomainError
from hocvien.org import api as org
from hocvien.web.classes.forms import RecogniseForm, ReopenForm
from hocvien.web.classes.head import class_head
from hocvien.web.classes.tables import ResultTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.forms import BaseForm
from hocvien.web.ui.links import redirect_to, screen_url
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

_TONES = {"completed": "met", "failed": "bad", "": "neutral"}
_FIELD = {"mark": "mark", "band": "band_code", "pass_fail": "outcome"}
_PREFIX = {"mark": "mark-", "band": "band-", "pass_fail": "outcome-"}


@screen(permission="class.view", methods=("GET", "POST"))
def result_list(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Results beside the absence rule; entering needs result.edit (checked by the door)."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    sheet = classes.result_sheet(training_class, actor=request.user, on=request.scope.on)
    if request.GET.get("export") == "xlsx":
        return table_response(request, "classes/result_list.html", ResultTable(request, sheet.rows))
    form = BaseForm(request.POST or None, request=request)
    entries: dict[UUID | str, classes.ResultEntry] = {}
    wrong: dict[str, str] = {}
    if request.method == "POST":
        entries, wrong = _read_entries(request, sheet.kind)
    if form.is_valid() and not wrong:
        try:
            classes.enter_results(
                actor=request.user, training_class=training_class, entries=entries, today=request.scope.on
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã lưu kết quả."))
            return redirect_to(request, "classes:result-list", uuid=uuid)
    elif wrong:
        form.add_error(None, _("Có {n} ô điểm không đọc được. Sửa các ô đánh dấu rồi lưu lại.").format(n=len(wrong)))
    context = _sheet_context(request, training_class, sheet, wrong)
    return page(request, "classes/result_list.html", context | {"form": form}, form=form)


def _read_entries(request: ScreenRequest, kind: str) -> tuple[dict[UUID | str, classes.ResultEntry], dict[str, str]]:
    """What was typed, by participation; a mark that is not a number from 0 to 10 is told at its row."""
    entries: dict[UUID | str, classes.ResultEntry] = {}
    wrong: dict[str, str] = {}
    prefix = _PREFIX.get(kind)
    if prefix is None:
        return entries, wrong
    for key, text in request.POST.items():
        if not key.startswith(prefix):
            continue
        uuid = key.removeprefix(prefix)
        value: Any = str(text).strip()
        if kind == "mark":
            value = _read_mark(value)
            if value is False:
                wrong[uuid] = _("“{text}” không phải điểm từ 0 đến 10. Viết ví dụ 7,5.").format(text=text[:20])
                continue
        entries[uuid] = classes.ResultEntry(**{_FIELD[kind]: value})
    return entries, wrong


def _read_mark(text: str) -> Decimal | bool | None:
    if not text:
        return None
    try:
        mark = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return False
    return mark if mark.is_finite() and 0 <= mark <= 10 else False


def _sheet_context(
    request: ScreenRequest, training_class: classes.TrainingClass, sheet: classes.ResultSheet, wrong: dict[str, str]
) -> dict[str, Any]:
    head = class_head(request, training_class, "result-list")
    typed = request.POST
    prefix = _PREFIX.get(sheet.kind, "")
    rows = [
        {
            "uuid": row.uuid,
            "full_name": row.full_name,
            "unit_name": row.unit_name,
            "absent_periods": row.absent_periods,
            "total_periods": row.total_periods,
            "absence_percent": row.absence_share,
            "entered": typed.get(f"{prefix}{row.uuid}", row.entered),
            "entered_name": row.entered_name,
            "error": wrong.get(str(row.uuid), ""),
            "proposed": Status(_TONES[row.proposed_outcome], row.proposed_words),
            "why": row.why,
            "decided": Status(_TONES[row.decided_outcome], row.decided_words) if row.decided_outcome else None,
        }
        for row in sheet.rows
    ]
    recognition = sheet.recognition
    return {
        "training_class": training_class,
        "head": head,
        "rows": rows,
        "kind": sheet.kind,
        "bands": sheet.bands,
        "outcomes": classes.Outcome.choices,
        "rule_words": sheet.rule_words,
        "totals_words": sheet.totals_words,
        "band_rows": sheet.band_rows,
        "recognition": recognition,
        "recognition_words": _("Đã công nhận theo Quyết định số {number}, ngày {day}").format(
            number=recognition.number, day=recognition.decided_on.strftime("%d/%m/%Y")
        )
        if recognition
        else "",
        "may_enter": head.may_enter and recognition is None,
        "may_recognise": head.may_decide and recognition is None and training_class.status == "finished" and bool(rows),
        "may_reopen": head.may_decide and recognition is not None,
        "export_query": {"export": "xlsx"},
    }


@screen(permission="result.decide", methods=("GET", "POST"))
def result_recognise(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The decision: number, date, signer; its effect is shown before."""
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    sheet = classes.result_sheet(training_class)
    form = RecogniseForm(request.POST or None, request=request, initial=_decision_initial(request, training_class))
    if form.is_valid():
        try:
            classes.recognise_results(
                actor=request.user, training_class=training_class, decided=None, now=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã công nhận kết quả. Có thể cấp giấy."))
            return redirect_to(request, "classes:result-list", uuid=uuid)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Công nhận kết quả"),
        "action": _("Công nhận kết quả"),
        "back_url": screen_url(request, "classes:result-list", uuid=uuid),
        "effect": sheet.totals_words,
        "effect_detail": _("Sau khi công nhận, kết quả được khóa; mở lại phải có lý do."),
    }
    return page(request, "classes/class_small_form.html", context, form=form)


def _decision_initial(request: ScreenRequest, training_class: classes.TrainingClass) -> dict[str, Any]:
    """Today, and who signs for the opener that day, where it is told."""
    on = request.scope.on
    signer = org.find_signer(training_class.opened_by_id, on)
    if signer is None:
        return {"decided_on": on}
    return {"decided_on": on, "decided_by_name": signer.name, "decided_by_title": signer.title}


@screen(permission="result.decide", methods=("GET", "POST"))
def result_reopen(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    training_class = classes.get_class_for(request.user, uuid, request.scope.on)
    form = ReopenForm(request.POST or None, request=request)
    if form.is_valid():
        try:
            classes.reopen_recognition(
                actor=request.user, training_class=training_class, now=now(), **form.cleaned_data
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            notify(request, _("Đã mở lại kết quả. Quyết định cũ được giữ cùng lý do."))
            return redirect_to(request, "classes:result-list", uuid=uuid)
    context = {
        "form": form,
        "training_class": training_class,
        "title": _("Mở lại quyết định công nhận"),
        "action": _("Mở lại"),
        "back_url": screen_url(request, "classes:result-list", uuid=uuid),
    }
    return page(request, "classes/class_small_form.html", context, form=form)

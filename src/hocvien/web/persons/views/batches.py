"""One thing done to many people: who, what, a preview with those left out, doing it, undoing it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _

from hocvien.batches import api as batches
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.jobs import api as jobs
from hocvien.people import api as people
from hocvien.web.persons.batch_forms import EFFECTS, form_of, say_work, until_words, work_of_form
from hocvien.web.persons.batch_tables import BatchItemTable, BatchTable
from hocvien.web.persons.people_table import PeopleRows
from hocvien.web.persons.views.listing import table_of
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response

S = batches.BatchState
_REASONS_SHOWN = 5


@screen(permission="person.edit", methods=("POST",))
def batch_open(request: ScreenRequest) -> HttpResponse:
    """From the list: the people who are ticked, or all of the list as it was filtered."""
    query = QueryDict(request.POST.get("list", "")[:2000], mutable=True)
    query["of"] = "unit"
    for name in ("unit", "period", "export", "cols"):
        query.pop(name, None)
    is_all = request.POST.get("who") == "all"
    chosen = ""
    if is_all:
        request.GET = query  # type: ignore[assignment]  # the list is asked for as it was shown
        table = table_of(request)
        rows: PeopleRows = table.rows
        ids = list(rows.listed.ids())
        chosen = "; ".join(f"{label}: {words}" for label, words in table.active_filters) or str(request.scope.unit_name)
    else:
        ids = _ticked(request)
    try:
        batch = batches.open_batch(
            actor=request.user,
            kind=_kind(request),
            person_ids=ids,
            unit=request.scope.unit,
            chosen=chosen,
            now=clock.now(),
        )
    except batches.NobodyChosen as refusal:
        notify(request, str(refusal), tone="warn")
        return redirect_to(request, "persons:person-list", query=query.dict())
    return redirect_to(request, "persons:batch-page", uuid=batch.uuid)


def _ticked(request: ScreenRequest) -> list[int]:
    found = []
    for text in request.POST.getlist("row")[:1000]:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    ids = people.person_ids_by_uuid(found)
    return [ids[uuid] for uuid in found if uuid in ids]


def _kind(request: ScreenRequest) -> str:
    asked = request.POST.get("kind", "")
    return asked if asked in batches.BatchKind.values else batches.BatchKind.RATING


@screen(permission="person.edit")
def batch_list(request: ScreenRequest) -> HttpResponse:
    table = BatchTable(request, batches.list_batches(request.user))
    return table_response(request, "persons/batch_list.html", table, {"days": batches.BACK_DAYS})


@screen(permission="person.edit", methods=("GET", "POST"))
def batch_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Where the batch stands: the form, the preview, how far it is, or what was done."""
    batch = batches.get_batch(request.user, uuid)
    context = _context(batch)
    if batch.state in {S.JUDGING, S.RUNNING} or context["is_waiting"]:
        return page(request, "persons/batch_progress.html", context)
    if batch.state == S.DONE:
        table = BatchItemTable(request, batches.list_items(batch))
        return table_response(request, "persons/batch_done.html", table, context)
    if request.method == "GET" and batch.state == S.READY and "edit" not in request.GET:
        table = BatchItemTable(request, batches.list_items(batch))
        return table_response(request, "persons/batch_preview.html", table, context)
    form = form_of(request, batch, request.POST if request.method == "POST" else None)
    if form.is_valid():
        work = work_of_form(request, batch, form.cleaned_data)
        try:
            if getattr(work, "valid_to", None) is not None and work.valid_to <= work.valid_from:  # type: ignore[union-attr, operator]
                raise people.FactEndsBeforeStart(work.valid_from, work.valid_to)  # type: ignore[union-attr, arg-type]
            batches.judge_batch(actor=request.user, batch=batch, work=work, on=request.scope.on, now=clock.now())
        except DomainError as refusal:
            form.add_domain_error(refusal)
        except ValidationError as refusal:
            form.add_error(None, refusal)
        else:
            return redirect_to(request, "persons:batch-page", uuid=uuid)
    return page(request, "persons/batch_form.html", {**context, "form": form}, form=form)


def _context(batch: batches.Batch) -> dict[str, Any]:
    counts = batch.counts
    outcome = batches.Outcome.DONE if batch.state == S.DONE and batch.taken_back_at else batches.Outcome.LEFT_OUT
    reasons = batches.count_reasons(batch, outcome) if batch.state in {S.READY, S.DONE} else []
    return {
        "batch": batch,
        "title": batch.get_kind_display(),
        "effect": EFFECTS[batches.BatchKind(batch.kind)],
        "said": say_work(batch),
        "is_waiting": batch.job is not None and batch.job.is_open,
        "job": batch.job,
        "waiting": counts.get("waiting", 0),
        "left_out": counts.get("left_out", 0),
        "done": counts.get("done", 0),
        "taken_back": counts.get("taken_back", 0),
        "reasons": [(_reason_words(code), n) for code, n in reasons[:_REASONS_SHOWN]],
        "until": until_words(batch),
        "edit_query": {"edit": "1"},
        "days": batches.BACK_DAYS,
    }


def _reason_words(code: str) -> str:
    words = {
        "gone": _("hồ sơ không còn"),
        "no_right": _("không do bạn giữ"),
        "rated": _("đã có xếp loại năm này"),
        "not_member": _("chưa là đảng viên năm này"),
        "managed_there": _("đã thuộc diện này"),
        "managed_later": _("đã có diện khác về sau"),
        "on_leave": _("đã ghi nghỉ thời gian này"),
        "asked_already": _("đang chờ một đề nghị khác"),
        "there_already": _("đã sinh hoạt ở đó"),
        "cell_later": _("đã ghi nơi khác về sau"),
        "changed_since": _("mục đã ghi đã thay đổi"),
        "answered": _("đề nghị đã được trả lời"),
        "overlapped": _("đã ghi mục khác trùng thời gian"),
        "used": _("đã có mục mới dựa vào hồ sơ"),
    }
    return words.get(code, code)


@screen(permission="person.edit", methods=("POST",))
def batch_run(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Do it to those the preview named; sent twice it is done once."""
    batches.run_batch(
        actor=request.user, batch=batches.get_batch(request.user, uuid), on=request.scope.on, now=clock.now()
    )
    return redirect_to(request, "persons:batch-page", uuid=uuid)


@screen(permission="person.edit", methods=("POST",))
def batch_back(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Undo it for everybody for whom that is possible."""
    batch = batches.get_batch(request.user, uuid)
    before = batch.counts.get("taken_back", 0)
    batch = batches.take_back_batch(actor=request.user, batch=batch, on=request.scope.on, now=clock.now())
    if batch.job is None or not batch.job.is_open:
        undone = batch.counts.get("taken_back", 0) - before
        words = _("Đã hoàn tác cho {n} người.") if undone else _("Không có người nào hoàn tác được.")
        notify(request, words.format(n=undone), tone="met" if undone else "warn")
    return redirect_to(request, "persons:batch-page", uuid=uuid)


@screen(permission="person.edit", methods=("POST",))
def batch_stop(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Ask the job to end after the part it is in."""
    batch = batches.get_batch(request.user, uuid)
    if batch.job is not None:
        jobs.cancel(owner=request.user, job=batch.job)
    return redirect_to(request, "persons:batch-page", uuid=uuid)


@screen(permission="person.edit", methods=("POST",))
def batch_resume(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Go on with what was stopped or broke off."""
    batches.resume_batch(
        actor=request.user, batch=batches.get_batch(request.user, uuid), on=request.scope.on, now=clock.now()
    )
    return redirect_to(request, "persons:batch-page", uuid=uuid)


@screen(permission="person.edit", methods=("POST",))
def batch_forget(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """Throw away what was not done."""
    batches.forget_batch(actor=request.user, batch=batches.get_batch(request.user, uuid))
    notify(request, _("Đã bỏ. Không có gì được ghi."), tone="info")
    return redirect_to(request, "persons:person-list")

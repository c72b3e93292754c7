"""One's long exports: how far they are, and the files until they are removed."""

from datetime import datetime, timedelta
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hocvien.common import clock
from hocvien.jobs import api as jobs
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import page, screen
from hocvien.web.ui.tables import EXPORT_TASK, Column, Table, table_response

_TONES = {"waiting": "info", "running": "info", "done": "met", "failed": "bad", "cancelled": "neutral"}


def _until(job: jobs.Job) -> datetime | None:
    """Until when the file is kept, by the clock of the screens: files age by the machine's, also where a demonstration has a day of its own."""
    file: jobs.JobFile | None = getattr(job, "file", None)
    left = file.until - timezone.now() if file is not None else timedelta(0)
    return clock.now() + left if left > timedelta(0) else None


def _status(job: jobs.Job) -> Status:
    if job.is_done and _until(job) is None:
        return Status("neutral", _("Đã hết hạn lưu"))
    return Status(_TONES[job.state], job.get_state_display())


class ExportTable(Table):
    """Files asked for in the last thirty days."""

    name = "exports"
    caption = _("Tệp đã xuất")
    noun = _("tệp")
    default_sort = "-created_at"
    empty_title = _("Chưa có tệp nào")
    empty_text = _("Danh sách dài được xuất ở nền. Tệp hiện ở đây để tải về.")
    columns = (
        Column(
            "label",
            _("Danh sách"),
            header=True,
            link=lambda job: ("account:export-page", {"uuid": job.uuid}),
        ),
        Column("total", _("Số hàng"), kind="number"),
        Column("state", _("Tình trạng"), kind="status", value=_status),
        Column("created_at", _("Lúc xuất"), kind="datetime", sort="created_at"),
        Column("until", _("Giữ đến"), kind="datetime", value=_until),
    )


@screen(signed_in=True)
def export_list(request: ScreenRequest) -> HttpResponse:
    rows = jobs.list_jobs(request.user).filter(task=EXPORT_TASK).select_related("file")
    return table_response(request, "account/export_list.html", ExportTable(request, rows), {"days": jobs.FILE_DAYS})


def _export(request: ScreenRequest, uuid: UUID) -> jobs.Job:
    job = jobs.get_job(request.user, uuid)
    if job.task != EXPORT_TASK:
        raise jobs.JobNotFound
    return job


@screen(signed_in=True)
def export_page(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """How far the file is; when it is there, the way to fetch it."""
    job = _export(request, uuid)
    context = {"job": job, "is_waiting": job.is_open, "until": _until(job), "days": jobs.FILE_DAYS}
    return page(request, "account/export_page.html", context)


@screen(signed_in=True)
def export_file(request: ScreenRequest, uuid: UUID) -> HttpResponseBase:
    """The file itself, to the one who asked for it."""
    file = jobs.get_file(request.user, _export(request, uuid).uuid)
    response = StreamingHttpResponse(jobs.file_parts(file), content_type=file.content_type)
    response["Content-Disposition"] = f'attachment; filename="{file.name}"'
    response["Content-Length"] = str(file.size)
    response["Cache-Control"] = "private, no-store"
    return response


@screen(signed_in=True, methods=("POST",))
def export_stop(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    jobs.cancel(owner=request.user, job=_export(request, uuid))
    return redirect_to(request, "account:export-page", uuid=uuid)


@screen(signed_in=True, methods=("POST",))
def export_again(request: ScreenRequest, uuid: UUID) -> HttpResponse:
    """The same list as it is by now, as a new file."""
    job = _export(request, uuid)
    made = jobs.enqueue(
        task=EXPORT_TASK,
        arguments=job.arguments,
        owner=request.user,
        label=job.label,
        now=clock.now(),
        total=job.total,
    )
    return redirect_to(request, "account:export-page", uuid=made.uuid)

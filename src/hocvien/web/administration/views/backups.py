"""Backups: made on the server's disk, then fetched to another device."""

import re
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import NotVisible
from hocvien.exchange import api as exchange
from hocvien.journal import api as journal
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, page, screen

_NAME = re.compile(r"hocvien-\d{8}-\d{6}\.zip")
_LATE = timedelta(days=3)
_KEPT = 10


def backup_status(at: datetime | None, now: datetime) -> Status:
    """Red after three days, or when there never was one."""
    if at is None:
        return Status("bad", _("Chưa sao lưu lần nào"))
    days = (now - at).days
    words = _("hôm nay") if days == 0 else _("{n} ngày trước").format(n=days)
    return Status("bad" if now - at > _LATE else "met", words)


def _folder() -> Path:
    folder = Path(settings.DATA_DIR) / "backups"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _files() -> list[Path]:
    return sorted((path for path in _folder().iterdir() if _NAME.fullmatch(path.name)), reverse=True)


def _require_whole(request: ScreenRequest) -> None:
    """A backup holds every unit's records: one office of a larger installation may not carry it away."""
    access.require_everywhere(request.user, access.Permission.BACKUP_MAKE, request.scope.on)


@screen(permission="backup.make")
def backup_list(request: ScreenRequest) -> HttpResponse:
    _require_whole(request)
    last = journal.last_entry(exchange.BACKUP_VERB)
    files = [
        {
            "name": path.name,
            "size": path.stat().st_size / 1024 / 1024,
            "at": datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_current_timezone()),
        }
        for path in _files()
    ]
    at = last.at if last else None
    context = {"last_at": at, "status": backup_status(at, clock.now()), "files": files, "kept": _KEPT}
    return page(request, "administration/backup_list.html", context)


@screen(permission="backup.make", methods=("POST",))
def backup_make(request: ScreenRequest) -> HttpResponse:
    """Write one, keep the newest ten."""
    _require_whole(request)
    now = clock.now()
    name = f"hocvien-{timezone.localtime(now):%Y%m%d-%H%M%S}.zip"
    summary = exchange.back_up(actor=request.user, path=_folder() / name, at=now)
    for path in _files()[_KEPT:]:
        path.unlink(missing_ok=True)
    notify(
        request,
        _("Đã sao lưu {rows} bản ghi vào {file}. Tải về và chép sang một thiết bị khác.").format(
            rows=summary.rows, file=summary.file
        ),
    )
    return redirect_to(request, "administration:backup-list")


@screen(permission="backup.make")
def backup_download(request: ScreenRequest, file: str) -> FileResponse:
    _require_whole(request)
    path = _folder() / file
    if not _NAME.fullmatch(file) or not path.is_file():
        raise NotVisible("backup_not_found", _("Không thấy bản sao lưu này; có thể nó đã được thay bằng bản mới hơn."))
    return FileResponse(path.open("rb"), as_attachment=True, filename=file)

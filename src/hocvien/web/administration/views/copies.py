"""The copy that large questions of figures are asked of: what it holds, and writing it at once."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.reporting import api as reporting
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import notify, screen


def copy_status(copy: reporting.Copy | None, now: datetime) -> Status:
    """Red where questions cannot go there, or it is older than the night before."""
    if not reporting.keeps_copy():
        return Status("bad", _("Máy chủ chưa cài phần “nation”"))
    if copy is None:
        return Status("bad", _("Chưa chép lần nào"))
    days = (timezone.localtime(now).date() - timezone.localtime(copy.as_of).date()).days
    words = _("hôm nay") if days <= 0 else _("{n} ngày trước").format(n=days)
    return Status("met" if days <= 1 else "bad", words)


def copy_context(now: datetime) -> dict[str, Any]:
    """What the overview tells of it; empty where the installation keeps none."""
    if not settings.PARQUET_ENABLED:
        return {}
    copy = reporting.find_copy()
    return {
        "keeps_copy": True,
        "may_copy": reporting.keeps_copy(),
        "copy": copy,
        "copy_size": copy.size / 1024 / 1024 if copy else 0,
        "copy_status": copy_status(copy, now),
    }


@screen(permission="backup.make", methods=("POST",))
def copy_make(request: ScreenRequest) -> HttpResponse:
    """Give the writing to the worker: it reads every unit's records, as a backup does."""
    access.require_everywhere(request.user, access.Permission.BACKUP_MAKE, request.scope.on)
    given = reporting.ask_for_copy(on=clock.today(), now=clock.now(), owner=request.user, at_once=True)
    notify(
        request,
        _("Đang chép số liệu lớn. Bản đang dùng giữ đến khi bản sau xong.")
        if given
        else _("Chưa chép được: đang có một lần chép, hoặc máy chủ không giữ bản chép."),
    )
    return redirect_to(request, "administration:overview")

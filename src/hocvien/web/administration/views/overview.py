"""Where administration begins: what needs looking after, and the way to each list."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.exchange import api as exchange
from hocvien.journal import api as journal
from hocvien.rollup import api as rollup
from hocvien.web.administration.views.backups import backup_status
from hocvien.web.administration.views.copies import copy_context
from hocvien.web.administration.views.journal import entries_seen
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.parts import Status
from hocvien.web.ui.screens import page, refuse, screen

P = access.Permission


@screen(signed_in=True)
def overview(request: ScreenRequest) -> HttpResponse:
    """Any one of three permissions opens it, so it asks for them itself."""
    held = request.held_permissions
    if not held & {P.GRANT_EDIT, P.BACKUP_MAKE, P.JOURNAL_VIEW}:
        return refuse(request, 403)
    context: dict[str, Any] = {
        "may_grant": P.GRANT_EDIT in held,
        "may_back_up": P.BACKUP_MAKE in held,
        "may_read_journal": P.JOURNAL_VIEW in held,
        "may_retain": P.PRIVACY_RETAIN in held,
        "may_edit_papers": P.PAPER_EDIT in held,
    }
    if P.GRANT_EDIT in held:
        seen = access.unit_ids_for(request.user, P.GRANT_EDIT, request.scope.on)
        context["n_accounts"] = access.accounts_within(seen).count()
    if P.JOURNAL_VIEW in held:
        context["n_entries"] = entries_seen(request).count()
    if P.BACKUP_MAKE in held:
        last = journal.last_entry(exchange.BACKUP_VERB)
        context["backup_at"] = last.at if last else None
        context["backup"] = backup_status(last.at if last else None, clock.now())
        context["rollup"] = kept = rollup.state()
        context["rollup_status"] = rollup_status(kept) if kept else None
        context |= copy_context(clock.now())
    return page(request, "administration/overview.html", context)


def rollup_status(kept: rollup.State) -> Status:
    """How the roll-up stands: what it was last held against, and whether that differed."""
    if kept.counted_at is None:
        return Status("bad", _("Đã bật, chưa cộng lần nào: chạy hocvien rollup rebuild"))
    if not kept.is_whole:
        return Status("bad", _("Chưa cộng xong: chạy hocvien rollup rebuild"))
    if kept.checked_at is None:
        return Status("warn", _("Chưa đối chiếu lần nào"))
    if kept.differing == 0:
        return Status("met", _("Khớp"))
    words = _("{n} dòng khác, đã sửa") if kept.is_repaired else _("{n} dòng khác, chưa sửa: chạy hocvien rollup repair")
    return Status("warn" if kept.is_repaired else "bad", words.format(n=kept.differing))

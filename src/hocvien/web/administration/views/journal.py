"""The journal as far as the reader's units reach, and the check of its whole chain."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.web.administration.tables import JournalTable
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.screens import screen
from hocvien.web.ui.tables import table_response

P = access.Permission


def entries_seen(request: ScreenRequest) -> QuerySet[journal.Entry]:
    """Entries of the reader's units below the one in the bar; those of the installation only for who makes its backups."""
    scope = request.scope
    units = org.Unit.objects.filter(pk__in=access.unit_ids_for(request.user, P.JOURNAL_VIEW, scope.on))
    if scope.unit is not None:
        units = units.filter(pk__in=org.descendant_ids_as_of(scope.unit.pk, scope.on))
    wanted = Q(unit_code__in=units.values("code"))
    if P.BACKUP_MAKE in request.held_permissions:
        wanted |= Q(verb__startswith="installation.")
    return journal.list_entries().filter(wanted)


@screen(permission="journal.view")
def journal_list(request: ScreenRequest) -> HttpResponse:
    return _list(request, {})


@screen(permission="journal.view", methods=("POST",))
def journal_check(request: ScreenRequest) -> HttpResponse:
    """Walk the whole chain; the answer names no entry of units the reader may not see, only numbers."""
    report = journal.verify_chain()
    title = (
        _("Chuỗi nhật ký nguyên vẹn: {n} mục.").format(n=report.entries)
        if report.is_sound
        else _("Chuỗi nhật ký có {n} chỗ không khớp.").format(n=len(report.problems))
    )
    return _list(request, {"check": report, "check_title": title})


def _list(request: ScreenRequest, context: dict[str, Any]) -> HttpResponse:
    table = JournalTable(request, entries_seen(request))
    return table_response(request, "administration/journal_list.html", table, context)

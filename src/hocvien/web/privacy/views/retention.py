"""Records whose term is over: who they are, what goes and what stays, and the last word."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.privacy import api as privacy
from hocvien.web.privacy.forms import AnonymiseForm
from hocvien.web.privacy.tables import DueTable, with_reasons
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.links import redirect_to
from hocvien.web.ui.screens import notify, page, screen
from hocvien.web.ui.tables import table_response


@screen(permission="privacy.retain")
def due_list(request: ScreenRequest) -> HttpResponse:
    """Records whose term is over and about which nothing is open, ready to be chosen."""
    table = DueTable(request, privacy.people_due(request.user, request.scope.on))
    return table_response(request, "privacy/due_list.html", table, {"most": privacy.MOST_AT_ONCE})


@screen(permission="privacy.retain", methods=("POST",))
def anonymise(request: ScreenRequest) -> HttpResponse:
    """What would be done to the people chosen; sent again with their number, it is done."""
    uuids = [uuid for uuid in map(_uuid, request.POST.getlist("row")) if uuid is not None]
    try:
        found = privacy.get_people_due(actor=request.user, uuids=uuids, on=request.scope.on)
    except DomainError as refusal:
        notify(request, str(refusal), tone="bad")
        return redirect_to(request, "privacy:due-list")
    form = AnonymiseForm(request.POST if "count" in request.POST else None, request=request)
    if form.is_valid():
        try:
            done = privacy.anonymise_due(
                actor=request.user, uuids=uuids, confirmed=form.cleaned_data["count"], now=clock.now()
            )
        except DomainError as refusal:
            form.add_domain_error(refusal)
        else:
            words = ngettext("Đã ẩn danh {n} người.", "Đã ẩn danh {n} người.", done.people).format(n=done.people)
            unchanged = _("Số liệu các kỳ trước không đổi.")
            notify(request, f"{words} {unchanged}")
            return redirect_to(request, "privacy:due-list")
    context = {"rows": with_reasons(found, request.scope.on), "form": form}
    return page(request, "privacy/anonymise.html", context, form=form)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

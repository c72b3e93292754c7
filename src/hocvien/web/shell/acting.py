"""Acting for somebody who delegated: kept in the session, asked again at every request."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hocvien.access import api as access
from hocvien.common.clock import today
from hocvien.web.ui.screens import notify, refuse

KEY = "acting_for"


def take_up_delegation(request: HttpRequest) -> HttpResponse | None:
    """Let the request's account act for whom its session says; an answer instead of the page when that is over. One query while acting.

    What was sent by then is not done: it was meant in another's name.
    """
    kept = getattr(request, "session", {}).get(KEY)
    if kept is None:
        return None
    try:
        access.act_for(request.user, access.find_delegation_for(request.user, UUID(kept), today()))  # type: ignore[arg-type] # signed in
    except access.DelegationOver as refusal:
        del request.session[KEY]
        if request.method not in {"GET", "HEAD"}:
            return refuse(request, 409, reason=str(refusal), code=refusal.code)
        notify(request, str(refusal), tone="warn")
        return HttpResponseRedirect("/")
    return None

"""Gives every request its scope and the permissions its user holds somewhere."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError, NotVisible
from hocvien.common.periods import year_period
from hocvien.web.shell.acting import take_up_delegation
from hocvien.web.shell.scope import (
    ScopeBar,
    anonymous_scope,
    dates_typed,
    day_typed,
    read_asked_day,
    read_period,
    read_unit_of,
)
from hocvien.web.ui.choices import read_unit
from hocvien.web.ui.links import same_page, screen_url
from hocvien.web.ui.screens import refuse

FOR_PROGRAMS = "/api/v1/"


def _drop_nul(request: HttpRequest) -> None:
    """Take NUL out of what the address asks: nobody types it, and PostgreSQL refuses a text that holds one."""
    if "%00" not in request.META.get("QUERY_STRING", ""):
        return
    cleaned = request.GET.copy()
    for key, values in list(cleaned.lists()):
        del cleaned[key]
        cleaned.setlist(key.replace("\x00", ""), [value.replace("\x00", "") for value in values])
    cleaned._mutable = False  # noqa: SLF001 - as Django hands it out
    request.GET = cleaned  # type: ignore[assignment]  # the stubs know only the request as it came


def _as_addresses_say(request: HttpRequest) -> str:
    """The same page under the codes of the period and the day; a period chosen for another day gives way to the year of the new one."""
    scope: ScopeBar = request.scope  # type: ignore[attr-defined]
    code: str | None = scope.period_code
    if not dates_typed(request) and not scope.period.contains(scope.day):
        code = None
    return same_page(request, **{"period": code, "period-from": None, "period-to": None, "on": scope.day_code or None})


class ScopeMiddleware:
    """`request.scope` and `request.held_permissions`; one query when the address names a unit of the user's own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        _drop_nul(request)
        today = clock.today()
        request.scope = anonymous_scope(request, today)  # type: ignore[attr-defined]
        # programs come with a token, which their addresses read; a session opens none of them, and their parameters are not those of screens
        if not request.user.is_authenticated or request.path_info.startswith(FOR_PROGRAMS):
            return self.get_response(request)
        is_over = take_up_delegation(request)
        if is_over is not None:
            return is_over
        grants = access.list_grants(request.user, today)
        access.remember_grants(request.user, today, grants)
        held = {permission for grant in grants for permission in grant.permissions}
        request.held_permissions = held  # type: ignore[attr-defined]
        asked_day, wrong_day = read_asked_day(request)
        unit, is_seen = grants[0].unit if grants else None, True
        try:
            unit = read_unit_of(request, grants, today)
        except NotVisible:
            is_seen = False
        period, wrong_period = read_period(request, asked_day or today, unit, until=today)
        error = wrong_day or wrong_period
        request.scope = ScopeBar(  # type: ignore[attr-defined]
            request,
            today=today,
            period=period if not error else year_period(today),
            asked_day=asked_day if not error else None,
            unit=unit,
            grants=grants,
            error=error,
            is_day_wrong=bool(wrong_day),
        )
        if not is_seen:
            return self._named_by_words(request)
        if error:
            return self._wrong_scope(request)
        if request.method == "GET" and (dates_typed(request) or day_typed(request, request.scope)):  # type: ignore[attr-defined]
            return HttpResponseRedirect(_as_addresses_say(request))
        return self.get_response(request)

    def _named_by_words(self, request: HttpRequest) -> HttpResponse:
        """The unit box without JavaScript: a name instead of a code. Several answers: the search. None: not found."""
        text = request.GET["unit"].strip()
        if request.method == "GET":
            try:
                unit = read_unit(text, actor=request.user, permission=access.Permission.UNIT_VIEW, on=request.scope.on)  # type: ignore[attr-defined]
            except DomainError as refusal:
                if refusal.code == "unit_ambiguous":
                    return HttpResponseRedirect(screen_url(request, "shell:search", query={"q": text}))
            else:
                return HttpResponseRedirect(same_page(request, unit=unit.code))
        return refuse(request, 404)

    def _wrong_scope(self, request: HttpRequest) -> HttpResponse:
        """A page is shown for this year and today with the sentence on top, as 400; nothing is written or exported on a guess."""
        if request.method not in {"GET", "HEAD"} or any(key.endswith("export") for key in request.GET):
            return refuse(request, 400, reason=request.scope.error)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if response.status_code == 200:
            response.status_code = 400
        return response

"""Links that carry the unit, the period and the day looked at, so that every screen can be sent as a link and opens the same."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import get_script_prefix, get_urlconf, reverse

KEEP: Final = "\0keep"


def scope_query(request: HttpRequest) -> dict[str, str]:
    """The unit, period and day of the request as query parameters; empty without a scope (sign-in pages)."""
    scope = getattr(request, "scope", None)
    if scope is None:
        return {}
    pairs = {"unit": scope.unit_code, "period": scope.period_code, "on": scope.day_code}
    return {key: value for key, value in pairs.items() if value}


def screen_url(
    request: HttpRequest,
    name: str,
    *,
    query: Mapping[str, Any] | None = None,
    with_unit: str | None = KEEP,
    with_period: str | None = KEEP,
    with_day: str | None = KEEP,
    **kwargs: Any,
) -> str:
    """The address of a screen with the scope of this request; None in `with_…` or in `query` drops that parameter.

    For another unit or another day a term of office is said as its days: the same code may be other days there.
    """
    path = _path(name, kwargs)
    if not query and with_unit == with_period == with_day == KEEP:
        # most links: a page of a list has hundreds, all with the same scope behind them
        scope = getattr(request, "scope", None)
        return path + scope.query_text if scope is not None else path
    pairs: dict[str, Any] = dict(scope_query(request))
    if pairs and ((with_unit not in (KEEP, pairs.get("unit"))) or (with_day not in (KEEP, pairs.get("on")))):
        pairs["period"] = request.scope.plain_period_code  # type: ignore[attr-defined]  # set by the middleware
    if with_unit != KEEP:
        pairs["unit"] = with_unit
    if with_period != KEEP:
        pairs["period"] = with_period
    if with_day != KEEP:
        pairs["on"] = with_day
    pairs.update(query or {})
    encoded = urlencode([(key, value) for key, value in pairs.items() if value not in (None, "")], doseq=True)
    return f"{path}?{encoded}" if encoded else path


def _path(name: str, kwargs: dict[str, Any]) -> str:
    """As `reverse`; for the one address of a row looked up once for all rows."""
    if len(kwargs) == 1:
        ((key, value),) = kwargs.items()
        if isinstance(value, UUID):
            before, after = _around(name, key, get_urlconf(), get_script_prefix())
            return f"{before}{value}{after}"
    return reverse(name, kwargs=kwargs or None)


_ANY = UUID(int=0)


@lru_cache(maxsize=256)
def _around(name: str, key: str, urlconf: str | None, prefix: str) -> tuple[str, str]:
    """What stands before and behind the value in the address; the last two are what `reverse` goes by besides."""
    del prefix
    before, _value, after = reverse(name, urlconf=urlconf, kwargs={key: _ANY}).partition(str(_ANY))
    return before, after


def redirect_to(request: HttpRequest, name: str, **kwargs: Any) -> HttpResponseRedirect:
    """To another screen, scope carried; takes what `screen_url` takes."""
    return HttpResponseRedirect(screen_url(request, name, **kwargs))


def same_page(request: HttpRequest, **changes: Any) -> str:
    """This very address with some parameters changed (None drops one); used by sort heads and pagers."""
    query = request.GET.copy()
    for key, value in changes.items():
        if value is None:
            query.pop(key, None)
        elif isinstance(value, list | tuple):
            query.setlist(key, [str(part) for part in value])
        else:
            query[key] = str(value)
    encoded = query.urlencode(safe="/")
    return f"{request.path}?{encoded}" if encoded else request.path

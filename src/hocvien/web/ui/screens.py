"""What every view is wrapped in: its permission is declared, wrong methods and refusals are answered in words.

A view that says `as_of=True` shows the day asked for in the bar (`request.scope.day`). Any other shows or writes what is true
today, so from another day it leads back to today, in words; and what is sent while another day is looked at is never written.

The decorator only turns away people who hold the permission nowhere. Whether they hold it at this unit is decided by the
access function the view gets its object from; a view without that would show another unit's data to anyone with a grant.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common.errors import DomainError, Forbidden, NotVisible

View = Callable[..., HttpResponseBase]
TONE_LEVELS = {
    "neutral": messages.INFO,
    "info": messages.INFO,
    "met": messages.SUCCESS,
    "warn": messages.WARNING,
    "bad": messages.ERROR,
}


def screen(
    *,
    permission: str = "",
    public: bool = False,
    signed_in: bool = False,
    methods: Sequence[str] = ("GET",),
    as_of: bool = False,
) -> Callable[[View], View]:
    """Declare a view: exactly one of permission, public, signed_in; the methods it answers; whether it shows any day asked for."""
    if sum((bool(permission), public, signed_in)) != 1:
        raise TypeError("@screen takes exactly one of permission=, public=True, signed_in=True")
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            turned = _turned_away(request, allowed, permission) or (None if public else _to_today(request, as_of=as_of))
            if turned is not None:
                return turned
            try:
                return view(request, *args, **kwargs)
            except NotVisible:
                return refuse(request, 404)
            except Forbidden as refusal:
                return refuse(request, 403, reason=str(refusal), code=_code(refusal))
            except DomainError as refusal:
                return refuse(request, 409, reason=str(refusal), code=refusal.code)

        answer.screen_permission = permission or ("public" if public else "signed_in")  # type: ignore[attr-defined]
        answer.screen_methods = tuple(sorted(allowed))  # type: ignore[attr-defined]
        answer.screen_as_of = as_of  # type: ignore[attr-defined]
        if public:
            answer.login_required = False  # type: ignore[attr-defined] # read by LoginRequiredMiddleware
        return answer

    return decorate


def _turned_away(request: HttpRequest, allowed: set[str], permission: str) -> HttpResponse | None:
    """Wrong method, or a permission held nowhere."""
    if request.method not in allowed:
        return refuse(request, 405, HttpResponseNotAllowed(sorted(allowed)))
    held = getattr(request, "held_permissions", None)
    if permission and held is not None and permission not in held:
        words = _("Màn hình này cần quyền “{right}”; tài khoản của bạn chưa được giao quyền ấy ở đơn vị nào.")
        reason = words.format(right=access.permission_words(permission))
        return refuse(request, 403, reason=reason, code=permission)
    return None


def _code(refusal: Forbidden) -> str:
    """For whoever gives rights: the permission that is missing, where it is one, else which refusal it is."""
    return str(refusal.data.get("permission", refusal.code))


def _to_today(request: HttpRequest, *, as_of: bool) -> HttpResponse | None:
    """While another day is looked at: back to today for a view of today alone, a refusal for whatever would write; else None."""
    scope = getattr(request, "scope", None)
    if scope is None or not scope.is_another_day:
        return None
    if request.method not in {"GET", "HEAD"}:
        reason = _(
            "Bạn đang xem tình hình ngày {day}; không ghi gì khi đang xem một ngày khác. Trở về hôm nay rồi làm lại, và ghi ngày có hiệu lực trong biểu mẫu."
        )
        return refuse(request, 409, reason=reason.format(day=scope.day_words), code="another_day")
    if as_of:
        return None
    said = _("Trang này chỉ có của hôm nay, nên đã trở về hôm nay; trước đó bạn xem tình hình ngày {day}.")
    notify(request, said.format(day=scope.day_words), tone="info")
    return HttpResponseRedirect(scope.today_url)


def page(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, form: Any = None, status: int = 200
) -> HttpResponse:
    """Render; 422 when the form was sent and holds errors."""
    if form is not None and form.is_bound and form.errors:
        status = 422
    return render(request, template, context or {}, status=status)


def notify(request: HttpRequest, text: str, *, tone: str = "met") -> None:
    """Say something on the next page shown; it stays there until that page is left."""
    messages.add_message(request, TONE_LEVELS[tone], str(text), extra_tags=tone, fail_silently=True)


def refuse(
    request: HttpRequest, status: int, response: HttpResponse | None = None, *, reason: str = "", code: str = ""
) -> HttpResponse:
    """The friendly page of a refusal; `response` keeps headers (Allow)."""
    rendered = render(request, f"errors/{status}.html", {"reason": reason, "code": code}, status=status)
    if response is not None:
        response.content = rendered.content
        response["Content-Type"] = rendered["Content-Type"]
        return response
    return rendered

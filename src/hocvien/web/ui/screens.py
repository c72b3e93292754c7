"""What every view is wrapped in: its permission is declared, wrong methods and refusals are answered in words.

The decorator only turns away people who hold the permission nowhere. Whether they hold it at this unit is decided by the
access function the view gets its object from; a view without that would show another unit's data to anyone with a grant.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

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
    *, permission: str = "", public: bool = False, signed_in: bool = False, methods: Sequence[str] = ("GET",)
) -> Callable[[View], View]:
    """Declare a view: exactly one of permission, public, signed_in; and the methods it answers."""
    if sum((bool(permission), public, signed_in)) != 1:
        raise TypeError("@screen takes exactly one of permission=, public=True, signed_in=True")
    allowed = {*methods, "HEAD"} if "GET" in methods else set(methods)

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method not in allowed:
                return refuse(request, 405, HttpResponseNotAllowed(sorted(allowed)))
            held = getattr(request, "held_permissions", None)
            if permission and held is not None and permission not in held:
                return refuse(request, 403, reason=str(_("Tài khoản của bạn chưa được giao quyền dùng màn hình này.")))
            try:
                return view(request, *args, **kwargs)
            except NotVisible:
                return refuse(request, 404)
            except Forbidden as refusal:
                return refuse(request, 403, reason=str(refusal), code=refusal.code)
            except DomainError as refusal:
                return refuse(request, 409, reason=str(refusal), code=refusal.code)

        answer.screen_permission = permission or ("public" if public else "signed_in")  # type: ignore[attr-defined]
        answer.screen_methods = tuple(sorted(allowed))  # type: ignore[attr-defined]
        if public:
            answer.login_required = False  # type: ignore[attr-defined] # read by LoginRequiredMiddleware
        return answer

    return decorate


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

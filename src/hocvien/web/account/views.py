"""The account page and the language switch."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from hocvien.accounts import api as accounts
from hocvien.org import api as org
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.screens import page, screen


@screen(signed_in=True)
def overview(request: ScreenRequest) -> HttpResponse:
    scope = request.scope
    labels = org.labels_as_of({grant.unit_id for grant in scope.grants}, scope.on)
    grants = [(grant, labels[grant.unit_id].name) for grant in scope.grants]
    context = {"grants": grants, "has_second_factor": is_mfa_enabled(request.user)}
    return page(request, "account/overview.html", context)


@screen(public=True, methods=("POST",))
def language(request: ScreenRequest) -> HttpResponse:
    """Kept with the account when signed in, in a cookie otherwise."""
    chosen = request.POST.get("language", "")
    goal = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        goal = "/"
    response = HttpResponseRedirect(goal)
    if chosen in {code for code, _name in settings.LANGUAGES}:
        if request.user.is_authenticated:
            accounts.set_language(actor=request.user, user=request.user, language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            samesite="Lax",
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
    return response

"""Refusals of the whole site in words, in the reader's language. Named in config.urls and CSRF_FAILURE_VIEW."""

import logging
import secrets

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from hocvien.web.ui.screens import refuse

log = logging.getLogger("hocvien.web")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - given by Django
    return refuse(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the same
    return refuse(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - the same
    return refuse(request, 404)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 - for the log, not for people
    """The form is older than the sign-in, or cookies are off. The browser's back button still holds what was typed."""
    words = _(
        "Trang này đã mở từ trước lần đăng nhập gần nhất, hoặc trình duyệt không nhận cookie, nên không ghi để tránh ghi"
        " nhầm người. Bấm nút Quay lại của trình duyệt (những gì đã điền vẫn còn), tải lại trang rồi ghi lần nữa."
    )
    return refuse(request, 403, reason=words, code="csrf")


def broken(request: HttpRequest) -> HttpResponse:
    """Asks neither the database nor the session: they may be what is broken. The number is in the log."""
    number = secrets.token_hex(4)
    log.error("page of a broken request shown, number %s, %s", number, request.path)
    return HttpResponse(render_to_string("errors/500.html", {"code": number}), status=500)

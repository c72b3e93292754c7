"""Refusals for programs and the people who write them: problem JSON (RFC 9457) with a sentence in Vietnamese and in English."""

import logging
import math
import secrets
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext, override
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError

from hocvien.access import api as access
from hocvien.common.errors import DomainError, Forbidden, NotVisible

MEDIA_TYPE = "application/problem+json"
_LANGUAGES = ("vi", "en")

log = logging.getLogger("hocvien.web")


def problem(status: int, code: str, words: Callable[[], str], *, where: list[dict[str, str]] | None = None) -> Any:
    """The answer of a refusal; `words` says it in whatever language is active."""
    body = {
        "type": f"urn:hocvien:problem:{code}",
        "status": status,
        "code": code,
        "title": words(),
        **_both("detail", words),
        "where": where or [],
    }
    return JsonResponse(
        body, status=status, content_type=MEDIA_TYPE, json_dumps_params={"ensure_ascii": False, "indent": 2}
    )


def not_signed_in() -> HttpResponse:
    """No token, or none that is in force."""
    answer: HttpResponse = problem(
        401,
        "token_needed",
        lambda: gettext(
            "Chưa có mã truy cập dùng được: mã thiếu, sai, hết hạn, đã rút, hoặc tài khoản đã khóa. Gửi đầu mục Authorization: Bearer hv_…; tạo mã ở trang Tài khoản, mục Mã truy cập."
        ),
    )
    answer["WWW-Authenticate"] = 'Bearer realm="hocvien"'
    return answer


def not_found() -> HttpResponse:
    """No such address."""
    found: HttpResponse = problem(
        404,
        "address_unknown",
        lambda: gettext("Không có địa chỉ này. Xem các địa chỉ hỏi được ở trang /api/."),
    )
    return found


def not_allowed(permission: str) -> HttpResponse:
    """A permission the token holds nowhere."""
    found: HttpResponse = problem(
        403,
        "not_held",
        lambda: gettext(
            "Chủ mã truy cập không có quyền “{right}” ở đơn vị nào trong phạm vi của mã. Nhờ quản trị hệ thống giao vai trò, hoặc tạo mã ở phạm vi khác."
        ).format(right=access.permission_words(permission)),
    )
    return found


def too_many(wait: float | None) -> HttpResponse:
    """The token asks more often than it may."""
    seconds = math.ceil(wait or 1)
    answer: HttpResponse = problem(
        429,
        "too_many_questions",
        lambda: gettext("Mã truy cập hỏi quá nhiều trong một phút. Chờ {seconds} giây rồi hỏi lại.").format(
            seconds=seconds
        ),
    )
    answer["Retry-After"] = str(seconds)
    return answer


def wrong_method(allowed: str) -> HttpResponse:
    """The address answers other methods."""
    answer: HttpResponse = problem(
        405,
        "method_wrong",
        lambda: gettext("Địa chỉ này chỉ nhận {methods}.").format(methods=allowed or "GET"),
    )
    answer["Allow"] = allowed
    return answer


def register(api: NinjaAPI) -> None:
    """Let every refusal of an operation be answered here. What ninja passes is typed as class or instance; it is always an instance."""

    def of_domain(_request: HttpRequest, refusal: Any) -> HttpResponse:
        status = 404 if isinstance(refusal, NotVisible) else 403 if isinstance(refusal, Forbidden) else 422
        answer: HttpResponse = problem(status, refusal.code, lambda: str(refusal))
        return answer

    def of_throttle(_request: HttpRequest, refusal: Any) -> HttpResponse:
        return too_many(refusal.wait)

    def of_http(_request: HttpRequest, refusal: Any) -> HttpResponse:
        answer: HttpResponse = problem(
            refusal.status_code,
            "request_unreadable",
            lambda: gettext("Không đọc được nội dung gửi lên. Gửi một đối tượng JSON, mã hóa UTF-8, không quá dài."),
        )
        return answer

    def of_values(_request: HttpRequest, refusal: Any) -> HttpResponse:
        places = [_place(error) for error in refusal.errors]
        answer: HttpResponse = problem(
            422,
            "values_wrong",
            lambda: gettext("Có giá trị không dùng được trong câu hỏi; xem “where” để biết chỗ nào và sửa thế nào."),
            where=places,
        )
        return answer

    def of_fault(request: HttpRequest, fault: Any) -> HttpResponse:
        number = secrets.token_hex(4)
        log.error("a question of a program broke, number %s, %s", number, request.path, exc_info=fault)
        answer: HttpResponse = problem(
            500,
            "broken",
            lambda: gettext(
                "Chương trình gặp lỗi và đã ghi lại, số {number}. Báo số này cho quản trị hệ thống."
            ).format(number=number),
        )
        return answer

    api.add_exception_handler(DomainError, of_domain)
    api.add_exception_handler(AuthenticationError, lambda _request, _refusal: not_signed_in())
    api.add_exception_handler(Throttled, of_throttle)
    api.add_exception_handler(HttpError, of_http)
    api.add_exception_handler(ValidationError, of_values)
    api.add_exception_handler(Http404, lambda _request, _refusal: not_found())
    api.add_exception_handler(Exception, of_fault)


def _both(key: str, words: Callable[[], str]) -> dict[str, str]:
    said = {key: words()}
    for language in _LANGUAGES:
        with override(language):
            said[f"{key}_{language}"] = words()
    return said


def _place(error: dict[str, Any]) -> dict[str, str]:
    """Which value is wrong, and what would do."""
    names = [str(one) for one in error.get("loc", ())]
    name = names[-1] if names else ""
    kind, given = error.get("type", ""), error.get("ctx", {})

    def words() -> str:
        if kind == "missing":
            return gettext("Thiếu “{name}”.").format(name=name)
        if kind in {"literal_error", "enum"}:
            expected = str(given.get("expected", "")).replace("' or '", "', '")
            return gettext("“{name}” phải là một trong: {known}.").format(name=name, known=expected)
        if kind.startswith("string_too_long"):
            return gettext("“{name}” dài quá {most} ký tự.").format(name=name, most=given.get("max_length", ""))
        if kind.startswith(("int_", "greater_", "less_")):
            low, high = given.get("ge", 1), given.get("le", "")
            most = f", ≤ {high}" if high else ""
            return gettext("“{name}” phải là số nguyên ≥ {least}{most}.").format(name=name, least=low, most=most)
        if kind.startswith("uuid"):
            return gettext("“{name}” không phải mã UUID mà danh sách đã cho.").format(name=name)
        return gettext("“{name}” không đúng dạng; xem cách viết ở trang /api/.").format(name=name)

    return {"in": names[0] if names else "", "name": name, **_both("detail", words)}

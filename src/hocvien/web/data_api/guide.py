"""The guide for people, drawn from the same document that programs read; and what stands at an address that is none."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import Throttled

from hocvien.web.data_api import problems
from hocvien.web.data_api.answering import document
from hocvien.web.data_api.callers import MOST_A_MINUTE, ByToken
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.screens import page, screen


@screen(signed_in=True)
def guide(request: ScreenRequest) -> HttpResponse:
    """Needs no network and no script. Nothing of it is secret, but strangers have no business here."""
    told = document("api/")
    operations = [
        {"address": address, "method": method.upper(), **operation, "parameters": _parameters(operation)}
        for address, methods in told["paths"].items()
        for method, operation in methods.items()
    ]
    context = {"operations": operations, "about": told["info"]["description"], "most": MOST_A_MINUTE}
    return page(request, "data_api/guide.html", context)


@csrf_exempt
def unknown(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001 - whatever stands there
    """404 for who shows a token, 401 for who does not: what exists is told to nobody else."""
    try:
        return problems.not_found() if ByToken()(request) else problems.not_signed_in()
    except Throttled as refusal:
        return problems.too_many(refusal.wait)


unknown.login_required = False  # type: ignore[attr-defined] # it asks for a token itself
unknown.screen_permission = "signed_in"  # type: ignore[attr-defined] # what the contract of routes reads


def _parameters(operation: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": one["name"],
            "words": one.get("description", ""),
            "is_needed": one.get("required", False),
            "choices": one["schema"].get("enum", []),
            "usual": one["schema"].get("default", ""),
        }
        for one in operation["parameters"]
    ]

"""How an operation is declared and its answer written: permission, language, JSON or CSV, what the document says of it."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext, gettext_noop, override
from ninja import NinjaAPI, Router

from hocvien.access import api as access
from hocvien.web.data_api import problems
from hocvien.web.data_api.callers import ByToken, CallerRequest
from hocvien.web.data_api.schemas import Problem

SIGNED_IN = "signed_in"
_REFUSALS = frozenset({400, 401, 403, 404, 405, 422, 429})
_JSON, _CSV = "application/json", "text/csv"
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")

api = NinjaAPI(
    title="Học viên",
    version="1",
    description=gettext_noop(
        "Số liệu đào tạo, bồi dưỡng lý luận chính trị cho chương trình khác của cùng tổ chức. Chỉ đọc; không có hồ sơ cá nhân."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
    auth=ByToken(),
)
problems.register(api)


@dataclass(frozen=True, slots=True)
class _Declared:
    permission: str
    is_table: bool


_declared: dict[str, _Declared] = {}


def answers(
    router: Router,
    address: str,
    *,
    name: str,
    permission: str,
    response: Any,
    summary: str,
    description: str,
    method: str = "GET",
    is_table: bool = False,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an operation: the permission it needs somewhere (at the unit the access function asks), its answer, its words.

    `is_table`: also answers CSV. An operation declared otherwise has no permission, and fails the contract of routes.
    """

    def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
        _declared[name] = _Declared(permission, is_table)

        @wraps(view)
        def allowed(request: CallerRequest, **values: Any) -> Any:
            caller = request.auth
            if permission not in access.permissions_of(caller.user, caller.today) | {SIGNED_IN}:
                return problems.not_allowed(permission)
            return view(request, **values)

        router.api_operation(
            [method],
            address,
            response={200: response, _REFUSALS: Problem},
            operation_id=name,
            url_name=name,
            summary=summary,
            description=description,
            by_alias=True,
        )(allowed)
        return view

    return decorate


def patterns(of: NinjaAPI = api) -> list[URLPattern]:
    """The addresses of every operation, each marked with its permission as screens are; one that was not declared here has no mark."""
    found = []
    for one in of.urls[0]:
        assert isinstance(one, URLPattern)
        name = one.name or ""
        declared = _declared.get(name)
        view = _answered(one.callback)
        view.login_required = False  # type: ignore[attr-defined] # a token opens it, and no session does
        view.csrf_exempt = True  # type: ignore[attr-defined] # no cookie opens it
        if declared is not None:
            view.screen_permission = declared.permission  # type: ignore[attr-defined] # what the contract of routes reads
        if name != "api-root":
            found.append(path(str(one.pattern), view, name=name))
    return found


def answer(request: HttpRequest, body: Mapping[str, Any], table: Callable[[], str] | None = None) -> HttpResponseBase:
    """The body as JSON, or the table as CSV where that is asked for; 304 where the asker has it already."""
    if table is not None and _wants_csv(request):
        content, kind = table().encode(), f"{_CSV}; charset=utf-8"
    else:
        content, kind = json.dumps(body, ensure_ascii=False, indent=2, cls=DjangoJSONEncoder).encode(), _JSON
    response = HttpResponse(content, content_type=kind)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    response["ETag"] = etag
    found: HttpResponseBase | None = get_conditional_response(request, etag=etag, response=response)
    return found or response


def rows_as_csv(rows: Iterable[Mapping[str, Any]], columns: Sequence[str]) -> str:
    """Stable names of columns; begins with the mark by which Excel knows UTF-8, and nothing in it is a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_plain(row.get(column)) for column in columns] for row in rows)
    return out.getvalue()


def document(path_prefix: str) -> dict[str, Any]:
    """What can be asked, as OpenAPI, in the reader's language."""
    schema: dict[str, Any] = json.loads(
        json.dumps(api.get_openapi_schema(path_prefix=path_prefix), cls=DjangoJSONEncoder)
    )
    for operations in schema["paths"].values():
        for operation in operations.values():
            is_table = _declared[operation["operationId"]].is_table
            _add_common(operation, is_table=is_table)
    translated: dict[str, Any] = _translated(schema)
    return translated


def _add_common(operation: dict[str, Any], *, is_table: bool) -> None:
    """What every operation takes and answers, which ninja does not know of."""
    language = gettext_noop("Ngôn ngữ của tiêu đề và lời văn.")
    shape = gettext_noop("json, hoặc csv cho bảng tính; cũng chọn được bằng đầu mục Accept.")
    operation["parameters"].append(_choice("language", ["vi", "en"], language))
    if is_table:
        operation["parameters"].append(_choice("format", ["json", "csv"], shape))
        operation["responses"]["200"]["content"][_CSV] = {"schema": {"type": "string"}}
    for status, told in operation["responses"].items():
        if status != "200":
            told["content"] = {problems.MEDIA_TYPE: told["content"][_JSON]}


def _choice(name: str, values: list[str], words: str) -> dict[str, Any]:
    schema = {"type": "string", "enum": values, "default": values[0]}
    return {"in": "query", "name": name, "required": False, "description": words, "schema": schema}


def _translated(told: Any) -> Any:
    """Words in the reader's language, wherever they stand."""
    if isinstance(told, dict):
        return {
            key: gettext(value)
            if key in {"summary", "description"} and value and isinstance(value, str)
            else _translated(value)
            for key, value in told.items()
        }
    return [_translated(one) for one in told] if isinstance(told, list) else told


def _answered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """In the language asked for; what ninja refuses by itself is said as every refusal is; nothing is kept by whoever stands between."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        language = "en" if request.GET.get("language") == "en" else "vi"
        with override(language):
            response = view(request, *args, **kwargs)
            if response.status_code == 405 and response.get("Content-Type") != problems.MEDIA_TYPE:
                response = problems.wrong_method(response.get("Allow", ""))
        response["Content-Language"] = language
        response["Cache-Control"] = "private, no-cache"
        patch_vary_headers(response, ("Authorization", "Accept"))
        return response

    return told


def _wants_csv(request: HttpRequest) -> bool:
    asked = request.GET.get("format", "")
    return asked == "csv" or (not asked and request.get_preferred_type([_JSON, _CSV]) == _CSV)


def _plain(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is quoted for it."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    return f"'{value}" if isinstance(value, str) and value.startswith(_DANGEROUS) else value

"""What the screens do in the background; see `jobs`."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import resolve
from django.utils import translation

from hocvien.accounts import api as accounts
from hocvien.jobs import api as jobs
from hocvien.web.shell.acting import KEY
from hocvien.web.shell.middleware import ScopeMiddleware
from hocvien.web.ui.tables import ExportNotMade, ExportSink


def write_export(
    progress: jobs.Progress, *, user: str, path: str, query: str, language: str, acting_for: str = ""
) -> None:
    """Open the list as its owner would today, and keep the file it writes. Raises ExportNotMade when the owner may no longer see it.

    `acting_for`: the delegation the owner asked by.
    """
    sink = ExportSink(progress.report)
    request = _request(accounts.get_user(UUID(user)), path, query)
    request.session = {KEY: acting_for} if acting_for else {}
    request.export_sink = sink
    with translation.override(language):
        ScopeMiddleware(_view)(request)
    if sink.file is None:
        raise ExportNotMade
    with sink.file as file:
        size = file.seek(0, 2)
        file.seek(0)
        progress.keep_file(name=sink.name, content_type=sink.content_type, content=file, size=size)


def _request(user: accounts.User, path: str, query: str) -> Any:
    """The address as if the owner had opened it."""
    if not user.is_active:
        raise ExportNotMade
    request: Any = HttpRequest()
    request.method, request.path, request.path_info = "GET", path, path
    request.GET = QueryDict(query)
    request.META = {"QUERY_STRING": query, "SERVER_NAME": "localhost", "SERVER_PORT": "80"}
    request.user = user
    return request


def _view(request: HttpRequest) -> HttpResponse:
    match = resolve(request.path)
    request.resolver_match = match
    answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    return answer

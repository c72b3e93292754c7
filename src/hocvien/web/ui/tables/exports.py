"""Long exports: the list is asked for again by the worker, as its owner would see it, and its file kept until it is fetched.

What a newcomer would undo: nothing of the rows is stored when somebody asks. The worker opens the same address with the same
columns, filters and order under the rights of the owner at that moment, so one way of making a list serves the screen and the file.
"""

import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import IO, TYPE_CHECKING, Any

from django.db import connections
from django.http import HttpResponseRedirect
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hocvien.access import api as access
from hocvien.common import clock
from hocvien.common.errors import DomainError
from hocvien.jobs import api as jobs
from hocvien.web.ui.links import redirect_to, scope_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hocvien.web.ui.tables.table import Table

# the task that makes a file, and the screen that says how far it is
TASK, SCREEN = "web.write_export", "account:export-page"
# a job says every few seconds that it lives; also while a workbook is being packed
_BEAT_SECONDS = 3.0
_LOOKED_THROUGH = 20


class ExportNotMade(DomainError):
    def __init__(self) -> None:
        super().__init__(
            "export_not_made",
            _(
                "Không lập được tệp: danh sách này không còn, hoặc tài khoản không còn quyền xem. Mở lại danh sách rồi xuất lại."
            ),
        )


@dataclass
class ExportSink:
    """Where a table writes its file when the worker asks for it; a request carries it as `export_sink`."""

    report: Callable[[int, int], None]
    file: IO[bytes] | None = None
    name: str = ""
    content_type: str = ""
    done: int = 0
    total: int = 0
    _heard: float = field(default_factory=time.monotonic)

    def rows_done(self, done: int, total: int) -> None:
        """So many rows stand in the file."""
        self.done, self.total = done, total
        self.beat(is_step=True)

    def beat(self, *, is_step: bool = False) -> None:
        """Still here; said at most every few seconds, and at the end of the rows."""
        now = time.monotonic()
        if now - self._heard >= _BEAT_SECONDS or (is_step and self.done >= self.total):
            self._heard = now
            self.report(self.done, self.total)

    @contextmanager
    def open(self, name: str, content_type: str) -> "Iterator[IO[bytes]]":
        """The file to write into; it lives as long as the sink."""
        self.name, self.content_type = name, content_type
        self.file = tempfile.TemporaryFile(prefix="hocvien-export-")  # noqa: SIM115 - the task closes it
        # what packs the rows writes in small pieces, for as long as it takes
        yield _Beating(self.file, self.beat)  # type: ignore[misc]

    @contextmanager
    def beating(self) -> "Iterator[None]":
        """Say beside the work that somebody is at it, for work that cannot say so itself."""
        stop = Event()

        def beat() -> None:
            try:
                while not stop.wait(_BEAT_SECONDS):
                    self.report(self.done, self.total)
            except jobs.Interrupted:
                # the work hears of it when it reports the next time
                return
            finally:
                connections.close_all()

        Thread(target=beat, daemon=True).start()
        try:
            yield
        finally:
            stop.set()


class _Beating:
    """A file whose every write says that somebody is at work."""

    def __init__(self, file: IO[bytes], beat: Callable[[], None]) -> None:
        self._file, self._beat = file, beat

    def write(self, data: Any) -> int:
        self._beat()
        return self._file.write(data)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def sink_of(request: Any) -> ExportSink | None:
    """The worker's sink when the worker asks, else None."""
    return getattr(request, "export_sink", None)


def start_export(table: "Table", kind: str = "xlsx") -> HttpResponseRedirect:
    """Give the file of this table to the worker, as it is filtered, ordered and laid out now; then to the screen that says how far it is.

    Asked for twice it is made once, as long as the first is under way.
    """
    request = table.request
    query = request.GET.copy()
    for key in ("page", "after", "before", "at"):
        query.pop(table.param(key), None)
    for key, value in scope_query(request).items():
        query[key] = value
    query[table.param("export")] = kind
    query.setlist(table.param("cols"), [column.key for column in table.shown_columns])
    arguments = {
        "user": str(request.user.uuid),
        "path": request.path,
        "query": query.urlencode(),
        "language": get_language() or "vi",
    }
    delegation = access.delegation_of(request.user)
    if delegation is not None:
        arguments["acting_for"] = str(delegation.uuid)
    recent = jobs.list_jobs(request.user)[:_LOOKED_THROUGH]
    job = next((one for one in recent if one.is_open and one.task == TASK and one.arguments == arguments), None)
    if job is None:
        job = jobs.enqueue(
            task=TASK,
            arguments=arguments,
            owner=request.user,
            label=str(table.caption) or table.name,
            now=clock.now(),
            total=table.count,
        )
    return redirect_to(request, SCREEN, uuid=job.uuid)

"""Checking done by the worker."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from threading import Event, Thread

from django.db import connection

from hocvien.jobs.api import Interrupted, Progress
from hocvien.rollup.operations.checking import check
from hocvien.rollup.operations.keeping import rebuild

_SECONDS = 5


def check_tonight(progress: Progress, *, on: str, at: str) -> None:
    """Hold the kept rows against a count and mend what differs; build anew where units have become large. Doing it twice changes nothing."""
    progress.report(0, 1)
    now = datetime.fromisoformat(at)
    with _heard(progress):
        found = check(on=date.fromisoformat(on), now=now, repair=True)
        if found.grown:
            for _done in rebuild(now=now):
                pass


@contextmanager
def _heard(progress: Progress) -> Iterator[None]:
    """Go on saying that the work is under way, from beside: what its one transaction says nobody hears. On SQLite it would wait for that transaction,
    and what is on SQLite is soon done.
    """
    over = Event()
    beside = Thread(target=_say, args=(progress, over), daemon=True)
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        beside.start()
    try:
        yield
    finally:
        over.set()
        if beside.is_alive():
            beside.join()


def _say(progress: Progress, over: Event) -> None:
    try:
        while not over.wait(_SECONDS):
            progress.report(0, 1)
    except Interrupted:
        pass  # the work is one step, and it is finished first
    finally:
        connection.close()

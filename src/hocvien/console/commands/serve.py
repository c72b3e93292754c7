"""Serving to browsers: one program on Linux and Windows, static files included, no other server needed.

Beside the web server one worker does what outlives a request. It is a process of its own, so that a long import never slows
a page down, and it is started again when it dies.
"""

import os
import subprocess
import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from django.db import connection
from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from hocvien.console.database import prepare

_SECONDS_BETWEEN_STARTS = 3
_SECONDS_TO_STOP = 20


def run(args: Namespace) -> int:
    """Bring the tables up to date, then serve until stopped."""
    prepare()
    is_sqlite = connection.vendor == "sqlite"
    connection.close()
    print(f"Học viên: http://{args.host}:{args.port}/  (Ctrl+C: dừng, stop)", flush=True)
    with worker_beside():
        Granian(
            "config.wsgi:application",
            address=args.host,
            port=args.port,
            interface=Interfaces.WSGI,
            loop=Loops.asyncio,
            websockets=False,
            # SQLite takes one writer at a time anyway; PostgreSQL gains from every core.
            workers=args.workers or (1 if is_sqlite else min(4, os.cpu_count() or 1)),
            blocking_threads=4,
            log_level=LogLevels.warning,
        ).serve()
    return 0


@contextmanager
def worker_beside() -> Iterator[None]:
    """A worker as long as this lasts."""
    ending = Event()
    keeper = Thread(target=_keep_worker, args=(ending,), daemon=True)
    keeper.start()
    try:
        yield
    finally:
        ending.set()
        keeper.join(_SECONDS_TO_STOP + 5)


def _keep_worker(ending: Event) -> None:
    command = [sys.executable, "-m", "hocvien.console.main", "work", "--child"]
    while not ending.is_set():
        worker = subprocess.Popen(command, stdin=subprocess.PIPE)  # noqa: S603 - our own interpreter and our own command
        while worker.poll() is None and not ending.wait(0.5):
            pass
        if worker.poll() is None:
            assert worker.stdin is not None
            worker.stdin.close()
            try:
                worker.wait(_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        ending.wait(_SECONDS_BETWEEN_STARTS)

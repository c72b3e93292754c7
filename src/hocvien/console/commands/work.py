"""The worker: does what outlives a request, one job after another, until it is told to stop.

Started by `serve` as its child; then its standard input is a pipe from the server, and the end of that pipe means that the
server is gone, however it ended. That works alike on Linux and Windows, where no signal tells a child so.
"""

import os
import secrets
import signal
import socket
import sys
from argparse import Namespace
from threading import Event, Thread
from time import monotonic

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from hocvien.common import clock
from hocvien.console.database import prepare
from hocvien.jobs import api as jobs
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.privacy import api as privacy
from hocvien.reporting import api as reporting
from hocvien.rollup import api as rollup

# how often the worker looks whether a new day has begun, and whether a reorganisation came due
_SECONDS_BETWEEN_ASKING = 600


def run(args: Namespace) -> int:
    """Work until stopped; the step that is under way is finished first."""
    stop = Event()
    for name in ("SIGINT", "SIGTERM"):
        signal.signal(getattr(signal, name), lambda _number, _frame: stop.set())
    if args.child:
        Thread(target=_stop_with_parent, args=(stop,), daemon=True).start()
    else:
        prepare()
        print("Học viên: đang chờ việc (waiting for work). Ctrl+C: dừng, stop", flush=True)
    name = f"{socket.gethostname()[:30]}-{os.getpid()}-{secrets.token_hex(4)}"
    asked_at = 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            if monotonic() - asked_at > _SECONDS_BETWEEN_ASKING:
                asked_at = monotonic()
                privacy.ask_for_sweep(now=clock.now())
                obligations.ask_for_upkeep(on=clock.today(), now=clock.now())
                org.ask_for_due(today=clock.today(), now=clock.now())
                rollup.ask_for_check(on=clock.today(), now=clock.now())
                reporting.ask_for_copy(on=clock.today(), now=clock.now())
            rollup.keep_up(now=clock.now())
            was_busy = jobs.work_once(worker=name, stop=stop)
        except (OperationalError, InterfaceError):
            # the database is away for a moment, or busy beyond its patience: the queue stands in it, nothing is lost
            connection.close()
            was_busy = False
        if not was_busy:
            stop.wait(jobs.IDLE_SECONDS)
    return 0


def _stop_with_parent(stop: Event) -> None:
    sys.stdin.buffer.read()
    stop.set()

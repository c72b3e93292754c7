"""Serving to browsers: one program on Linux and Windows, static files included, no other server needed."""

import os
from argparse import Namespace

from django.db import connection
from granian import Granian
from granian.constants import Interfaces, Loops
from granian.log import LogLevels

from hocvien.console.database import prepare


def run(args: Namespace) -> int:
    """Bring the tables up to date, then serve until stopped."""
    prepare()
    is_sqlite = connection.vendor == "sqlite"
    connection.close()
    print(f"Học viên: http://{args.host}:{args.port}/  (Ctrl+C: dừng, stop)", flush=True)
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

"""What every bench begins with: settings and a clock of its own, a folder that is never the one of real data, a database made for the run."""

import os
import tempfile
from datetime import date


def start(today: date | None = None) -> tempfile.TemporaryDirectory:
    """An empty installation, migrated, whose clock stands on that day; keep what is returned: the folder goes with it.

    A database named in DATABASE_URL is one made for this run (tools/with-postgresql).
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if today is not None:
        os.environ["HOCVIEN_TODAY"] = today.isoformat()
    place = tempfile.TemporaryDirectory(prefix="hocvien-bench-")
    os.environ["HOCVIEN_DATA"] = place.name
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    return place


def analyse() -> None:
    """Let PostgreSQL know what was filled in; SQLite needs nothing."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

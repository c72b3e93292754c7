"""The settings of the program with a database that is not flushed to the disk: tests kill processes, they cut no power.

PostgreSQL is started without flushing as well (`tools/with-postgresql`). Processes that tests start take these settings along.
"""

from config.settings import *  # noqa: F403 - all of it but one thing
from config.settings import DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    _options = DATABASES["default"]["OPTIONS"]
    assert "synchronous=FULL" in _options["init_command"]
    _options["init_command"] = _options["init_command"].replace("synchronous=FULL", "synchronous=OFF")

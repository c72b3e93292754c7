"""An empty database as all migrations leave it: made once for what they say, then copied for every run and every worker.

On SQLite a file in the folder of temporary files, shared by all checkouts whose migrations say the same; on PostgreSQL a database of
the same server, gone with it (`tools/with-postgresql`). What is made after migrating, from the program as it stands (content types,
permissions, triggers that note changes), is not in it: `migrate` runs on every copy, finds nothing to apply, and makes that.
"""

import hashlib
import os
import re
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.util import find_spec
from pathlib import Path

import django
from django.apps import apps
from django.db.migrations.executor import MigrationExecutor

_NAME = "hocvien_migrated_"
_IMPORTED = re.compile(r"^(?:from|import) (hocvien[\w.]*)(?: import (\w+))?", re.MULTILINE)
_UNUSED_FOR = 24 * 3600


def begin_as_copy(connection, name: str) -> None:
    """Let Django begin its test database as a copy of that one, instead of migrating an empty one."""
    if connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["TEMPLATE"] = name
        return
    creation = connection.creation
    original = creation._create_test_db

    def create(verbosity, autoclobber, keepdb):
        made = original(verbosity, autoclobber, keepdb)
        if not keepdb:
            shutil.copyfile(name, made)
        return made

    creation._create_test_db = create


def make_once(connection) -> str:
    """The file or the database to copy from; migrated by the first who asks, while others wait for it."""
    return (_database_on_server if connection.vendor == "postgresql" else _file)(connection)


def digest(folders: Iterable[Path] | None = None) -> str:
    """What an empty database becomes by these migrations: their text, that of what they import of ours, and Django's version."""
    folders = list(folders or _folders())
    said = hashlib.sha256(django.__version__.encode())
    for file in (*_migrations(folders), *imported_by(folders)):
        text = file.read_bytes()
        said.update(f"{file.parent.parent.name}/{file.name} {len(text)} ".encode() + text)
    return said.hexdigest()[:16]


def imported_by(folders: Iterable[Path]) -> list[Path]:
    """Modules of ours that these migrations import."""
    found = {pair for file in _migrations(folders) for pair in _IMPORTED.findall(file.read_text(encoding="utf-8"))}
    names = {name for module, inside in found for name in (module, f"{module}.{inside}" if inside else module)}
    return sorted({Path(origin) for name in names if (origin := _origin(name))})


def _folders() -> list[Path]:
    return sorted(Path(one.path) / "migrations" for one in apps.get_app_configs())


def _migrations(folders: Iterable[Path]) -> list[Path]:
    return [file for folder in folders for file in sorted(folder.glob("*.py"))]


def _origin(name: str) -> str | None:
    """Where that module stands; None where the name is of something inside one."""
    try:
        spec = find_spec(name)
    except ModuleNotFoundError:
        return None
    return spec.origin if spec else None


def _file(connection) -> str:
    folder = Path(tempfile.gettempdir())
    path = folder / f"{_NAME}{digest()}.sqlite3"
    if not path.exists():
        # SQLite's own lock is one on every system, and ends with its process
        with closing(sqlite3.connect(folder / f"{_NAME}lock", timeout=900, isolation_level=None)) as lock:
            lock.execute("BEGIN EXCLUSIVE")
            if not path.exists():
                _remove_unused(folder)
                being_made = path.with_suffix(f".{os.getpid()}")
                being_made.unlink(missing_ok=True)
                _migrate(connection, str(being_made))
                being_made.replace(path)
    os.utime(path)
    return str(path)


def _remove_unused(folder: Path) -> None:
    """Files of migrations that nobody has any more."""
    for old in folder.glob(f"{_NAME}*.*"):
        if old.stat().st_mtime < time.time() - _UNUSED_FOR:
            old.unlink(missing_ok=True)


def _database_on_server(connection) -> str:
    name = f"{_NAME}{digest()}"
    being_made = f"{name}_being_made"
    with connection._nodb_cursor() as server:
        server.execute("SELECT pg_advisory_lock(hashtext(%s))", [_NAME])
        server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not server.fetchone():
            server.execute(f'DROP DATABASE IF EXISTS "{being_made}"')
            server.execute(f'CREATE DATABASE "{being_made}"')
            _migrate(connection, being_made)
            server.execute(f'ALTER DATABASE "{being_made}" RENAME TO "{name}"')
    return name


def _migrate(connection, name: str) -> None:
    """All migrations, and nothing of what follows a migrate."""
    with _connected_to(connection, name):
        executor = MigrationExecutor(connection)
        executor.migrate(executor.loader.graph.leaf_nodes())


@contextmanager
def _connected_to(connection, name: str) -> Iterator[None]:
    known = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = known

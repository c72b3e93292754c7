"""Races run as commands of their own, on a database that is a copy of what all migrations leave and that several can open."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def own_database(migrated_database, tmp_path):
    """Its address; the suite's own database is in use."""
    if connection.vendor == "sqlite":
        file = tmp_path / "race.sqlite3"
        shutil.copyfile(migrated_database, file)
        yield f"sqlite:///{file.as_posix()}"
        return
    known = connection.settings_dict
    name = f"hocvien_race_{os.getpid()}"
    server = {"host": known["HOST"], "port": known["PORT"] or 5432, "user": known["USER"]}
    if known["PASSWORD"]:
        server["password"] = known["PASSWORD"]
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{migrated_database}"')
        try:
            secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
            yield f"postgresql://{known['USER']}{secret}@{server['host']}:{server['port']}/{name}"
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.fixture
def run_race(own_database, tmp_path):
    """Runs a race of this folder, by the name of its module and its options; what it told."""

    def run(name, *, environment=None, seconds=600, **numbers):
        options = [word for option, number in numbers.items() for word in (f"--{option}", str(number))]
        done = subprocess.run(
            [sys.executable, "-m", f"tests.races.{name}", *options],
            cwd=ROOT,
            env=os.environ
            | {"DATABASE_URL": own_database, "HOCVIEN_DATA": str(tmp_path / "data")}
            | (environment or {}),
            capture_output=True,
            text=True,
            timeout=seconds,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return run

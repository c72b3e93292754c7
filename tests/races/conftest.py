"""A database of their own for processes that race: a copy of what all migrations leave, that several can open."""

import os
import shutil

import psycopg
import pytest
from django.db import connection


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

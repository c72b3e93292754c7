"""The last seat of a class, or the opening of one class, asked for by many processes in the same moment: one gets it, the others are told why not.

Ten rounds here; fifty with HOCVIEN_RACE_ROUNDS=50. On the database the suite runs on, in a file or a database of its own.
"""

import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 20
ROUNDS = int(os.environ.get("HOCVIEN_RACE_ROUNDS", "10"))


@contextmanager
def own_database(tmp_path):
    """The address of an empty database that several processes can open; the suite's own may live in memory."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{(tmp_path / 'race.sqlite3').as_posix()}"
        return
    import psycopg

    known = connection.settings_dict
    name = f"hocvien_race_{os.getpid()}"
    server = {"host": known["HOST"], "port": known["PORT"] or 5432, "user": known["USER"]}
    if known["PASSWORD"]:
        server["password"] = known["PASSWORD"]
    with psycopg.connect(dbname="postgres", autocommit=True, **server) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        try:
            secret = f":{known['PASSWORD']}" if known["PASSWORD"] else ""
            yield f"postgresql://{known['USER']}{secret}@{server['host']}:{server['port']}/{name}"
        finally:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@pytest.mark.slow
@pytest.mark.each_database
def test_last_seat_goes_to_exactly_one_of_twenty_processes(tmp_path):
    with own_database(tmp_path) as url:
        run = subprocess.run(
            [
                sys.executable,
                "-m",
                "tests.races.last_seat",
                "--processes",
                str(PROCESSES),
                "--rounds",
                str(ROUNDS),
            ],
            cwd=ROOT,
            env=os.environ | {"DATABASE_URL": url, "HOCVIEN_DATA": str(tmp_path / "data")},
            capture_output=True,
            text=True,
            timeout=600,
            check=False,
        )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert set(told["winners"]) == {1}
    assert len(told["winners"]) == len(told["active"]) == ROUNDS + ROUNDS // 10
    assert set(told["active"]) == {told["seats"]}
    # everybody else was answered in words: no database error, no traceback
    assert set(told["answers"]["last_seat"]) == {"won", "seats_taken"}
    assert set(told["answers"]["same_name"]) == {"won", "nomination_not_waiting"}
    assert set(told["answers"]["same_class"]) == {"won", "class_twin"}
    assert told["journal_sound"]

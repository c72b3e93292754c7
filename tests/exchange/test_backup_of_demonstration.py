"""A whole installation goes into this test's database: the same report, the same register, the same sums."""

import json
import os
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime

import pytest

from hocvien.exchange import api as exchange
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.records import api as records
from hocvien.reporting import api as reporting

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
NOW = datetime(2026, 9, 8, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def hocvien(tmp_path_factory):
    """The command in a SQLite installation of its own that holds the demonstration."""
    base = tmp_path_factory.mktemp("demonstration")
    elsewhere = {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "HOCVIEN_TODAY"}}

    def run(*arguments):
        done = subprocess.run(
            [sys.executable, "-m", "hocvien.console.main", *map(str, arguments)],
            env=elsewhere | {"HOCVIEN_DATA": str(base)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    run("demo", "--build-only")
    return run


def sums(path):
    with zipfile.ZipFile(path) as archive:
        tables = json.loads(archive.read("manifest.json"))["tables"]
    return {t["model"]: (t["rows"], t["sha256"]) for t in tables if not t["model"].startswith("journal.")}


def test_restore_gives_the_same_report_and_register(hocvien, tmp_path):
    told = json.loads(
        hocvien("report", "--unit", "duc-tho", "--from", "2023-01-01", "--to", "2023-08-31", "--format", "json")
    )
    hocvien("backup", tmp_path / "a.zip")

    exchange.restore(actor=None, path=tmp_path / "a.zip", at=NOW)

    unit = org.get_unit("duc-tho")
    report = reporting.compute_report(unit=unit, from_=date(2023, 1, 1), to=date(2023, 8, 31))
    assert report.as_json() == told
    assert told["totals"] == {"classes": 10, "participations": 915, "persons": told["totals"]["persons"]}
    assert records.certificates().count() > 800
    assert records.check_log().sound
    assert journal.verify_chain().is_sound
    exchange.back_up(actor=None, path=tmp_path / "b.zip", at=NOW)
    assert sums(tmp_path / "b.zip") == sums(tmp_path / "a.zip")

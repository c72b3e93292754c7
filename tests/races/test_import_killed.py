"""Kill -9 at any moment of an import loses nothing and doubles nothing, and the next worker finishes it.

Ten kills here; a hundred with HOCVIEN_IMPORT_KILLS=100. On the database the suite runs on, in a file or a database of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("HOCVIEN_IMPORT_KILLS", "10"))


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.skipif(sys.platform == "win32", reason="forks its workers")
def test_an_import_survives_the_death_of_its_worker_at_any_moment(own_database, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.races.import_killed", "--kills", str(KILLS)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": own_database, "HOCVIEN_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["killed"] >= KILLS
    assert told["faults"] == []
    assert told["people"] == told["expected_people"], "every import was taken back"
    assert told["journal_sound"]
    assert told["integrity"] == "ok"

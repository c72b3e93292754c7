"""Kill -9 at any moment of building the roll-up leaves every report right, and the next building makes it whole.

Ten kills here; a hundred with HOCVIEN_ROLLUP_KILLS=100. On the database the suite runs on, in a file or a database of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("HOCVIEN_ROLLUP_KILLS", "10"))


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.skipif(sys.platform == "win32", reason="forks its workers")
def test_a_building_survives_its_death_at_any_moment(own_database, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.races.rollup_killed", "--kills", str(KILLS)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": own_database, "HOCVIEN_DATA": str(tmp_path / "data"), "HOCVIEN_ROLLUP": "1"},
        capture_output=True,
        text=True,
        timeout=3600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["killed"] >= KILLS
    assert told["faults"] == []

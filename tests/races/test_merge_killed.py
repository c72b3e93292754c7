"""Kill -9 at any moment of a merger: it is done whole, with people, roles and history, or nothing of it is.

Ten kills here; a hundred with HOCVIEN_MERGE_KILLS=100. On the database the suite runs on, in a file or a database of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("HOCVIEN_MERGE_KILLS", "10"))


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.skipif(sys.platform == "win32", reason="forks its workers")
def test_a_merger_is_done_whole_or_not_at_all(own_database, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.races.merge_killed", "--kills", str(KILLS)],
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
    assert told["journal_sound"]
    assert told["integrity"] == "ok"

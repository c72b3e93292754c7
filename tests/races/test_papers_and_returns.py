"""Numbers of one register taken, and sheets handed in while their return is locked, by processes in the same moment: no gap, none twice, nothing in between.

Three rounds here; thirty with HOCVIEN_RACE_ROUNDS=30. On the database the suite runs on, in a file or a database of its own.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROCESSES = 8
ROUNDS = int(os.environ.get("HOCVIEN_RACE_ROUNDS", "3"))


@pytest.mark.slow
@pytest.mark.each_database
def test_numbers_have_no_gap_and_a_locked_return_takes_nothing_more(own_database, tmp_path):
    options = ("--processes", str(PROCESSES), "--rounds", str(ROUNDS))
    run = subprocess.run(
        [sys.executable, "-m", "tests.races.papers_and_returns", *options],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": own_database, "HOCVIEN_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["answers"]["numbers"] == {"numbered": PROCESSES * ROUNDS}
    assert told["registers"] == [list(range(1, PROCESSES + 1))] * ROUNDS
    # everybody was answered in words: no database error, no traceback
    assert set(told["answers"]["locked"]) <= {"locked", "handed_in", "return_locked"}
    assert told["answers"]["locked"]["locked"] == ROUNDS
    for one in told["returns"]:
        # what was handed in before is locked and counted; after it nothing is taken
        assert one["sheets"].get("locked", 0) == one["handed_in"] == one["counted"]
        assert one["sheets"].get("open", 0) == PROCESSES - 1 - one["handed_in"]
    assert told["journal_sound"]

"""The last seat of a notice, decided on by ten processes in the same moment: one sends, the others are told why not."""

import json
import os
import subprocess
import sys

import pytest

from tests.races.test_last_seat import ROOT

PROCESSES, ROUNDS = 10, 5


@pytest.mark.slow
@pytest.mark.each_database
def test_the_last_seat_of_a_notice_goes_to_exactly_one_of_ten_decisions(own_database, tmp_path):
    run = subprocess.run(
        [sys.executable, "-m", "tests.races.sending_seats", "--processes", str(PROCESSES), "--rounds", str(ROUNDS)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": own_database, "HOCVIEN_DATA": str(tmp_path / "data")},
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert told["sent"] == [told["seats"]] * ROUNDS
    # everybody else was answered in words: no database error, no traceback
    assert told["answers"] == {"won": ROUNDS, "sending_seats_taken": (PROCESSES - 1) * ROUNDS}
    assert told["journal_sound"]

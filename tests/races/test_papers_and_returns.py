"""Numbers of one register taken, and sheets handed in while their return is locked, by processes in the same moment: no gap, none twice, nothing in between.

Three rounds here; thirty with HOCVIEN_RACE_ROUNDS=30. On the database the suite runs on, in a file or a database of its own.
"""

import os

import pytest

PROCESSES = 8
ROUNDS = int(os.environ.get("HOCVIEN_RACE_ROUNDS", "3"))


@pytest.mark.slow
@pytest.mark.each_database
def test_numbers_have_no_gap_and_a_locked_return_takes_nothing_more(run_race):
    told = run_race("papers_and_returns", processes=PROCESSES, rounds=ROUNDS)
    assert told["numbering"] == {"won": PROCESSES * ROUNDS}
    assert told["registers"] == [list(range(1, PROCESSES + 1))] * ROUNDS
    # everybody was answered in words: no database error, no traceback
    assert told["locking"] == {"won": ROUNDS}
    assert set(told["handing_in"]) <= {"won", "return_locked"}
    for one in told["returns"]:
        # what was handed in before is locked and counted; after it nothing is taken
        assert one["sheets"].get("locked", 0) == one["handed_in"] == one["counted"]
        assert one["sheets"].get("open", 0) == PROCESSES - 1 - one["handed_in"]
    assert told["journal_sound"]

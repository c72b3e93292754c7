"""The last seats of a quota, taken by twenty processes in the same moment: as many get them as there are, the others are told why not.

Ten rounds here; more with HOCVIEN_RACE_ROUNDS. On the database the suite runs on, in a file or a database of its own.
"""

import os

import pytest

from tests.races.quota_seats import KINDS, REFUSED, SEATS, WINNERS

PROCESSES = 20
ROUNDS = int(os.environ.get("HOCVIEN_RACE_ROUNDS", "10"))


@pytest.mark.slow
@pytest.mark.each_database
def test_the_last_seats_go_to_as_many_as_there_are(run_race):
    told = run_race("quota_seats", processes=PROCESSES, rounds=ROUNDS)
    for kind in KINDS:
        assert set(told["winners"][kind]) == {WINNERS[kind]}, kind
        # everybody else was answered in words: no database error, no traceback
        assert set(told["answers"][kind]) == {"won", REFUSED[kind]}
    assert told["issued"] == [SEATS]
    assert told["lowest"] >= 0
    assert told["journal_sound"]

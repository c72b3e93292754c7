"""The last seat of a class, or the opening of one class, asked for by many processes in the same moment: one gets it, the others are told why not.

Ten rounds here; fifty with HOCVIEN_RACE_ROUNDS=50. On the database the suite runs on, in a file or a database of its own.
"""

import os

import pytest

PROCESSES = 20
ROUNDS = int(os.environ.get("HOCVIEN_RACE_ROUNDS", "10"))


@pytest.mark.slow
@pytest.mark.each_database
def test_last_seat_goes_to_exactly_one_of_twenty_processes(run_race):
    told = run_race("last_seat", processes=PROCESSES, rounds=ROUNDS)
    assert set(told["winners"]) == {1}
    assert len(told["winners"]) == len(told["active"]) == ROUNDS + ROUNDS // 10
    assert set(told["active"]) == {told["seats"]}
    # everybody else was answered in words: no database error, no traceback
    assert set(told["answers"]["last_seat"]) == {"won", "seats_taken"}
    assert set(told["answers"]["same_name"]) == {"won", "nomination_not_waiting"}
    assert set(told["answers"]["same_class"]) == {"won", "class_twin"}
    assert told["journal_sound"]

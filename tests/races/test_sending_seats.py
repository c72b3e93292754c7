"""The last seat of a notice, decided on by ten processes in the same moment: one sends, the others are told why not."""

import pytest

PROCESSES, ROUNDS = 10, 5


@pytest.mark.slow
@pytest.mark.each_database
def test_the_last_seat_of_a_notice_goes_to_exactly_one_of_ten_decisions(run_race):
    told = run_race("sending_seats", processes=PROCESSES, rounds=ROUNDS)
    assert told["sent"] == [told["seats"]] * ROUNDS
    # everybody else was answered in words: no database error, no traceback
    assert told["answers"] == {"won": ROUNDS, "sending_seats_taken": (PROCESSES - 1) * ROUNDS}
    assert told["journal_sound"]

"""Kill -9 at any moment of a merger: it is done whole, with people, roles and history, or nothing of it is.

Ten kills here; a hundred with HOCVIEN_MERGE_KILLS=100. On the database the suite runs on, in a file or a database of its own.
"""

import os
import sys

import pytest

KILLS = int(os.environ.get("HOCVIEN_MERGE_KILLS", "10"))


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.skipif(sys.platform == "win32", reason="forks its workers")
def test_a_merger_is_done_whole_or_not_at_all(run_race):
    told = run_race("merge_killed", kills=KILLS, seconds=3600)
    assert told["killed"] >= KILLS
    assert told["faults"] == []
    assert told["journal_sound"]
    assert told["integrity"] == "ok"

"""Kill -9 at any moment of an import loses nothing and doubles nothing, and the next worker finishes it.

Ten kills here; a hundred with HOCVIEN_IMPORT_KILLS=100. On the database the suite runs on, in a file or a database of its own.
"""

import os
import sys

import pytest

KILLS = int(os.environ.get("HOCVIEN_IMPORT_KILLS", "10"))


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.skipif(sys.platform == "win32", reason="forks its workers")
def test_an_import_survives_the_death_of_its_worker_at_any_moment(run_race):
    told = run_race("import_killed", kills=KILLS, seconds=3600)
    assert told["killed"] >= KILLS
    assert told["faults"] == []
    assert told["people"] == told["expected_people"], "every import was taken back"
    assert told["journal_sound"]
    assert told["integrity"] == "ok"

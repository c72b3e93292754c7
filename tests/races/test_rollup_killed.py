"""Kill -9 at any moment of building the roll-up leaves every report right, and the next building makes it whole.

Ten kills here; a hundred with HOCVIEN_ROLLUP_KILLS=100. On the database the suite runs on, in a file or a database of its own.
"""

import os
import sys

import pytest

KILLS = int(os.environ.get("HOCVIEN_ROLLUP_KILLS", "10"))


@pytest.mark.slow
@pytest.mark.each_database
@pytest.mark.skipif(sys.platform == "win32", reason="forks its workers")
def test_a_building_survives_its_death_at_any_moment(run_race):
    told = run_race("rollup_killed", kills=KILLS, seconds=3600, environment={"HOCVIEN_ROLLUP": "1"})
    assert told["killed"] >= KILLS
    assert told["faults"] == []

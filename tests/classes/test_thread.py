"""The thread of a class from opening to certificate, once through, as the people whose work each step is."""

from hocvien.classes import api as classes
from hocvien.journal import api as journal
from tests import scenarios


def test_class_runs_from_opening_to_certificate(world):
    training_class = scenarios.open_class(world)
    assert training_class.code == "NTVD-26-01"
    participations = scenarios.admit_people(world, training_class, 3)
    sessions = scenarios.teach(world, training_class)
    assert [s.periods for s in sessions] == [5] * 10
    training_class.refresh_from_db()
    assert training_class.status == classes.ClassStatus.RUNNING
    scenarios.enter(world, training_class, participations)
    proposed = classes.propose_results(training_class)
    assert [p.outcome for p in proposed] == ["completed"] * 3
    decision = scenarios.recognise(world, training_class)
    assert [row["outcome"] for row in decision.listing] == ["completed"] * 3
    certificates = scenarios.issue(world, training_class)
    assert [c.number for c in certificates] == [1, 2, 3]
    assert [c.full_name for c in certificates] == [row.full_name for row in proposed]
    assert journal.verify_chain().is_sound

"""What counts: the figures every report is made of."""

from datetime import date

import pytest

from hocvien.classes import api as classes
from tests import scenarios

YEAR = {"from_": date(2026, 1, 1), "to_exclusive": date(2027, 1, 1)}
MAY = {"from_": date(2026, 5, 1), "to_exclusive": date(2026, 6, 1)}
JUNE = {"from_": date(2026, 6, 1), "to_exclusive": date(2026, 7, 1)}
LAST_DAY = {"from_": date(2026, 6, 12), "to_exclusive": date(2026, 6, 13)}


def counted(basis="opened", period=YEAR):
    return (
        classes.class_facts(**period, basis=basis).count(),
        classes.participation_facts(**period, basis=basis).count(),
    )


def test_participation_counts_once_admitted(world):
    training_class = scenarios.open_class(world)
    scenarios.approved_list(world, training_class, 2)
    assert counted() == (1, 0)  # an empty class is a class
    scenarios.admit_people(world, training_class, 3)
    assert counted() == (1, 3)


def test_leaving_does_not_take_a_participation_away(world):
    training_class = scenarios.open_class(world)
    people = scenarios.admit_people(world, training_class, 2)
    classes.end_participation(actor=world.centre, participation=people[0], reason="Nghỉ", on=scenarios.OPENS)
    assert counted() == (1, 2)


def test_cancelled_class_counts_nowhere(world):
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 2)
    classes.cancel_class(actor=world.centre, training_class=training_class, reason="Hoãn", today=scenarios.TODAY)
    assert [counted(basis) for basis in ("opened", "running", "finished")] == [(0, 0)] * 3


@pytest.mark.parametrize(
    ("basis", "may", "june", "last_day"),
    [("opened", 0, 1, 0), ("running", 0, 1, 1), ("finished", 0, 1, 1)],
)
def test_basis_decides_the_period(world, basis, may, june, last_day):
    scenarios.finished_class(world, 1)
    assert [counted(basis, period)[0] for period in (MAY, JUNE, LAST_DAY)] == [may, june, last_day]
    assert [counted(basis, period)[1] for period in (MAY, JUNE, LAST_DAY)] == [may, june, last_day]


def test_class_past_its_last_day_is_finished_only_when_closed(world):
    scenarios.open_class(world)
    assert counted("finished") == (0, 0)


def test_facts_carry_what_a_report_groups_by(world):
    joint = scenarios.open_class(world, opened_by="truong", hosted_by="ttct", is_joint=True, joint_with="truong")
    (participation,) = scenarios.admit_people(world, joint, 1)
    fact = classes.participation_facts(**YEAR).get()
    assert fact.pk == participation.pk
    assert (fact.opened_by_id, fact.hosted_by_id) == (world.units["truong"].pk, world.units["ttct"].pk)
    assert (fact.is_joint, fact.joint_with_id) == (True, world.units["truong"].pk)
    assert (fact.programme_id, fact.opens_on) == (joint.programme_id, scenarios.OPENS)
    assert fact.sex in {"female", "male"}


def test_counts_by_plan_line(world):
    line = scenarios.approved_line(world, number=2)
    first = scenarios.open_class(world, plan_line_id=line.pk)
    scenarios.admit_people(world, first, 2)
    second = scenarios.open_class(world, plan_line_id=line.pk, name="Lớp 2")
    assert classes.counts_by_plan_line([line.pk]) == {line.pk: (2, 2)}
    classes.cancel_class(actor=world.centre, training_class=second, reason="Hoãn", today=scenarios.TODAY)
    assert classes.counts_by_plan_line([line.pk, 0]) == {line.pk: (1, 2)}


def test_unknown_basis_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="unknown basis"):
        classes.class_facts(**YEAR, basis="planned")

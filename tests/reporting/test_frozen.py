"""Answers fixed as of a moment: the same digits later, and what changed since by cause."""

from datetime import UTC, date, datetime, timedelta

import pytest

from hocvien.catalogue.models import Programme
from hocvien.classes import api as classes
from hocvien.classes.models import Participation, RollMark, Session, TrainingClass
from hocvien.common.clock import now
from hocvien.journal import api as journal
from hocvien.meetings import api as meetings
from hocvien.meetings.models import SummonedUnit
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.reporting import api as reporting
from hocvien.reporting.models import FrozenAnswer
from tests.reporting.conftest import make_people, make_programme
from tests.reporting.test_breakdown import EVERY, ask
from tests.reporting.test_compute import YEAR

TABLES = (
    reporting.Breakdown(
        (*EVERY, "graduates", "absences", "sent", "periods_planned", "study_sessions"), rows="programme", columns="part"
    ),
    reporting.Breakdown(EVERY, rows="opener_branch"),
    reporting.Breakdown(EVERY, rows="sender_branch", columns="sex", where=(("programme", ("NTVD", "DVM")),)),
    reporting.Breakdown((*EVERY, "graduate_share"), rows="month"),
)


def freeze(world, code="tinh", **more):
    return reporting.freeze_answer(
        actor=None,
        unit=world.units[code],
        question=ask(world, code),
        breakdowns=TABLES,
        title="Báo cáo năm 2023",
        now=now(),
        on=YEAR[1],
        **more,
    )


@pytest.fixture
def open_reports(monkeypatch):
    """Who may is another test's matter."""
    from hocvien.access import api as access

    monkeypatch.setattr(access, "require", lambda *_args, **_kwargs: None)


@pytest.mark.parametrize("seed", range(3))
def test_a_fixed_answer_comes_out_of_its_own_facts_to_the_same_digits_whatever_happens(
    open_reports, random_world, seed
):
    world = random_world(seed)
    frozen = freeze(world)
    told = [table["figures"] for table in frozen.tables]
    assert any(figure for figures in told for *_place, figure in figures)
    assert reporting.recounts_alike(frozen)
    assert reporting.changes_since(frozen) == []
    Participation.objects.update(status="replaced")
    TrainingClass.objects.filter(pk__in=[one.pk for one in world.classes[::2]]).update(
        programme=world.classes[0].programme
    )
    again = FrozenAnswer.objects.get(pk=frozen.pk)
    assert reporting.recounts_alike(again)
    assert [table["figures"] for table in again.tables] == told


def causes(frozen):
    return {(one.fact, one.cause, one.was is None, one.now is None) for one in reporting.changes_since(frozen)}


def test_what_changed_since_is_told_by_its_cause(open_reports, random_world):
    world = random_world(3)
    frozen = freeze(world)
    before = frozen.taken_at
    inside = [
        one for one in world.classes if not one.is_joint and one.status == "running" and one.opens_on.year == 2023
    ]

    # somebody entered afterwards
    late = world.admit(inside[0], make_people(1)[0], "xa-1-c1")
    late.nomination.decided_at = before + timedelta(hours=1)
    late.nomination.save()
    assert causes(frozen) == {("participation", "late_entry", True, False)}
    (one,) = reporting.changes_since(frozen)
    assert (one.pk, one.class_id, one.person_id) == (late.pk, inside[0].pk, late.person_id)
    late.delete()

    # a class put under another programme, journalled as every change is
    other = next(made.programme for made in world.classes if made.programme_id != inside[0].programme_id)
    TrainingClass.objects.filter(pk=inside[0].pk).update(programme=other)
    journal.record(actor=None, verb="class.update", subject=inside[0], before={}, after={})
    assert {cause for _fact, cause, *_more in causes(frozen)} == {"correction"}
    assert all(one.was and one.now for one in reporting.changes_since(frozen))


def test_a_unit_that_stood_elsewhere_after_all_is_a_reorganisation(open_reports, world):
    made = world.open("l1", make_programme("NTVD", 1), "xa-1", date(2023, 6, 1))
    for person in make_people(3):
        world.admit(made, person, "xa-1-c1")
    frozen = freeze(world)
    world.move("xa-1", "huyen-b", date(2023, 3, 1))
    found = reporting.changes_since(frozen)
    assert {(one.fact, one.cause) for one in found} == {
        ("class", "reorganisation"),
        ("participation", "reorganisation"),
    }
    assert all("huyen-a" in one.was and "huyen-b" in one.now for one in found)


def test_a_fixed_answer_needs_a_name(open_reports, world):
    with pytest.raises(reporting.FrozenTitleMissing):
        reporting.freeze_answer(
            actor=None,
            unit=world.units["tinh"],
            question=ask(world, "tinh"),
            breakdowns=TABLES[:1],
            title="  ",
            now=datetime(2024, 1, 1, tzinfo=UTC),
            on=YEAR[1],
        )


def test_two_records_put_together_are_a_correction(open_reports, world):
    """The heads stay and the persons are one less: each participation that counts somebody else is told."""
    first, second = (world.open(f"l{at}", make_programme(f"P{at}", at), "xa-1", date(2023, 6, 1)) for at in (1, 2))
    survivor, merged = make_people(4)[::3]  # both women
    world.admit(first, survivor, "xa-1-c1")
    moved = world.admit(second, merged, "xa-1-c1")
    frozen = freeze(world)
    assert reporting.changes_since(frozen) == []
    people.merge_people(actor=None, survivor=survivor, merged=merged, now=frozen.taken_at + timedelta(hours=1))
    (one,) = reporting.changes_since(frozen)
    assert (one.fact, one.pk, one.cause, one.was == one.now) == ("participation", moved.pk, "correction", True)
    assert reporting.recounts_alike(frozen)


def test_a_class_cancelled_since_is_a_correction(open_reports, world):
    made = world.open("l1", make_programme("NTVD", 1), "xa-1", date(2023, 6, 1), status="enrolling")
    for person in make_people(2):
        world.admit(made, person, "xa-1-c1")
    frozen = freeze(world)
    classes.cancel_class(actor=None, training_class=made, reason="Không đủ người", today=date(2023, 6, 1))
    found = reporting.changes_since(frozen)
    assert {(one.fact, one.cause, one.now) for one in found} == {
        ("class", "correction", None),
        ("participation", "correction", None),
    }


def test_a_programme_renamed_changes_no_figure(open_reports, world):
    programme = make_programme("NTVD", 1)
    world.admit(world.open("l1", programme, "xa-1", date(2023, 6, 1)), *make_people(1), "xa-1-c1")
    frozen = freeze(world)
    Programme.objects.filter(pk=programme.pk).update(name="Tên khác")
    assert reporting.changes_since(frozen) == []
    assert [row.title for row in reporting.answers_of(frozen)[0].rows] != ["Tên khác"]


BY_PLACE = (
    reporting.Breakdown((*EVERY, "absences"), rows="sender_branch"),
    reporting.Breakdown((*EVERY, "periods_delivered"), rows="opener_branch"),
)


def hold(made, participations, *, taken_at):
    """A half-day with its roll taken, the first of them away."""
    session = Session.objects.create(
        training_class=made, on=made.opens_on, half="morning", periods=5, roll_recorded_at=taken_at
    )
    RollMark.objects.create(session=session, participation=participations[0], status="absent_without_leave")
    return session


def test_a_reorganisation_recorded_and_undone_is_told_as_one_of_every_fact(open_reports, world):
    made = world.open("l1", make_programme("NTVD", 1), "xa-1", date(2023, 6, 1))
    hold(made, [world.admit(made, one, "xa-1-c1") for one in make_people(3)], taken_at=now() - timedelta(days=1))

    def fixed():
        return reporting.freeze_answer(
            actor=None,
            unit=world.units["tinh"],
            question=ask(world, "tinh"),
            breakdowns=BY_PLACE,
            title="Theo cấp dưới",
            now=now(),
            on=YEAR[1],
        )

    before = fixed()
    moment = now()
    done = org.record_reorganisation(
        actor=None,
        title="Chuyển xã 1",
        resolution="",
        steps=(org.MoveUnits(("xa-1",), "huyen-b"),),
        on=date(2023, 3, 1),
        today=date(2023, 12, 31),
        now=moment,
    )
    facts = {"class", "participation", "absence", "session"}
    assert {(fact, cause) for fact, cause, *_sides in causes(before)} == {(fact, "reorganisation") for fact in facts}

    def told(frozen):
        found = org.reorganisations_since(org.Reorganisation.objects.all(), frozen.taken_at, around=frozen.unit)
        return [(one.title, one.is_undone) for one in found]

    assert told(before) == [("Chuyển xã 1", False)]
    after = fixed()
    assert reporting.changes_since(after) == []
    org.undo_reorganisation(actor=None, reorganisation=done, now=now())
    assert reporting.changes_since(before) == []
    assert {(fact, cause) for fact, cause, *_sides in causes(after)} == {(fact, "reorganisation") for fact in facts}
    assert told(after) == [("Chuyển xã 1", True)]
    # recorded and undone between: nothing differs, and nothing is told
    assert told(before) == []


def test_a_roll_taken_afterwards_is_a_late_entry(open_reports, world):
    made = world.open("l1", make_programme("NTVD", 1), "xa-1", date(2023, 6, 1))
    people = [world.admit(made, one, "xa-1-c1") for one in make_people(2)]
    TrainingClass.objects.filter(pk=made.pk).update(created_at=now() - timedelta(days=2))
    frozen = reporting.freeze_answer(
        actor=None,
        unit=world.units["tinh"],
        question=ask(world, "tinh"),
        breakdowns=BY_PLACE,
        title="Trước khi điểm danh",
        now=now(),
        on=YEAR[1],
    )
    hold(made, people, taken_at=frozen.taken_at + timedelta(hours=1))
    assert causes(frozen) == {("session", "late_entry", True, False), ("absence", "late_entry", True, False)}


def test_what_has_no_journal_looked_up_is_corrected_also_where_only_its_place_differs(open_reports, world):
    held = meetings.call_study_session(
        actor=None, organiser=world.units["tinh"], topic="Chuyên đề", opens_on=date(2023, 6, 1)
    )
    point = meetings.add_point(actor=None, session=held, place="Hội trường", on=date(2023, 6, 1))
    meetings.summon_units(actor=None, point=point, units=[world.units["xa-1"]])
    frozen = reporting.freeze_answer(
        actor=None,
        unit=world.units["tinh"],
        question=ask(world, "tinh"),
        breakdowns=(reporting.Breakdown(("study_sessions",), rows="sender_branch"),),
        title="Học tập theo cấp dưới",
        now=now(),
        on=YEAR[1],
    )
    assert reporting.changes_since(frozen) == []
    # the notice named another commune
    SummonedUnit.objects.update(unit=world.units["xa-3"])
    assert causes(frozen) == {("study", "correction", False, False)}

"""Notices, and the names on them with their verdicts; who sees and does what."""

from dataclasses import replace
from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.people import api as people
from hocvien.sending import api as sending
from tests import scenarios
from tests.sending import office


def test_a_notice_keeps_what_its_paper_says(world):
    row = office.notice(world)
    assert (row.unit, row.number, row.seats, row.status) == (world.units["huyen"], "112-TB/HVCT", 3, "open")
    assert "hoc vien chinh tri khu vuc i" in row.words_folded
    with pytest.raises(sending.NoticeRefused, match="đã được ghi"):
        office.notice(world)
    with pytest.raises(sending.NoticeRefused, match="bế giảng"):
        office.notice(world, number="2", ends_on=date(2026, 1, 1))
    with pytest.raises(sending.DayInFuture):
        office.notice(world, number="3", issued_on=date(2026, 6, 1))
    with pytest.raises(sending.StudyModeUnfit):
        office.notice(world, number="4", programme="CNKT")


def test_only_who_proposes_at_the_unit_records_its_notices(world):
    assert office.notice(world, actor=world.commune, unit="xa-a")
    with pytest.raises(access.NotAllowed):
        office.notice(world, actor=world.commune)


def test_what_people_were_judged_by_stays_while_they_are_listed(world):
    row = office.notice(world)
    new = office.new_notice(seats=5, place="Hải Phòng")
    changed = sending.update_notice(actor=world.committee, notice=row, new=new, today=office.TODAY, now=office.NOW)
    assert (changed.seats, changed.place) == (5, "Hải Phòng")
    (person,) = office.cadres(world, 1)
    office.propose(world, row, [person])
    with pytest.raises(sending.NoticeTied):
        sending.update_notice(
            actor=world.committee,
            notice=row,
            new=replace(new, opens_on=date(2026, 10, 1)),
            today=office.TODAY,
            now=office.NOW,
        )


def test_names_are_judged_for_the_programme_and_the_day_of_opening(world):
    ready, young = office.cadres(world, 1)[0], office.cadres(world, 1, birth_year=1992)[0]
    row = office.notice(world)
    outcomes = office.propose(world, row, [ready, young])
    assert [one.error for one in outcomes] == [None, None]
    of = {one.person_id: one for one in row.sendings.all()}
    assert of[ready.pk].verdict == "met", of[ready.pk].verdict_clauses
    assert of[young.pk].verdict == "not_met"
    assert of[ready.pk].judged_on == office.OPENS
    assert {one["code"] for one in of[ready.pk].verdict_clauses["clauses"]}


def test_the_selection_shows_everybody_with_verdict_reason_and_state(world):
    ready, young = office.cadres(world, 1)[0], office.cadres(world, 1, birth_year=1992)[0]
    people.add_facts(
        actor=None,
        person=young,
        plannings=[
            people.NewPlanning(
                world.units["xa-a"].pk, "leader", "01-QĐ/TU", date(2025, 1, 1), valid_from=date(2025, 1, 1)
            )
        ],
    )
    row = office.notice(world)
    office.propose(world, row, [ready])
    rows, total, is_cut = sending.candidates(world.committee, row, world.units["huyen"], office.TODAY)
    assert (total, is_cut) == (2, False)
    assert [(one.full_name, one.verdict, one.is_planned, one.status) for one in rows] == [
        (young.full_name, "not_met", True, ""),
        (ready.full_name, "met", False, "proposed"),
    ]
    assert any(one["verdict"] == "not_met" for one in rows[0].clauses)
    found, _total, _cut = sending.candidates(world.committee, row, world.units["huyen"], office.TODAY, name="khong co")
    assert found == []


def test_the_due_day_of_what_the_programme_meets_comes_first(world):
    """Cell secretaries owe the party-work course; a notice of that course tells when."""
    (later,) = office.cadres(world, 1, post=False)
    (secretary,) = office.cadres(world, 1, birth_year=1976, post=False)
    people.add_facts(
        actor=None,
        person=secretary,
        posts=[people.NewPost(world.units["xa-a-cb1"].pk, "cell_secretary", "Bí thư chi bộ", date(2025, 9, 1))],
    )
    row = office.notice(world, programme="NVCTD", study_mode="", number="9")
    rows, _total, _cut = sending.candidates(world.committee, row, world.units["huyen"], office.TODAY)
    assert [one.full_name for one in rows] == [secretary.full_name, later.full_name]
    assert rows[0].due_on is not None
    assert rows[1].due_on is None


def test_a_large_unit_shows_those_who_may_first_and_says_so(world, monkeypatch):
    office.cadres(world, 2)
    office.cadres(world, 2, birth_year=1992)
    row = office.notice(world)
    monkeypatch.setattr("hocvien.sending.queries.candidates.MOST_JUDGED", 3)
    rows, total, is_cut = sending.candidates(world.committee, row, world.units["huyen"], office.TODAY)
    assert (len(rows), total, is_cut) == (2, 4, True)
    assert {one.verdict for one in rows} == {"met"}


def test_only_own_people_within_the_notices_unit_are_listed_once(world):
    (ours,) = office.cadres(world, 1)
    (theirs,) = office.cadres(world, 1, cell="xa-b-cb1")
    (foreign,) = office.cadres(world, 1, cell="xa-z-cb1")
    row = office.notice(world)
    outcomes = office.propose(world, row, [ours, theirs, foreign], actor=world.commune)
    assert [type(one.error) for one in outcomes] == [type(None), sending.PersonOutOfReach, sending.PersonOutOfReach]
    (again,) = office.propose(world, row, [ours])
    assert isinstance(again.error, sending.AlreadyOnNotice)
    everywhere = scenarios.give_account(world, "province", ("committee_office", "tinh"))
    (outside,) = office.propose(world, row, [foreign], actor=everywhere)
    assert isinstance(outside.error, sending.PersonNotOfUnit)


def test_after_the_day_only_who_decides_adds_names(world):
    (one,) = office.cadres(world, 1)
    row = office.notice(world)
    late = date(2026, 7, 1)
    with pytest.raises(sending.NamesClosed):
        office.propose(world, row, [one], actor=world.commune, today=late)
    assert office.propose(world, row, [one], today=late)[0].error is None
    (shown,) = sending.sending_rows(world.committee, row, late)
    assert shown.is_late


def test_names_are_given_back_with_a_code_and_taken_back_by_who_sends(world):
    one, other = office.cadres(world, 2)
    row = office.notice(world)
    first, second = office.propose(world, row, [one, other], actor=world.commune)
    with pytest.raises(access.NotAllowed):
        sending.return_people(
            actor=world.commune,
            notice=row,
            sendings=[first.sending_uuid],
            reason="no_seat",
            today=office.TODAY,
            now=office.NOW,
        )
    with pytest.raises(sending.ReasonMissing):
        sending.return_people(
            actor=world.committee,
            notice=row,
            sendings=[first.sending_uuid],
            reason="",
            today=office.TODAY,
            now=office.NOW,
        )
    sending.return_people(
        actor=world.committee,
        notice=row,
        sendings=[first.sending_uuid],
        reason="no_seat",
        today=office.TODAY,
        now=office.NOW,
    )
    with pytest.raises(sending.SendingNotFound):
        sending.withdraw_people(
            actor=world.neighbour, notice=row, sendings=[second.sending_uuid], today=office.TODAY, now=office.NOW
        )
    sending.withdraw_people(
        actor=world.commune, notice=row, sendings=[second.sending_uuid], today=office.TODAY, now=office.NOW
    )
    assert set(row.sendings.values_list("status", "return_reason")) == {("returned", "no_seat"), ("withdrawn", "")}
    # both may be proposed anew
    assert [one.error for one in office.propose(world, row, [one, other])] == [None, None]


def test_who_sees_what(world):
    (ours,) = office.cadres(world, 1)
    (theirs,) = office.cadres(world, 1, cell="xa-b-cb1")
    row = office.notice(world)
    office.propose(world, row, [ours, theirs])
    on = office.TODAY
    assert len(sending.sending_rows(world.committee, row, on)) == 2
    assert [one.full_name for one in sending.sending_rows(world.commune, row, on)] == [ours.full_name]
    assert sending.get_notice_for(world.commune, row.uuid, on) == row
    for stranger in (world.outsider,):
        assert list(sending.notices_visible_to(stranger, on)) == []
        with pytest.raises(sending.NoticeNotFound):
            sending.get_notice_for(stranger, row.uuid, on)
    hidden = row.sendings.get(person=theirs)
    with pytest.raises(sending.SendingNotFound):
        sending.get_sending_for(world.commune, hidden.uuid, on)


def test_what_may_be_done_follows_the_unit(world):
    row = office.notice(world)
    on = office.TODAY
    assert sending.actions_of(world.committee, row, on) == sending.Actions(True, True, True, True, split=True)
    assert sending.actions_of(world.commune, row, on) == sending.Actions(False, True, False, False)
    assert sending.actions_of(world.commune, row, date(2026, 7, 1)) == sending.Actions(False, False, False, False)
    assert sending.actions_of(world.outsider, row, on) == sending.Actions(False, False, False, False)


def test_a_cancelled_notice_gives_its_names_back(world):
    (one,) = office.cadres(world, 1)
    row = office.notice(world)
    office.propose(world, row, [one])
    with pytest.raises(sending.ReasonMissing):
        sending.cancel_notice(actor=world.committee, notice=row, reason=" ", today=office.TODAY, now=office.NOW)
    sending.cancel_notice(
        actor=world.committee, notice=row, reason="Học viện hoãn mở lớp", today=office.TODAY, now=office.NOW
    )
    assert row.sendings.get().status == "withdrawn"
    with pytest.raises(sending.NoticeCancelled):
        office.propose(world, row, [one])
    # the same notice may be recorded again
    assert office.notice(world)

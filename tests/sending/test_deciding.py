"""The decision to send: seats, the list as it stood, verdicts kept, taken back with a reason; the unit held that day."""

from datetime import date

import pytest

from hocvien.access import api as access
from hocvien.eligibility import api as eligibility
from hocvien.journal import api as journal
from hocvien.people import api as people
from hocvien.sending import api as sending
from tests import scenarios
from tests.sending import office


def test_a_decision_sends_within_the_seats_and_keeps_its_list(world):
    persons = office.cadres(world, 2)
    row, (first, second) = office.sent(world, persons)
    assert (first.status, first.course) == ("sent", "waiting")
    (decision,) = sending.decisions_of(row)
    assert decision.heads == 2
    assert decision.unit == world.units["huyen"]
    assert [one["full_name"] for one in decision.listing] == sorted(one.full_name for one in persons)
    people.update_person(actor=None, person=persons[0], changes={"full_name": "Tên Đã Sửa"})
    decision.refresh_from_db()
    assert "Tên Đã Sửa" not in {one["full_name"] for one in decision.listing}
    assert second.decision == decision


def test_beyond_the_seats_only_with_a_reason(world):
    row = office.notice(world, seats=1)
    office.propose(world, row, office.cadres(world, 2))
    with pytest.raises(sending.SeatsTaken, match="vượt 1 suất"):
        office.decide(world, row)
    decision = office.decide(world, row, over_seats_reason="Học viện cho thêm một suất, Công văn 15")
    assert decision.over_seats_reason


def test_seats_are_not_lowered_below_who_was_sent(world):
    row, _rows = office.sent(world, office.cadres(world, 2))
    with pytest.raises(sending.SeatsBelowSent):
        sending.update_notice(
            actor=world.committee, notice=row, new=office.new_notice(seats=1), today=office.TODAY, now=office.NOW
        )


def test_who_is_not_met_goes_only_with_a_reason(world):
    (young,) = office.cadres(world, 1, birth_year=1992)
    row = office.notice(world)
    office.propose(world, row, [young])
    with pytest.raises(sending.ClausesNotMet):
        office.decide(world, row)
    office.decide(world, row, exception_reason="Công văn 7-CV/TU cho phép")
    assert row.sendings.get().exception_reason == "Công văn 7-CV/TU cho phép"


def test_only_who_approves_at_the_unit_decides(world):
    row = office.notice(world)
    office.propose(world, row, office.cadres(world, 1))
    for actor in (world.commune, world.outsider, world.centre):
        with pytest.raises(access.NotAllowed):
            office.decide(world, row, actor=actor)
    with pytest.raises(sending.DayInFuture):
        office.decide(world, row, decided_on=date(2026, 5, 21))
    with pytest.raises(sending.NothingChosen):
        office.decide(world, row, [])


def test_the_verdict_stays_as_it_was_judged(world):
    row, (one,) = office.sent(world, office.cadres(world, 1))
    kept = dict(one.verdict_clauses)
    people.update_person(actor=None, person=one.person, changes={"education": "primary"})
    now_judged = eligibility.judge(
        programme_id=row.programme_id, study_mode="part_time", person_ids=[one.person_id], on=office.OPENS
    )
    assert now_judged[one.person_id].verdict == "not_met"
    one.refresh_from_db()
    assert (one.verdict, one.verdict_clauses) == ("met", kept)


def test_who_lacked_data_is_judged_once_more_at_the_decision(world):
    (one,) = office.cadres(world, 1, education="")
    row = office.notice(world)
    office.propose(world, row, [one])
    assert row.sendings.get().verdict == "data_missing"
    people.update_person(actor=None, person=one, changes={"education": "university"})
    office.decide(world, row)
    assert row.sendings.get().verdict == "met"


def test_the_unit_is_that_of_the_day_of_the_decision_for_good(world):
    (one,) = office.cadres(world, 1)
    row = office.notice(world)
    office.propose(world, row, [one])
    office.move(world, one, "xa-b-cb1", date(2026, 5, 10))
    office.decide(world, row)
    assert row.sendings.get().sending_unit == world.units["xa-b-cb1"]
    (decision,) = sending.decisions_of(row)
    assert decision.listing[0]["unit"] == "xa-b-cb1"
    office.move(world, one, "xa-a-cb1", date(2026, 5, 19))
    assert row.sendings.get().sending_unit == world.units["xa-b-cb1"]


def test_an_annulled_decision_frees_seats_and_keeps_its_list(world):
    row, (one, other) = office.sent(world, office.cadres(world, 2))
    (decision,) = sending.decisions_of(row)
    with pytest.raises(sending.ReasonMissing):
        sending.annul_decision(actor=world.committee, decision=decision, reason="", today=office.TODAY, now=office.NOW)
    with pytest.raises(access.NotAllowed):
        sending.annul_decision(
            actor=world.commune, decision=decision, reason="Nhầm", today=office.TODAY, now=office.NOW
        )
    sending.annul_decision(
        actor=world.committee, decision=decision, reason="Ban hành nhầm danh sách", today=office.TODAY, now=office.NOW
    )
    assert sending.count_sent(row) == 0
    decision.refresh_from_db()
    assert (decision.annulled_reason, len(decision.listing)) == ("Ban hành nhầm danh sách", 2)
    assert set(row.sendings.values_list("status", flat=True)) == {"annulled"}
    with pytest.raises(sending.DecisionAnnulled):
        sending.annul_decision(
            actor=world.committee, decision=decision, reason="Lần nữa", today=office.TODAY, now=office.NOW
        )
    office.propose(world, row, [one.person, other.person])
    office.decide(world, row, number="46-QĐ/HU")
    assert sending.count_sent(row) == 2
    assert journal.last_entry("sending.annul_decision") is not None


def test_one_person_may_be_recalled_and_the_seat_is_free(world):
    row, (one, _other) = office.sent(world, office.cadres(world, 2))
    sending.recall_person(
        actor=world.committee, sending=one, reason="Đồng chí xin không đi học", today=office.TODAY, now=office.NOW
    )
    assert sending.count_sent(row) == 1
    one.refresh_from_db()
    assert (one.status, one.annulled_reason) == ("annulled", "Đồng chí xin không đi học")
    with pytest.raises(sending.NotWaiting):
        sending.recall_person(actor=world.committee, sending=one, reason="Nữa", today=office.TODAY, now=office.NOW)


def test_nothing_is_annulled_once_a_diploma_came_back(world):
    row, (one,) = office.sent(world, office.cadres(world, 1))
    office.diploma(world, one)
    (decision,) = sending.decisions_of(row)
    with pytest.raises(sending.DiplomaStands):
        sending.annul_decision(
            actor=world.committee, decision=decision, reason="Nhầm", today=office.TODAY, now=office.NOW
        )


def test_a_notice_with_people_sent_is_not_cancelled(world):
    row, _rows = office.sent(world, office.cadres(world, 1))
    with pytest.raises(sending.NoticeInUse):
        sending.cancel_notice(actor=world.committee, notice=row, reason="Hoãn", today=office.TODAY, now=office.NOW)


def test_two_records_on_one_list_are_not_merged(world):
    one, other = office.cadres(world, 2)
    office.sent(world, [one, other])
    with pytest.raises(Exception, match="cùng có trong danh sách"):
        people.merge_people(actor=None, survivor=one, merged=other, now=office.NOW)


def test_a_merge_takes_what_was_sent_along(world):
    one, other = office.cadres(world, 2)
    row, _rows = office.sent(world, [other])
    merge = people.merge_people(actor=None, survivor=one, merged=other, now=office.NOW)
    assert row.sendings.get().person_id == one.pk
    people.unmerge_people(actor=None, merge=merge, now=scenarios.at(office.TODAY, 12))
    assert row.sendings.get().person.full_name == other.full_name

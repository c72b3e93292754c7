"""Seats of a notice handed down: one ledger says how many a unit may send, and every way onto and off the list is told there."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.access import api as access
from hocvien.journal import api as journal
from hocvien.quotas import api as quotas
from hocvien.sending import api as sending
from tests.kept import kept
from tests.sending import office

SAID = {"actor": None, "today": office.TODAY, "now": office.NOW}
DUE = date(2026, 6, 20)


def split(world, row, *, actor=None):
    return sending.split_seats(
        actor=actor, notice=row, names_due_on=DUE, waiting_order="asked", today=office.TODAY, now=office.NOW
    )


@kept()
def row(world):
    return office.notice(world, seats=5)


@kept()
def quota(world, row):
    """Five seats at the district: two for commune A, one for B."""
    made = split(world, row)
    seats = {world.units["xa-a"].pk: 2, world.units["xa-b"].pk: 1}
    quotas.allot_seats(quota=made, unit_id=made.owner_id, seats=seats, **SAID)
    row.refresh_from_db()
    return made


def at(world, quota, code="xa-a"):
    one = quotas.seats_of_unit(quota, world.units[code].pk)
    return (one.free, one.reserved, one.named, one.confirmed)


def uuids(row, status="proposed"):
    return list(row.sendings.filter(status=status).order_by("pk").values_list("uuid", flat=True))


def test_a_name_takes_a_seat_and_the_unit_is_told_when_none_is_left(world, row, quota):
    outcomes = office.propose(world, row, office.cadres(world, 3), actor=world.commune)
    assert [one.error and one.error.code for one in outcomes] == [None, None, "sending_unit_seats_missing"]
    assert "còn 2 suất trong chỉ tiêu của thông báo, cần 3" in str(outcomes[2].error)
    assert at(world, quota) == (0, 0, 2, 0)
    assert at(world, quota, "xa-b") == (1, 0, 0, 0)
    # what the district kept is taken by nobody below, and the number on the notice is that of the ledger
    assert at(world, quota, "huyen") == (2, 0, 0, 0)
    assert sending.count_seats(row) == 5


def test_every_way_off_the_list_frees_the_seat(world, row, quota):
    office.propose(world, row, office.cadres(world, 2))
    first, second = uuids(row)
    sending.withdraw_people(actor=world.commune, notice=row, sendings=[first], today=office.TODAY, now=office.NOW)
    assert at(world, quota) == (1, 0, 1, 0)
    sending.return_people(
        actor=world.committee, notice=row, sendings=[second], reason="paper_missing", today=office.TODAY, now=office.NOW
    )
    assert at(world, quota) == (2, 0, 0, 0)


def test_a_decision_confirms_and_its_end_gives_the_seats_back(world, row, quota):
    office.propose(world, row, office.cadres(world, 2))
    decision = office.decide(world, row)
    assert at(world, quota) == (0, 0, 0, 2)
    (one, _other) = sending.sendings_visible_to(None, office.TODAY).filter(notice=row).order_by("pk")
    sending.recall_person(actor=world.committee, sending=one, reason="Xin không đi", today=office.TODAY, now=office.NOW)
    assert at(world, quota) == (1, 0, 0, 1)
    sending.annul_decision(actor=world.committee, decision=decision, reason="Nhầm", today=office.TODAY, now=office.NOW)
    assert at(world, quota) == (2, 0, 0, 0)


def test_the_seat_stays_where_it_was_taken_when_the_person_moves(world, row, quota):
    (one,) = office.cadres(world, 1)
    office.propose(world, row, [one])
    office.move(world, one, "xa-b-cb1", date(2026, 5, 10))
    office.decide(world, row)
    assert (at(world, quota), at(world, quota, "xa-b")) == ((1, 0, 0, 1), (1, 0, 0, 0))


def test_a_seat_on_the_list_is_neither_freed_nor_confirmed_on_the_page_of_the_quota(world, row, quota):
    (one,) = office.cadres(world, 1)
    office.propose(world, row, [one])
    for act in (
        lambda: quotas.release_seat(quota=quota, person_id=one.pk, **SAID),
        lambda: quotas.confirm_seats(quota=quota, person_ids=[one.pk], **SAID),
    ):
        with pytest.raises(quotas.SeatOnList, match="thông báo “Lớp cao cấp"):
            act()


def test_a_person_has_one_seat_and_one_named_before_keeps_it(world, row, quota):
    (one,) = office.cadres(world, 1)
    quotas.name_seat(quota=quota, unit_id=world.units["xa-a"].pk, person_id=one.pk, **SAID)
    (outcome,) = office.propose(world, row, [one])
    assert outcome.error is None
    assert at(world, quota) == (1, 0, 1, 0)


def test_who_stood_on_the_list_before_holds_a_seat_of_the_receiving_unit(world, row):
    office.propose(world, row, office.cadres(world, 3))
    office.decide(world, row, uuids(row)[:1])
    quota = split(world, row, actor=world.committee)
    assert at(world, quota, "huyen") == (2, 0, 2, 1)
    with pytest.raises(sending.SeatsAlreadySplit):
        split(world, row)


def test_a_list_beyond_the_seats_is_not_split(world):
    row = office.notice(world, seats=1)
    office.propose(world, row, office.cadres(world, 2))
    with pytest.raises(sending.ListBeyondSeats, match="2 người, quá 1 suất"):
        split(world, row)
    assert not quotas.Quota.objects.exists()


def test_only_who_draws_up_plans_at_the_unit_splits(world, row):
    for actor in (world.commune, world.outsider, world.centre):
        with pytest.raises(access.NotAllowed):
            split(world, row, actor=actor)
    assert split(world, row, actor=world.committee).owner == world.units["huyen"]
    assert journal.last_entry("sending.split_seats") is not None


def test_the_ledger_alone_says_the_number(world, row, quota):
    quotas.change_issued(quota=quota, seats=7, reason="Học viện cho thêm", **SAID)
    assert sending.count_seats(row) == 7
    (shown,) = sending.notice_rows(world.committee, office.TODAY)
    assert shown.seats_there == 7

    def update(**changes):
        return sending.update_notice(notice=row, new=office.new_notice(seats=5, **changes), **SAID)

    for changes in ({"study_mode": "full_time"}, {"programme": "TCLLCT"}):
        with pytest.raises(sending.SeatsInQuota):
            update(**changes)
    with pytest.raises(sending.SeatsInQuota):
        sending.update_notice(notice=row, new=office.new_notice(seats=6), **SAID)
    update(number="113-TB/HVCT", issued_on=date(2026, 5, 5))
    quota.refresh_from_db()
    assert (quota.notice_number, quota.notice_on) == ("113-TB/HVCT", date(2026, 5, 5))


def test_cancelling_takes_every_seat_out(world, row, quota):
    persons = office.cadres(world, 2)
    office.propose(world, row, persons[:1])
    quotas.name_seat(quota=quota, unit_id=world.units["xa-a"].pk, person_id=persons[1].pk, **SAID)
    quotas.reserve_seats(quota=quota, unit_id=world.units["xa-b"].pk, seats=1, reason="Chờ nghị quyết", **SAID)
    sending.cancel_notice(notice=row, reason="Nơi học không mở lớp", **SAID)
    assert quotas.balances([quota.pk])[quota.pk] == {}
    assert quotas.seats_issued(quota) == 0
    assert journal.verify_chain().is_sound


def test_proposing_asks_the_same_number_of_queries_for_one_and_for_three(world, row, quota):
    quotas.change_issued(quota=quota, seats=9, reason="Cho thêm", **SAID)
    quotas.allot_seats(quota=quota, unit_id=quota.owner_id, seats={world.units["xa-a"].pk: 4}, **SAID)
    persons = office.cadres(world, 4)
    counts = []
    for part in (persons[:1], persons[1:]):
        with CaptureQueriesContext(connection) as asked:
            assert all(one.error is None for one in office.propose(world, row, part))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert counts[0] <= 45


def test_seats_left_are_those_of_the_nearest_unit_that_has_any(world, row, quota):
    cell, other = world.units["xa-a-cb1"].pk, world.units["huyen"].pk
    row = sending.get_notice_for(None, row.uuid, office.TODAY)
    left = sending.seats_left(row, [cell, other], office.TODAY)
    assert (left[cell].unit_id, left[cell].left, left[cell].total) == (world.units["xa-a"].pk, 2, 2)
    assert (left[other].left, left[other].total) == (2, 2)

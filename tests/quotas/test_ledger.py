"""Seats of a quota: issued, handed down, named, confirmed, given back, moved; every refusal in words."""

from datetime import date

import pytest
from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.catalogue import api as catalogue
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.planning import api as planning
from hocvien.quotas import api as quotas
from tests import scenarios

LATE = date(2026, 6, 2)


def held(quota):
    """Unit code → (free, reserved, named, confirmed)."""
    found = quotas.balances([quota.pk])[quota.pk]
    codes = org.codes_by_id(found)
    return {codes[pk]: (one.free, one.reserved, one.named, one.confirmed) for pk, one in found.items()}


@pytest.fixture
def split(world, quota, do):
    """Twelve with the commune A, five with B, three left with the district."""
    seats = {world.units["xa-a"].pk: 12, world.units["xa-b"].pk: 5}
    do(quotas.allot_seats, quota=quota, unit_id=world.units["huyen"].pk, seats=seats)
    return quota


def test_the_first_entry_issues_the_seats_to_the_owner(world, quota):
    assert held(quota) == {"huyen": (20, 0, 0, 0)}
    (entry,) = quotas.ledger(world.committee, quota, scenarios.TODAY)
    assert (entry.act, entry.from_unit_id, entry.to_unit_id, entry.seats) == ("issue", None, quota.owner_id, 20)
    assert journal.last_entry("quotas.issue_quota").unit_code == "huyen"


def test_a_quota_of_a_plan_line_is_found_by_it_and_issued_once(world, do):
    line = scenarios.approved_line(world, seats=80)
    said = {"owner": world.units["huyen"], "source": quotas.Line(line.pk), "names_due_on": LATE}
    with pytest.raises(quotas.BeyondLine, match="80 học viên"):
        do(quotas.issue_quota, seats=81, **said)
    made = do(quotas.issue_quota, seats=80, **said)
    assert quotas.find_quota_for_line(line.pk) == made
    assert (made.programme.code, made.year) == ("NTVD", 2026)
    with pytest.raises(quotas.LineTaken):
        do(quotas.issue_quota, seats=1, **said)
    with pytest.raises(quotas.BeyondLine):
        do(quotas.change_issued, quota=made, seats=81, reason="Bổ sung")
    amended = planning.amend_plan(actor=None, plan=line.plan, reason="Bớt")
    with pytest.raises(planning.LineInUse):
        planning.remove_line(actor=None, line=planning.list_lines(amended)[0])


def test_a_line_issued_by_two_in_the_same_moment_is_issued_once(world, do, monkeypatch):
    line = scenarios.approved_line(world, seats=80)
    said = {"owner": world.units["huyen"], "source": quotas.Line(line.pk), "seats": 5, "names_due_on": LATE}
    do(quotas.issue_quota, **said)
    # the other one looked before this one wrote
    monkeypatch.setattr(QuerySet, "exists", lambda _rows: False)
    monkeypatch.setattr(quotas.Quota, "full_clean", lambda _row: None)
    with pytest.raises(quotas.LineTaken):
        do(quotas.issue_quota, actor=None, **said)


def test_a_line_that_is_not_approved_has_no_seats(world, do):
    plan = planning.create_plan(actor=None, unit=world.units["ttct"], year=2027)
    line = planning.add_line(
        actor=None,
        plan=plan,
        programme=catalogue.get_programme("NTVD"),
        classes=1,
        seats=80,
        opener=world.units["ttct"],
    )
    with pytest.raises(quotas.LineNotUsable):
        do(quotas.issue_quota, owner=world.units["huyen"], source=quotas.Line(line.pk), seats=1, names_due_on=LATE)


def test_allotting_is_all_or_nothing_and_says_each_refusal(world, split, do):
    units = world.units
    seats = {units["xa-a"].pk: 1, units["xa-z"].pk: 1, units["tinh"].pk: 1, units["xa-b"].pk: -1}
    with pytest.raises(quotas.AllotmentRefused) as refused:
        do(quotas.allot_seats, quota=split, unit_id=units["huyen"].pk, seats=seats)
    assert set(refused.value.refusals) == {units["xa-z"].pk, units["tinh"].pk, units["xa-b"].pk}
    assert "Đảng ủy xã Zét: không phải đơn vị trực thuộc." in str(refused.value)
    with pytest.raises(quotas.SeatsMissing, match="còn 3 chỉ tiêu"):
        do(quotas.allot_seats, quota=split, unit_id=units["huyen"].pk, seats={units["xa-a"].pk: 4})
    with pytest.raises(quotas.NumberNotPositive):
        do(quotas.allot_seats, quota=split, unit_id=units["huyen"].pk, seats={units["xa-a"].pk: 0})
    assert held(split) == {"huyen": (3, 0, 0, 0), "xa-a": (12, 0, 0, 0), "xa-b": (5, 0, 0, 0)}
    with pytest.raises(access.NotAllowed):
        do(
            quotas.allot_seats,
            quota=split,
            actor=world.commune,
            unit_id=units["huyen"].pk,
            seats={units["xa-a"].pk: 1},
        )
    # a commune gives its own on
    do(
        quotas.allot_seats,
        quota=split,
        actor=world.commune,
        unit_id=units["xa-a"].pk,
        seats={units["xa-a-cb1"].pk: 2},
    )
    assert held(split)["xa-a-cb1"] == (2, 0, 0, 0)


def test_a_seat_is_kept_named_confirmed_and_freed(world, split, do):
    unit = world.units["xa-a"].pk
    first, second, third = scenarios.add_candidates(world, 3)
    (stranger,) = scenarios.add_candidates(world, 1, cell="xa-b-cb1")
    do(quotas.reserve_seats, quota=split, actor=world.commune, unit_id=unit, seats=2)
    assert held(split)["xa-a"] == (10, 2, 0, 0)
    for person in (first, second, third):
        do(quotas.name_seat, quota=split, actor=world.commune, unit_id=unit, person_id=person.pk)
    # those kept are used first
    assert held(split)["xa-a"] == (9, 0, 3, 0)
    with pytest.raises(quotas.PersonHasSeat, match="xã An Bình"):
        do(quotas.name_seat, quota=split, actor=world.commune, unit_id=unit, person_id=first.pk)
    with pytest.raises(quotas.PersonNotOfUnit):
        do(quotas.name_seat, quota=split, actor=world.commune, unit_id=unit, person_id=stranger.pk)
    with pytest.raises(access.NotAllowed):
        do(quotas.name_seat, quota=split, actor=world.neighbour, unit_id=unit, person_id=third.pk)

    with pytest.raises(access.NotAllowed):
        do(quotas.confirm_seats, quota=split, actor=world.commune, person_ids=[first.pk])
    with pytest.raises(quotas.PersonWithoutSeat):
        do(quotas.confirm_seats, quota=split, person_ids=[first.pk, stranger.pk])
    do(quotas.confirm_seats, quota=split, person_ids=[first.pk, second.pk])
    assert do(quotas.confirm_seats, quota=split, person_ids=[first.pk]) == []
    assert held(split)["xa-a"] == (9, 0, 1, 2)
    seats = {one.person_id: one.account for one in quotas.seats_held(split)}
    assert seats == {first.pk: "confirmed", second.pk: "confirmed", third.pk: "named"}

    do(quotas.release_seat, quota=split, actor=world.commune, person_id=first.pk, reason="Ốm dài ngày")
    assert held(split)["xa-a"] == (10, 0, 1, 1)
    assert quotas.find_seat(split, first.pk) is None
    with pytest.raises(quotas.PersonWithoutSeat):
        do(quotas.release_seat, quota=split, actor=world.commune, person_id=first.pk)
    do(quotas.name_seat, quota=split, actor=world.commune, unit_id=unit, person_id=first.pk)
    assert quotas.seats_of_unit(split, unit) == quotas.Balance(9, 0, 2, 1)


def test_whoever_admits_for_the_line_confirms_and_frees(world, do):
    line = scenarios.approved_line(world, seats=80)
    quota = do(quotas.issue_quota, owner=world.units["huyen"], source=quotas.Line(line.pk), seats=5, names_due_on=LATE)
    unit = world.units["xa-a"].pk
    do(quotas.allot_seats, quota=quota, unit_id=quota.owner_id, seats={unit: 5})
    (person,) = scenarios.add_candidates(world, 1)
    do(quotas.name_seat, quota=quota, actor=world.commune, unit_id=unit, person_id=person.pk)
    do(quotas.confirm_seats, quota=quota, actor=world.centre, person_ids=[person.pk])
    do(quotas.release_seat, quota=quota, actor=world.centre, person_id=person.pk)
    assert held(quota)["xa-a"] == (5, 0, 0, 0)


def test_seats_go_back_to_whoever_handed_them_down(world, split, do):
    units = world.units
    do(
        quotas.allot_seats,
        quota=split,
        actor=world.commune,
        unit_id=units["xa-a"].pk,
        seats={units["xa-a-cb1"].pk: 3},
    )
    do(quotas.reserve_seats, quota=split, unit_id=units["xa-a-cb1"].pk, seats=1)
    said = {"quota": split, "reason": "Không đủ người"}
    do(quotas.return_seats, unit_id=units["xa-a-cb1"].pk, free=1, reserved=1, **said)
    assert held(split)["xa-a"] == (11, 0, 0, 0)
    do(quotas.return_seats, actor=world.commune, unit_id=units["xa-a"].pk, free=11, **said)
    assert held(split)["huyen"] == (14, 0, 0, 0)
    with pytest.raises(quotas.SeatsMissing):
        do(quotas.return_seats, unit_id=units["xa-b"].pk, free=6, **said)
    with pytest.raises(quotas.NobodyAbove):
        do(quotas.return_seats, unit_id=units["huyen"].pk, free=1, **said)
    with pytest.raises(quotas.ReasonMissing):
        do(quotas.return_seats, unit_id=units["xa-b"].pk, free=1, quota=split, reason=" ")


def test_a_move_needs_both_consents(world, split, do):
    a, b = world.units["xa-a"].pk, world.units["xa-b"].pk
    said = {"quota": split, "from_unit_id": a, "to_unit_id": b, "seats": 2, "reason": "Xã Bình Minh thiếu"}
    with pytest.raises(access.NotAllowed):
        do(quotas.ask_move, actor=world.neighbour, asked_by_giver=True, **said)
    with pytest.raises(quotas.SeatsMissing):
        do(quotas.ask_move, actor=world.commune, asked_by_giver=True, **said | {"seats": 13})
    asked = do(quotas.ask_move, actor=world.commune, asked_by_giver=True, **said)
    assert do(quotas.ask_move, actor=world.commune, asked_by_giver=True, **said) == asked, "sent twice"
    assert held(split)["xa-a"] == (12, 0, 0, 0), "nothing goes before the other consents"
    with pytest.raises(access.NotAllowed):
        do(quotas.accept_move, actor=world.commune, request=asked)
    do(quotas.accept_move, actor=world.neighbour, request=asked)
    assert (held(split)["xa-a"], held(split)["xa-b"]) == ((10, 0, 0, 0), (7, 0, 0, 0))
    with pytest.raises(quotas.NotWaiting):
        do(quotas.accept_move, actor=world.neighbour, request=asked)

    wanted = do(quotas.ask_move, actor=world.neighbour, asked_by_giver=False, **said)
    assert [item.kind for item in quotas.seats_on_desk(world.commune, scenarios.TODAY)] == ["name", "move"]
    do(quotas.refuse_move, actor=world.commune, request=wanted, reason="Không còn")
    again = do(quotas.ask_move, actor=world.neighbour, asked_by_giver=False, **said | {"seats": 11})
    with pytest.raises(quotas.SeatsMissing):
        do(quotas.accept_move, actor=world.commune, request=again)
    do(quotas.withdraw_move, actor=world.neighbour, request=again)
    with pytest.raises(quotas.SameUnit):
        do(quotas.ask_move, asked_by_giver=True, **said | {"to_unit_id": a})
    with pytest.raises(quotas.UnitOutsideQuota):
        do(quotas.ask_move, asked_by_giver=True, **said | {"to_unit_id": world.units["xa-z"].pk})
    assert sum(one.total for one in quotas.balances([split.pk])[split.pk].values()) == 20


def test_raising_and_lowering_touch_only_what_is_free_at_the_owner(world, split, do):
    do(quotas.change_issued, quota=split, seats=25, reason="Được cấp thêm")
    assert quotas.seats_issued(split) == 25
    with pytest.raises(quotas.SeatsMissing, match="còn 8 chỉ tiêu"):
        do(quotas.change_issued, quota=split, seats=16, reason="Cấp trên cắt")
    do(quotas.change_issued, quota=split, seats=17, reason="Cấp trên cắt")
    assert held(split) == {"xa-a": (12, 0, 0, 0), "xa-b": (5, 0, 0, 0)}
    with pytest.raises(access.NotAllowed):
        do(quotas.change_issued, quota=split, actor=world.commune, seats=30, reason="Thêm")


def test_units_ask_and_wait_in_order(world, split, do):
    a, b, cell = (world.units[code].pk for code in ("xa-a", "xa-b", "xa-a-cb1"))
    said = {"quota": split, "reason": "Nhiều người đủ điều kiện"}
    with pytest.raises(quotas.StillHasFree, match="còn 12"):
        do(quotas.ask_seats, actor=world.commune, unit_id=a, seats=3, **said)
    with pytest.raises(quotas.OwnerCannotAsk):
        do(quotas.ask_seats, unit_id=split.owner_id, seats=3, **said)
    do(quotas.reserve_seats, quota=split, actor=world.neighbour, unit_id=b, seats=5)
    first = do(quotas.ask_seats, actor=world.neighbour, unit_id=b, seats=2, **said)
    with pytest.raises(quotas.AlreadyWaiting):
        do(quotas.ask_seats, actor=world.neighbour, unit_id=b, seats=2, **said)
    do(quotas.ask_seats, actor=world.commune, unit_id=cell, seats=9, **said)
    assert [(ask.unit.code, ask.given) for ask in quotas.list_asks(split)] == [("xa-b", 0), ("xa-a-cb1", 0)]
    # handing down counts as given
    do(quotas.allot_seats, quota=split, unit_id=split.owner_id, seats={b: 2})
    first.refresh_from_db()
    assert first.status == "met"
    (left,) = quotas.list_asks(split)
    do(quotas.withdraw_ask, actor=world.commune, ask=left)
    assert quotas.list_asks(split) == []


def test_after_the_deadline_what_has_no_name_goes_to_whoever_waits(world, split, do):
    a, b, cell = (world.units[code].pk for code in ("xa-a", "xa-b", "xa-a-cb1"))
    (person,) = scenarios.add_candidates(world, 1)
    do(quotas.name_seat, quota=split, actor=world.commune, unit_id=a, person_id=person.pk)
    do(quotas.reserve_seats, quota=split, actor=world.commune, unit_id=a, seats=4)
    do(quotas.return_seats, quota=split, actor=world.neighbour, unit_id=b, free=5, reason="Chưa có người")
    do(quotas.ask_seats, quota=split, actor=world.neighbour, unit_id=b, seats=6, reason="Có người rồi")
    do(quotas.ask_seats, quota=split, actor=world.commune, unit_id=cell, seats=30, reason="Đông")
    before = quotas.preview_sharing(split, scenarios.TODAY)
    assert (before.taken, before.given_seats) == ((), 8), "before the deadline nothing is taken back"

    sharing = quotas.preview_sharing(split, LATE)
    assert [(one.unit_id, one.free, one.reserved) for one in sharing.taken] == [(a, 7, 4)]
    assert [(one.unit_id, one.seats, one.place) for one in sharing.given] == [(b, 6, 1), (cell, 13, 2)]
    with pytest.raises(quotas.DeadlineNotLater):
        do(quotas.share_out, quota=split, seen=sharing, on=LATE)
    with pytest.raises(quotas.SharingChanged):
        do(quotas.share_out, quota=split, seen=before, on=LATE, names_due_on=date(2026, 6, 20))
    with pytest.raises(access.NotAllowed):
        do(quotas.share_out, quota=split, seen=sharing, on=LATE, actor=world.commune)
    do(quotas.share_out, quota=split, seen=sharing, on=LATE, names_due_on=date(2026, 6, 20))
    assert held(split) == {"xa-a": (0, 0, 1, 0), "xa-b": (6, 0, 0, 0), "xa-a-cb1": (13, 0, 0, 0)}
    (left,) = quotas.list_asks(split)
    assert (left.unit_id, left.given) == (cell, 13)
    split.refresh_from_db()
    assert split.names_due_on == date(2026, 6, 20)
    with pytest.raises(quotas.NothingToShare):
        do(quotas.share_out, quota=split, seen=sharing, on=LATE)


def test_who_sees_what(world, split):
    on = scenarios.TODAY
    for who in ("committee", "commune", "neighbour", "province", "centre"):
        assert quotas.get_quota_for(world.users[who], split.uuid, on) == split
    with pytest.raises(quotas.QuotaNotFound):
        quotas.get_quota_for(world.outsider, split.uuid, on)
    assert quotas.first_unit_seen(world.commune, split, on) == world.units["xa-a"]
    assert quotas.first_unit_seen(world.committee, split, on) == world.units["huyen"]
    with pytest.raises(quotas.QuotaNotFound):
        quotas.unit_in_quota(world.commune, split, "xa-b", on)
    assert {entry.to_unit.code for entry in quotas.ledger(world.commune, split, on)} == {"xa-a"}
    assert quotas.sums_seen(world.commune, [split.pk], None, on)[split.pk].total == 12
    assert quotas.sums_seen(world.committee, [split.pk], None, on)[split.pk].total == 20


def test_branches_add_up_at_every_node(world, split, do):
    units = world.units
    do(quotas.allot_seats, quota=split, unit_id=units["xa-a"].pk, seats={units["xa-a-cb1"].pk: 4})
    top = quotas.branches(split, units["huyen"].pk, scenarios.TODAY)
    assert sum(one.whole.total for one in top) == 20
    told = {org.codes_by_id([one.unit_id])[one.unit_id]: (one.whole.total, one.given_on) for one in top}
    assert told == {"huyen": (3, 0), "xa-a": (12, 4), "xa-b": (5, 0)}
    below = quotas.branches(split, units["xa-a"].pk, scenarios.TODAY)
    assert sum(one.whole.total for one in below) == 12


def test_two_records_with_a_seat_each_are_not_merged(world, split, do):
    first, second = scenarios.add_candidates(world, 2)
    for person in (first, second):
        do(quotas.name_seat, quota=split, actor=world.commune, unit_id=world.units["xa-a"].pk, person_id=person.pk)
    with pytest.raises(quotas.BothHaveSeats):
        people.merge_people(actor=None, survivor=first, merged=second, now=scenarios.at(scenarios.TODAY))
    do(quotas.release_seat, quota=split, actor=world.commune, person_id=second.pk)
    people.merge_people(actor=None, survivor=first, merged=second, now=scenarios.at(scenarios.TODAY))
    assert [one.person_id for one in quotas.seats_held(split)] == [first.pk]

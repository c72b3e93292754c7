"""Names and the seats of a quota: one ledger says how many a unit may send, and every way onto and off the list is told there."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from tests import scenarios
from tests.kept import kept

DAY, NOW = scenarios.TODAY, scenarios.at(scenarios.TODAY)
DUE = date(2026, 5, 31)
SAID = {"actor": None, "today": DAY, "now": NOW}


@kept()
def line(world):
    return scenarios.approved_line(world, unit="huyen", number=2)


@kept()
def quota(world, line):
    """Ten seats at the district: three for commune A, two for B."""
    made = quotas.issue_quota(
        owner=world.units["huyen"], source=quotas.Line(line.pk), seats=10, names_due_on=DUE, **SAID
    )
    seats = {world.units["xa-a"].pk: 3, world.units["xa-b"].pk: 2}
    quotas.allot_seats(quota=made, unit_id=made.owner_id, seats=seats, **SAID)
    return made


@kept()
def of_line(world, line, quota):
    """A class of the line, hosted by the centre."""
    return scenarios.open_class(
        world, actor=None, opened_by="huyen", hosted_by="ttct", plan_line_id=line.pk, outside_plan_decision=""
    )


def at(world, quota, code="xa-a"):
    one = quotas.seats_of_unit(quota, world.units[code].pk)
    return (one.free, one.reserved, one.named, one.confirmed)


def names(world, of_line, number=1, *, cell="xa-a-cb1", **options):
    persons = scenarios.add_candidates(world, number, cell=cell)
    return scenarios.propose(world, of_line, persons, unit=cell.removesuffix("-cb1"), **options)


def agreed(world, outcomes):
    return scenarios.approve(world, [one.nomination for one in outcomes])


def admitted(world, of_line, outcomes, **reasons):
    return scenarios.admit(world, of_line, agreed(world, outcomes), **reasons)


def test_a_name_takes_a_seat_and_the_unit_is_told_when_none_is_left(world, quota, of_line):
    outcomes = names(world, of_line, 5)
    assert [one.ok for one in outcomes] == [True] * 3 + [False] * 2
    assert {one.error.code for one in outcomes[3:]} == {"quota_seats_missing_for_list"}
    assert "còn 3 suất trong chỉ tiêu, cần 5" in str(outcomes[3].error)
    assert at(world, quota) == (0, 0, 3, 0)
    assert at(world, quota, "xa-b") == (2, 0, 0, 0)
    (late,) = names(world, of_line)
    assert "còn 0 suất" in str(late.error)


def test_a_cell_takes_the_seats_of_its_commune_until_it_has_its_own(world, quota, of_line):
    scenarios.give_account(world, "cell", ("unit_officer", "xa-a-cb1"))
    persons = scenarios.add_candidates(world, 4)

    def send(one):
        return classes.propose_people(
            actor=world.cell,
            training_class=of_line,
            sending_unit=world.units["xa-a-cb1"],
            person_ids=[one.pk],
            today=DAY,
            now=NOW,
        )[0]

    assert send(persons[0]).ok
    assert at(world, quota) == (2, 0, 1, 0)
    below = {world.units["xa-a-cb1"].pk: 1}
    quotas.allot_seats(quota=quota, unit_id=world.units["xa-a"].pk, seats=below, **SAID)
    assert send(persons[1]).ok
    # what the commune kept is the commune's: the cell has used its own
    assert send(persons[2]).error.code == "quota_seats_missing_for_list"
    assert at(world, quota) == (1, 0, 1, 0)
    assert at(world, quota, "xa-a-cb1") == (0, 0, 1, 0)


def test_what_the_owner_kept_is_taken_by_nobody_below(world, line, of_line, quota):
    quotas.return_seats(quota=quota, unit_id=world.units["xa-b"].pk, free=2, reason="Không dùng", **SAID)
    (one,) = names(world, of_line, cell="xa-b-cb1")
    assert "còn 0 suất" in str(one.error)
    assert at(world, quota, "huyen") == (7, 0, 0, 0)


def test_reserved_seats_are_used_first_and_a_reserve_takes_none(world, quota, of_line):
    quotas.reserve_seats(quota=quota, unit_id=world.units["xa-a"].pk, seats=1, **SAID)
    names(world, of_line)
    assert at(world, quota) == (2, 0, 1, 0)
    names(world, of_line, 4, is_reserve=True)
    assert at(world, quota) == (2, 0, 1, 0)


def test_every_way_off_the_list_frees_the_seat(world, quota, of_line):
    first, second, third = names(world, of_line, 3)
    classes.withdraw_nominations(actor=world.commune, nominations=[first.nomination], now=NOW)
    assert at(world, quota) == (1, 0, 2, 0)
    classes.return_nominations(actor=world.committee, nominations=[second.nomination], reason="not_this_time", now=NOW)
    assert at(world, quota) == (2, 0, 1, 0)
    agreed(world, [third])
    classes.reserve_nominations(actor=world.centre, training_class=of_line, nominations=[third.nomination], now=NOW)
    assert at(world, quota) == (3, 0, 0, 0)
    # who is in reserve has no seat to free
    classes.return_nominations(actor=world.centre, nominations=[third.nomination], reason="not_this_time", now=NOW)
    assert at(world, quota) == (3, 0, 0, 0)
    assert quotas.seats_issued(quota) == 10


def test_a_step_sent_back_keeps_the_seat(world, quota, of_line):
    (one,) = agreed(world, names(world, of_line))
    classes.return_nominations(actor=world.centre, nominations=[one], reason="paper_missing", to="previous", now=NOW)
    one.refresh_from_db()
    assert one.status == "proposed"
    assert at(world, quota) == (2, 0, 1, 0)


def test_a_board_that_reviews_gives_a_name_back_without_a_permission_about_seats(world, quota, of_line):
    """The step it decides is its permission: it proposes nobody there and admits nobody."""
    world.units["xa-a-xdd"] = org.found_unit(
        actor=None,
        code="xa-a-xdd",
        name="Ban Xây dựng Đảng xã An Bình",
        kind="board",
        parent=world.units["xa-a"],
        valid_from=scenarios.FOUNDED,
    )
    scenarios.give_account(world, "reviewer", ("committee_office", "xa-a-xdd"))
    (one,) = names(world, of_line)
    (row,) = agreed(world, [one])
    assert row.step_unit == world.units["xa-a-xdd"]
    assert not access.can(world.reviewer, access.Permission.LIST_PROPOSE, world.units["xa-a"], DAY)
    classes.return_nominations(actor=world.reviewer, nominations=[one.nomination], reason="not_agreed", now=NOW)
    assert at(world, quota) == (3, 0, 0, 0)
    entry = quota.entries.order_by("-pk").first()
    assert (entry.actor, entry.reason) == (world.reviewer, of_line.code)


def test_admission_confirms_and_who_leaves_before_the_opening_frees(world, quota, of_line):
    first, _second = admitted(world, of_line, names(world, of_line, 2))
    assert at(world, quota) == (1, 0, 0, 2)
    classes.end_participation(actor=world.centre, participation=first, reason="Chuyển công tác", on=DAY)
    assert at(world, quota) == (2, 0, 0, 1)
    classes.reopen_participation(actor=world.centre, participation=first, on=DAY)
    assert at(world, quota) == (1, 0, 0, 2)


def test_who_leaves_after_the_opening_has_used_the_seat(world, quota, of_line):
    (one,) = admitted(world, of_line, names(world, of_line))
    later = scenarios.OPENS + timedelta(days=1)
    classes.end_participation(actor=world.centre, participation=one, reason="Ốm", on=later)
    assert at(world, quota) == (2, 0, 0, 1)


def test_the_reserve_that_moves_up_takes_the_seat_that_came_free(world, quota, of_line):
    three = admitted(world, of_line, names(world, of_line, 3))
    agreed(world, names(world, of_line, 2, is_reserve=True))
    # of the other commune, which has no seat left to give
    quotas.return_seats(quota=quota, unit_id=world.units["xa-b"].pk, free=2, reason="Không dùng", **SAID)
    agreed(world, names(world, of_line, 1, cell="xa-b-cb1", is_reserve=True))
    assert classes.reserve_offers(of_line, DAY) == []
    classes.end_participation(actor=world.centre, participation=three[0], reason="Chuyển công tác", on=DAY)
    offers = classes.reserve_offers(of_line, DAY)
    assert [(one.position, one.is_own_reserve) for one in offers] == [(1, True)]
    classes.fill_from_reserve(
        actor=world.centre, training_class=of_line, expected=[one.uuid for one in offers], today=DAY, now=NOW
    )
    assert at(world, quota) == (0, 0, 0, 3)


def test_a_reserve_without_a_seat_is_not_admitted(world, quota, of_line):
    admitted(world, of_line, names(world, of_line, 3))
    (one,) = agreed(world, names(world, of_line, is_reserve=True))
    with pytest.raises(classes.QuotaSeatsMissing, match="còn 0 suất trong chỉ tiêu, cần 1"):
        scenarios.admit(world, of_line, [one])
    assert at(world, quota) == (0, 0, 0, 3)


def test_names_from_before_the_quota_take_their_seats_when_admitted(world, line):
    of_line = scenarios.open_class(
        world, actor=None, opened_by="huyen", hosted_by="ttct", plan_line_id=line.pk, outside_plan_decision=""
    )
    waiting = agreed(world, names(world, of_line, 2))
    made = quotas.issue_quota(
        owner=world.units["huyen"], source=quotas.Line(line.pk), seats=5, names_due_on=DUE, **SAID
    )
    with pytest.raises(classes.QuotaSeatsMissing):
        scenarios.admit(world, of_line, waiting)
    quotas.allot_seats(quota=made, unit_id=made.owner_id, seats={world.units["xa-a"].pk: 2}, **SAID)
    scenarios.admit(world, of_line, waiting)
    assert at(world, made) == (0, 0, 0, 2)


def test_a_substitute_takes_the_seat_of_whom_it_replaces(world, quota, of_line):
    three = admitted(world, of_line, names(world, of_line, 3))
    (sub,) = names(world, of_line, substitute_for=three[0])
    assert sub.ok
    assert at(world, quota) == (0, 0, 0, 3)
    scenarios.admit(world, of_line, agreed(world, [sub]))
    assert at(world, quota) == (0, 0, 0, 3)
    assert quotas.find_seat(quota, three[0].person_id) is None
    assert quotas.find_seat(quota, sub.person_id).account == "confirmed"


def test_a_person_has_one_seat_of_the_line_whatever_its_classes(world, line, quota, of_line):
    second = scenarios.open_class(
        world, actor=None, opened_by="huyen", hosted_by="ttct", plan_line_id=line.pk, outside_plan_decision=""
    )
    (one,) = names(world, of_line)
    person = one.nomination.person
    (again,) = scenarios.propose(world, second, [person])
    assert again.error.code == "seat_in_other_class"
    assert of_line.name in str(again.error)
    # in reserve elsewhere takes nothing, and moving up there is refused while the seat stands here
    (waits,) = scenarios.propose(world, second, [person], is_reserve=True)
    (row,) = agreed(world, [waits])
    assert classes.reserve_offers(second, DAY) == []
    with pytest.raises(classes.SeatInOtherClass):
        scenarios.admit(world, second, [row])
    classes.withdraw_nominations(actor=world.commune, nominations=[one.nomination], now=NOW)
    scenarios.admit(world, second, [row])
    assert at(world, quota) == (2, 0, 0, 1)


def test_a_seat_named_beforehand_is_the_one_the_list_takes(world, quota, of_line):
    (person,) = scenarios.add_candidates(world, 1)
    quotas.name_seat(quota=quota, unit_id=world.units["xa-a"].pk, person_id=person.pk, **SAID)
    (one,) = scenarios.propose(world, of_line, [person])
    assert one.ok
    assert at(world, quota) == (2, 0, 1, 0)
    with pytest.raises(quotas.SeatOnList, match="danh sách của lớp"):
        quotas.release_seat(quota=quota, person_id=person.pk, **SAID)
    with pytest.raises(quotas.SeatOnList):
        quotas.confirm_seats(quota=quota, person_ids=[person.pk], **SAID)


def test_a_cancelled_class_frees_its_seats(world, quota, of_line):
    admitted(world, of_line, names(world, of_line, 2))
    names(world, of_line, 1, cell="xa-b-cb1")
    classes.cancel_class(actor=None, training_class=of_line, reason="Không đủ người", today=DAY)
    assert at(world, quota) == (3, 0, 0, 0)
    assert at(world, quota, "xa-b") == (2, 0, 0, 0)


def test_seats_of_an_invitation_are_those_of_the_quota(world, quota, of_line):
    with pytest.raises(classes.SeatsByQuota):
        classes.invite_units(actor=None, training_class=of_line, seats={world.units["xa-a"].pk: 9}, today=DAY)
    classes.invite_units(actor=None, training_class=of_line, unit_ids=[world.units["xa-a"].pk], today=DAY)
    names(world, of_line, 2)
    told = {row.unit_code: (row.seats, row.sent) for row in classes.invitation_rows(of_line)}
    assert told == {"xa-a": (3, 2), "xa-b": (2, 0)}


def test_a_preview_answers_as_the_list_will(world, quota, of_line):
    persons = scenarios.add_candidates(world, 5)
    said = {
        "actor": world.commune,
        "training_class": of_line,
        "sending_unit": world.units["xa-a"],
        "person_ids": [person.pk for person in persons],
        "today": DAY,
    }
    shown = classes.preview_proposal(**said, reserve_ids={persons[0].pk})
    assert [one.error is None for one in shown] == [True] * 4 + [False]
    assert all(one.verdict is not None for one in shown)
    assert at(world, quota) == (3, 0, 0, 0)
    outcomes = classes.propose_people(**said, now=NOW)
    assert [getattr(one.error, "code", "") for one in outcomes][3:] == ["quota_seats_missing_for_list"] * 2


@pytest.mark.parametrize("number", [1, 40])
def test_naming_costs_the_same_for_one_and_for_forty(world, line, number):
    of_line = scenarios.open_class(
        world, actor=None, opened_by="huyen", hosted_by="ttct", plan_line_id=line.pk, outside_plan_decision=""
    )
    quota = quotas.issue_quota(
        owner=world.units["huyen"], source=quotas.Line(line.pk), seats=50, names_due_on=DUE, **SAID
    )
    quotas.allot_seats(quota=quota, unit_id=quota.owner_id, seats={world.units["xa-a"].pk: 50}, **SAID)
    persons = scenarios.add_candidates(world, number)
    with CaptureQueriesContext(connection) as asked:
        outcomes = scenarios.propose(world, of_line, persons)
    made = len(asked)
    rows = [one.nomination for one in outcomes]
    with CaptureQueriesContext(connection) as asked:
        classes.withdraw_nominations(actor=world.commune, nominations=rows, now=NOW)
    assert made <= 60
    assert len(asked) <= 25

"""A centre hands seats to the units it serves, not only to those below it; and its owner is told what waits in a quota."""

from datetime import timedelta

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.quotas import api as quotas
from tests import scenarios

LATER = scenarios.TODAY + timedelta(days=30)


@pytest.fixture
def served(world, do):
    """A quota of the centre, which serves commune A and, of the district beside, commune Z."""
    for code in ("xa-a", "xa-z"):
        org.record_service_area(
            actor=None, centre=world.units["ttct"], unit=world.units[code], valid_from=scenarios.FOUNDED
        )
    line = scenarios.approved_line(world)
    return do(
        quotas.issue_quota,
        actor=None,
        owner=world.units["ttct"],
        source=quotas.Line(line.pk),
        seats=10,
        names_due_on=LATER,
    )


def test_seats_go_to_units_served_and_to_no_other(world, do, served):
    a, z, b = (world.units[code].pk for code in ("xa-a", "xa-z", "xa-b"))
    assert set(quotas.units_below(served, served.owner_id, scenarios.TODAY)) == {a, z}
    do(quotas.allot_seats, actor=None, quota=served, unit_id=served.owner_id, seats={a: 3, z: 2})
    with pytest.raises(quotas.AllotmentRefused):
        do(quotas.allot_seats, actor=None, quota=served, unit_id=served.owner_id, seats={b: 1})
    # a served commune hands on to its own cell, and gives back to it what came from it
    cell = world.units["xa-a-cb1"].pk
    do(quotas.allot_seats, quota=served, actor=world.commune, unit_id=a, seats={cell: 1})
    do(quotas.return_seats, quota=served, actor=world.commune, unit_id=cell, free=1, reason="Không dùng")
    assert quotas.seats_of_unit(served, a).free == 3
    do(quotas.return_seats, quota=served, actor=world.commune, unit_id=a, free=1, reason="Không dùng")
    rows = quotas.branches(served, served.owner_id, scenarios.TODAY)
    assert {row.unit_id: row.whole.total for row in rows} == {served.owner_id: 6, a: 2, z: 2}


def test_seats_of_a_notice_stay_with_the_owners_own(world, do):
    """Who is only served by the centre is not sent by it: the notice's list would not take them."""
    org.record_service_area(
        actor=None, centre=world.units["ttct"], unit=world.units["xa-z"], valid_from=scenarios.FOUNDED
    )
    quota = do(
        quotas.issue_quota,
        actor=None,
        owner=world.units["ttct"],
        source=quotas.Notice("5-TB", scenarios.TODAY, "Chiêu sinh", catalogue.get_programme("NTVD").pk),
        seats=4,
        names_due_on=LATER,
    )
    z = world.units["xa-z"].pk
    assert quotas.units_below(quota, quota.owner_id, scenarios.TODAY) == []
    with pytest.raises(quotas.AllotmentRefused, match="chỉ phân bổ cho đơn vị trực thuộc"):
        do(quotas.allot_seats, actor=None, quota=quota, unit_id=quota.owner_id, seats={z: 1})
    scenarios.give_account(world, "guest", ("unit_officer", "xa-z"))
    assert quota not in quotas.quotas_visible_to(world.guest, scenarios.TODAY)


def test_nothing_is_done_by_hand_once_the_notice_is_cancelled(world, do):
    quota = do(
        quotas.issue_quota,
        actor=None,
        owner=world.units["huyen"],
        source=quotas.Notice("6-TB", scenarios.TODAY, "Chiêu sinh", catalogue.get_programme("NTVD").pk),
        seats=4,
        names_due_on=LATER,
    )
    a = world.units["xa-a"].pk
    do(quotas.allot_seats, actor=None, quota=quota, unit_id=quota.owner_id, seats={a: 2})
    assert not quotas.is_closed(quota)
    do(quotas.close_quota, actor=None, quota=quota, reason="Hủy")
    assert quotas.is_closed(quota)
    tries = (
        (quotas.change_issued, {"seats": 5, "reason": "Thêm"}),
        (quotas.allot_seats, {"unit_id": quota.owner_id, "seats": {a: 1}}),
        (quotas.set_deadline, {"names_due_on": LATER, "waiting_order": "asked"}),
        (quotas.ask_seats, {"unit_id": a, "seats": 1, "reason": "Thêm"}),
        (quotas.reserve_seats, {"unit_id": a, "seats": 1}),
    )
    for operation, values in tries:
        with pytest.raises(quotas.QuotaClosed, match="6-TB đã hủy"):
            do(operation, actor=None, quota=quota, **values)
    assert quotas.actions_at(world.committee, quota, quota.owner, scenarios.TODAY) == quotas.May()


def test_who_is_served_sees_its_own_side(world, do, served):
    a, z = world.units["xa-a"], world.units["xa-z"]
    do(quotas.allot_seats, actor=None, quota=served, unit_id=served.owner_id, seats={a.pk: 3, z.pk: 2})
    scenarios.give_account(world, "guest", ("unit_officer", "xa-z"))
    for actor, unit in ((world.commune, a), (world.guest, z)):
        assert served in quotas.quotas_visible_to(actor, scenarios.TODAY)
        assert served in quotas.quotas_of(actor, unit, scenarios.TODAY)
        assert quotas.unit_in_quota(actor, served, unit.code, scenarios.TODAY) == unit
    assert quotas.first_unit_seen(world.commune, served, scenarios.TODAY) == a
    assert served not in quotas.quotas_visible_to(world.neighbour, scenarios.TODAY)


def test_a_centre_below_the_commune_it_serves_hands_seats_to_what_is_beside_it(world, do):
    org.record_service_area(
        actor=None, centre=world.units["ttct"], unit=world.units["huyen"], valid_from=scenarios.FOUNDED
    )
    line = scenarios.approved_line(world)
    quota = do(
        quotas.issue_quota,
        actor=None,
        owner=world.units["ttct"],
        source=quotas.Line(line.pk),
        seats=10,
        names_due_on=LATER,
    )
    a, b = world.units["xa-a"].pk, world.units["xa-b"].pk
    assert set(quotas.units_below(quota, quota.owner_id, scenarios.TODAY)) == {a, b}
    do(quotas.allot_seats, actor=None, quota=quota, unit_id=quota.owner_id, seats={a: 4})
    rows = quotas.branches(quota, quota.owner_id, scenarios.TODAY)
    assert {row.unit_id: row.whole.total for row in rows} == {quota.owner_id: 6, a: 4}


def test_the_owner_is_told_who_asks_and_what_is_past_its_deadline(world, do, quota):
    a, b = world.units["xa-a"].pk, world.units["xa-b"].pk

    def told(on=scenarios.TODAY, actor=world.committee):
        return [(item.seats, item.asks) for item in quotas.seats_on_desk(actor, on) if item.kind == "share"]

    do(quotas.allot_seats, quota=quota, unit_id=quota.owner_id, seats={a: 5})
    assert told() == []
    do(quotas.ask_seats, quota=quota, actor=world.neighbour, unit_id=b, seats=2, reason="Thêm người")
    assert told() == [(0, 1)]
    after = quota.names_due_on + timedelta(days=1)
    assert told(after) == [(5, 1)]
    assert told(after, world.commune) == []
    # of another unit's desk it is not
    assert not [item for item in quotas.seats_on_desk(world.committee, after, [a]) if item.kind == "share"]

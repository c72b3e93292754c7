"""Units end: their seats, names, asks and requests go where they go on, and come back when that is undone."""

import pytest

from hocvien.org import api as org
from hocvien.quotas import api as quotas
from hocvien.quotas.models import Carried
from tests import scenarios

NOW = scenarios.at(scenarios.TODAY, 12)


def state():
    return {
        "entries": sorted(
            map(
                str,
                quotas.Entry.objects.values_list(
                    "pk", "from_unit_id", "from_account", "to_unit_id", "to_account", "seats", "person_id"
                ),
            )
        ),
        "owners": sorted(quotas.Quota.objects.values_list("pk", "owner_id")),
        "asks": sorted(quotas.SeatAsk.objects.values_list("pk", "unit_id", "status")),
        "moves": sorted(quotas.SeatMove.objects.values_list("pk", "from_unit_id", "to_unit_id", "status")),
    }


def held(quota):
    found = quotas.balances([quota.pk])[quota.pk]
    codes = org.codes_by_id(found)
    return {codes[pk]: (one.free, one.reserved, one.named, one.confirmed) for pk, one in found.items()}


def reform(steps):
    return org.record_reorganisation(
        actor=None,
        title="Sắp xếp mẫu",
        resolution="01-NQ mẫu",
        steps=steps,
        on=scenarios.TODAY,
        today=scenarios.TODAY,
        now=NOW,
    )


@pytest.fixture
def split(world, quota, do):
    """Both communes hold seats; A named one, B waits for more and is asked for some."""
    a, b = world.units["xa-a"].pk, world.units["xa-b"].pk
    do(quotas.allot_seats, quota=quota, unit_id=quota.owner_id, seats={a: 6, b: 4})
    (person,) = scenarios.add_candidates(world, 1)
    do(quotas.name_seat, quota=quota, actor=world.commune, unit_id=a, person_id=person.pk)
    do(quotas.reserve_seats, quota=quota, actor=world.neighbour, unit_id=b, seats=4)
    do(quotas.ask_seats, quota=quota, actor=world.neighbour, unit_id=b, seats=3, reason="Thiếu")
    do(
        quotas.ask_move,
        quota=quota,
        actor=world.commune,
        from_unit_id=a,
        to_unit_id=world.units["ttct"].pk,
        seats=1,
        asked_by_giver=True,
        reason="Nhường",
    )
    return quota


@pytest.mark.parametrize(
    ("steps", "seats"),
    [
        (
            (org.Found("xa-c", "Đảng ủy xã Mới", "commune_committee", "huyen"), org.Merge(("xa-a", "xa-b"), "xa-c")),
            {"huyen": (10, 0, 0, 0), "xa-c": (5, 4, 1, 0)},
        ),
        ((org.Merge(("xa-a",), "xa-b"),), {"huyen": (10, 0, 0, 0), "xa-b": (5, 4, 1, 0)}),
        ((org.Dissolve("xa-b"),), {"huyen": (10, 4, 0, 0), "xa-a": (5, 0, 1, 0)}),
        (
            (org.AbolishLevel("district_committee", "tinh"),),
            {"tinh": (10, 0, 0, 0), "xa-a": (5, 0, 1, 0), "xa-b": (0, 4, 0, 0)},
        ),
        (
            (org.Merge(("xa-b",), "xa-a"), org.Merge(("xa-a",), "xa-z")),
            {"huyen": (10, 0, 0, 0), "xa-z": (5, 4, 1, 0)},
        ),
    ],
)
def test_seats_follow_their_unit_and_come_back(world, split, steps, seats):
    before = state()
    touched = org.preview_reorganisation(steps=steps, on=scenarios.TODAY)
    assert dict(touched.things)["Chỉ tiêu cử đi học"] > 0
    assert state() == before
    made = reform(steps)
    assert held(split) == seats
    assert sum(sum(one) for one in held(split).values()) == 20
    units = {pk for (pk,) in org.Unit.objects.filter(valid_to__lte=scenarios.TODAY).values_list("pk")}
    assert not quotas.SeatAsk.objects.filter(status="waiting", unit_id__in=units).exists()
    assert not quotas.SeatMove.objects.filter(status="asked", from_unit_id__in=units).exists()
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert state() == before
    assert not Carried.objects.exists()


def test_a_division_takes_each_name_where_its_person_goes(world, split, do):
    one, two = scenarios.add_candidates(world, 2, cell="xa-b-cb1")
    for person in (one, two):
        do(
            quotas.name_seat,
            quota=split,
            actor=world.neighbour,
            unit_id=world.units["xa-b"].pk,
            person_id=person.pk,
        )
    before = state()
    steps = (
        org.Found("xa-c", "Đảng ủy xã Mới", "commune_committee", "huyen"),
        org.Split("xa-b", (org.SplitPart("xa-c", people=(str(one.uuid),)),), rest="xa-a"),
    )
    made = reform(steps)
    where = {seat.person_id: org.codes_by_id([seat.unit_id])[seat.unit_id] for seat in quotas.seats_held(split)}
    assert (where[one.pk], where[two.pk]) == ("xa-c", "xa-a")
    assert held(split)["xa-c"] == (0, 0, 1, 0)
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    assert state() == before


def test_seats_used_since_stand_in_the_way(world, split, do):
    made = reform((org.Merge(("xa-a",), "xa-b"),))
    do(
        quotas.return_seats,
        quota=split,
        actor=world.neighbour,
        unit_id=world.units["xa-b"].pk,
        free=5,
        reason="Không dùng",
    )
    with pytest.raises(quotas.SeatsMovedSince, match="xa-b"):
        org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)
    do(quotas.allot_seats, quota=split, unit_id=split.owner_id, seats={world.units["xa-b"].pk: 5})
    org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)


def test_seats_used_at_a_unit_that_would_be_gone_stand_in_the_way(world, split, do):
    steps = (org.Found("xa-c", "Đảng ủy xã Mới", "commune_committee", "huyen"), org.Merge(("xa-a",), "xa-c"))
    made = reform(steps)
    unit = org.get_unit("xa-c")
    do(quotas.return_seats, quota=split, unit_id=unit.pk, free=5, reason="Không dùng")
    with pytest.raises((org.ReorganisationBuiltOn, quotas.SeatsMovedSince)):
        org.undo_reorganisation(actor=None, reorganisation=made, now=NOW)

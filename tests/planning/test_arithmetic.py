"""The greedy spread never exceeds the room, and says where everybody went."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvien.planning import api as planning

pytestmark = pytest.mark.once

HOSTS = ("ttct", "truong")
NEEDS = st.lists(
    st.builds(
        planning.Need,
        key=st.text("abcdef", min_size=1, max_size=3),
        programme=st.sampled_from(("NTVD", "DVM", "SC")),
        host=st.sampled_from(HOSTS),
        people=st.integers(0, 900),
    ),
    max_size=8,
    unique_by=lambda need: need.key,
)
ROOM = st.fixed_dictionaries({(host, quarter): st.integers(0, 500) for host in HOSTS for quarter in range(1, 5)})
SIZES = st.tuples(st.integers(1, 60), st.integers(0, 80)).map(lambda pair: (pair[0], sum(pair)))


@given(NEEDS, ROOM, SIZES)
def test_spread_keeps_to_the_room_and_accounts_for_everybody(needs, room, sizes):
    smallest, largest = sizes
    spread = planning.spread_needs(needs, capacity=room, smallest=smallest, largest=largest)
    used = {}
    placed = {}
    for one in spread.classes:
        assert smallest <= one.seats <= largest
        assert one.free == room[one.need.host, one.quarter] - used.get((one.need.host, one.quarter), 0)
        used[one.need.host, one.quarter] = used.get((one.need.host, one.quarter), 0) + one.seats
        placed[one.need.key] = placed.get(one.need.key, 0) + one.seats
    assert all(seats <= room[place] for place, seats in used.items())
    left = {}
    for one in spread.left:
        assert one.people > 0
        left[one.need.key] = left.get(one.need.key, 0) + one.people
    assert {need.key: need.people for need in needs} == {
        need.key: placed.get(need.key, 0) + left.get(need.key, 0) for need in needs
    }
    # people who could fill a class are left only where no quarter of the host has the room for one
    for one in spread.left:
        if one.why == "full" and one.people >= smallest:
            free = {place: seats - used.get(place, 0) for place, seats in room.items() if place[0] == one.need.host}
            assert max(free.values()) < smallest


@given(NEEDS, ROOM)
def test_the_same_needs_in_any_order_give_the_same_proposal(needs, room):
    one = planning.spread_needs(needs, capacity=room, smallest=20, largest=60)
    other = planning.spread_needs(list(reversed(needs)), capacity=room, smallest=20, largest=60)
    assert one == other


@given(st.integers(0, 5000), SIZES)
def test_classes_hold_everybody_but_who_cannot_fill_one(people, sizes):
    smallest, largest = sizes
    found, left = planning.class_sizes(people, smallest, largest)
    assert sum(found) + left == people
    assert all(smallest <= size <= largest for size in found)
    assert left < smallest or not left


def test_sizes_that_make_no_sense_are_refused():
    with pytest.raises(ValueError, match="smallest"):
        planning.class_sizes(10, 0, 5)


def test_classes_go_where_most_is_free_and_by_custom_among_equals():
    need = planning.Need("NTVD", "NTVD", "ttct", 200)
    room = dict.fromkeys((("ttct", quarter) for quarter in range(1, 5)), 100)
    spread = planning.spread_needs([need], capacity=room, smallest=30, largest=80)
    assert [(one.quarter, one.seats) for one in spread.classes] == [(2, 67), (4, 67), (3, 66)]

"""Persons are counted once, whatever the key; branches and partners are those of the day."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from hocvien.common.intervals import OPEN_END
from hocvien.reporting.arithmetic import branch_of, is_inside, partner_of, share, tally
from hocvien.reporting.data import Attendance, Counts, lineages_of

# a person is in a class at most once, so a class list is a set of people
class_lists = st.lists(
    st.dictionaries(st.integers(1, 12), st.integers(1, 4), max_size=10),  # person -> sending unit
    min_size=1,
    max_size=6,
)
keys = {
    "all": lambda _class, _sender: True,
    "class": lambda class_id, _sender: class_id,
    "programme": lambda class_id, _sender: class_id % 2,
    "sender": lambda _class, sender: sender,
    "some": lambda class_id, sender: sender if class_id else None,
}


def _people(lists):
    return [
        Attendance(person, "female" if person % 3 == 0 else "male", class_id, sender)
        for class_id, members in enumerate(lists)
        for person, sender in members.items()
    ]


@given(class_lists, st.sampled_from(sorted(keys)))
def test_tally_equals_counting_each_key_alone(lists, key_name):
    people, key_of = _people(lists), keys[key_name]
    expected = {}
    for key in {key_of(one.class_id, one.sender_id) for one in people} - {None}:
        chosen = [one for one in people if key_of(one.class_id, one.sender_id) == key]
        expected[key] = Counts(
            len(chosen),
            len({one.person_id for one in chosen}),
            len({one.person_id for one in chosen if one.sex == "female"}),
        )
    assert tally(people, key_of) == expected


@given(class_lists)
def test_persons_and_women_never_exceed_participations(lists):
    for counts in tally(_people(lists), keys["sender"]).values():
        assert counts.female <= counts.persons <= counts.participations


START = date(2020, 1, 1)
MOVED = date(2023, 7, 1)
# 1 province - 2 district - (3 centre, 4 commune - 5 cell), 6 the other district - 7 its cell, which comes under 4 later
LINEAGES = lineages_of(
    [
        *[(unit, unit, 0, START, OPEN_END) for unit in range(1, 8)],
        *[(unit, 1, depth, START, OPEN_END) for unit, depth in ((2, 1), (3, 2), (4, 2), (5, 3), (6, 1))],
        (3, 2, 1, START, OPEN_END),
        (4, 2, 1, START, OPEN_END),
        (5, 4, 1, START, OPEN_END),
        (5, 2, 2, START, OPEN_END),
        (7, 6, 1, START, MOVED),
        (7, 1, 2, START, MOVED),
        (7, 4, 1, MOVED, OPEN_END),
        (7, 2, 2, MOVED, OPEN_END),
        (7, 1, 3, MOVED, OPEN_END),
    ]
)
BEFORE = date(2023, 6, 30)


def test_branch_below_the_unit_is_its_direct_child():
    assert branch_of(LINEAGES, 2, 5, BEFORE) == 4
    assert branch_of(LINEAGES, 1, 5, BEFORE) == 2


def test_branch_beside_the_unit_is_the_neighbour():
    assert branch_of(LINEAGES, 3, 5, BEFORE) == 4
    assert branch_of(LINEAGES, 3, 7, BEFORE) == 6


def test_unit_and_superiors_stand_for_themselves():
    assert branch_of(LINEAGES, 2, 2, BEFORE) == 2
    assert branch_of(LINEAGES, 3, 1, BEFORE) == 1


def test_branch_follows_the_day():
    assert branch_of(LINEAGES, 2, 7, BEFORE) == 6
    assert branch_of(LINEAGES, 2, 7, MOVED) == 4
    assert not is_inside(LINEAGES, 2, 7, BEFORE)
    assert is_inside(LINEAGES, 2, 7, MOVED)


def test_partner_is_the_first_unit_outside():
    assert partner_of(LINEAGES, 2, [3, 6, 2], BEFORE) == 6
    assert partner_of(LINEAGES, 2, [None, 3, 2], BEFORE) == 3
    assert partner_of(LINEAGES, 2, [None], BEFORE) is None


def test_share_of_nothing_is_unknown():
    assert share(3, 0) is None
    assert share(3, 4) == 0.75

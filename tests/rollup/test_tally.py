"""Rows of all units at once are byte for byte those of one row after the other."""

from array import array
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvien.rollup.arithmetic import tally
from hocvien.rollup.arithmetic.months import AGAIN, GROUP_STEP, Numbers, contributions, packed
from hocvien.rollup.errors import RollupNotInstalled
from hocvien.rollup.queries import counting
from hocvien.rollup.queries.entries import entry_of

# ids of groups are met in any order; those of units need not be near each other
UNITS = {1: 7, 2: 900_000, 3: 7, 4: 2**40, 9: 900_000, 2**21 - 1: 7}
groups = st.sampled_from(sorted(UNITS))
# group, month met in, month met in before, whether a woman
participations = st.lists(
    st.tuples(groups, st.integers(25, 27), st.sampled_from((0, 1, 24, 25, 26, AGAIN)), st.booleans()), max_size=30
)
classes = st.lists(st.tuples(groups, st.integers(25, 27), st.integers(1, 2**40)), max_size=10)
JANUARY = 25


def by_cell(people, held, *, begins):
    """What every row holds, cell by cell; people who were met from `begins` on are not told again."""
    rows: dict[int, dict[int, Numbers]] = {}

    def numbers(group):
        return rows.setdefault(UNITS[group], {}).setdefault(group * GROUP_STEP, Numbers())

    for group, _month, before, is_woman in people:
        one = numbers(group)
        one.participations += 1
        if before < begins:
            one.persons[before] = one.persons.get(before, 0) + 1
            if is_woman:
                one.women[before] = one.women.get(before, 0) + 1
    for group, _month, pk in held:
        one = numbers(group)
        one.classes += 1
        one.ids += pk
    return {unit: packed(row) for unit, row in rows.items()}


def taken(people, held):
    def codes(rows):
        return array("I", [group * GROUP_STEP + before for group, _month, before, _is_woman in rows])

    ids: Counter[int] = Counter()
    for group, _month, pk in held:
        ids[group * GROUP_STEP] += pk
    number = Counter(group * GROUP_STEP for group, _month, _pk in held)
    women = codes([row for row in people if row[3]])
    return tally.Counted.of_month([np.asarray(codes(people))], [np.asarray(women)] if women else [], number, ids)


@given(participations, classes)
def test_rows_at_once_are_those_of_cells(people, held):
    places = tally.Places.of({group * GROUP_STEP: unit for group, unit in UNITS.items()})
    months = []
    for month in (25, 26, 27):
        its = [[row for row in rows if row[1] == month] for rows in (people, held)]
        months.append(taken(*its))
        assert dict(tally.rows_of(months[-1], places)) == by_cell(*its, begins=AGAIN)
    year = tally.Counted.of_year(months, JANUARY)
    assert dict(tally.rows_of(year, places)) == by_cell(people, held, begins=JANUARY)


@given(st.lists(st.tuples(st.booleans(), st.lists(st.tuples(groups, st.integers(25, 27)), min_size=1)), min_size=1))
def test_many_people_at_once_are_told_as_one_after_the_other(met):
    people = [(is_woman, [group * GROUP_STEP + month for group, month in places]) for is_woman, places in met]
    told = tally.People.of(
        array("I", [code for _is_woman, codes in people for code in codes]),
        [len(codes) for _is_woman, codes in people],
        [is_woman for is_woman, _codes in people],
    )
    assert list(told.entries()) == [entry_of(sorted(codes), is_woman=is_woman) for is_woman, codes in people]
    single = [
        (month, group + before, is_woman)
        for is_woman, codes in people
        for group, month, before in contributions(sorted(codes))
    ]
    found = {month: (sorted(everybody.tolist()), sorted(women.tolist())) for month, everybody, women in told.by_month()}
    assert found == {
        month: (
            sorted(code for its, code, _is_woman in single if its == month),
            sorted(code for its, code, is_woman in single if its == month and is_woman),
        )
        for month in {its for its, _code, _is_woman in single}
    }


def test_without_the_library_building_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(tally, "np", None)
    assert not tally.is_installed()
    with pytest.raises(RollupNotInstalled) as refused:
        counting.require_numpy()
    assert "nation" in str(refused.value)

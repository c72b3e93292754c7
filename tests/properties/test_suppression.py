"""What somebody without access to people may be shown: no sum or difference of it, between units or parts of a year, is of few people."""

from collections import Counter
from datetime import date
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvien.reporting.arithmetic import CUTS, cut_shown, cuts_asked, is_safe
from hocvien.reporting.arithmetic.suppression import units_shown

FEWEST = 3
VALUES = "ab"


@st.composite
def trees(draw):
    """(unit → parent, facts as (unit, month, value, person)); unit 0 is the root."""
    count = draw(st.integers(2, 5))
    parents = {unit: draw(st.integers(0, unit - 1)) for unit in range(1, count)}
    months = draw(st.sampled_from([(2, 7), (5, 9, 11), tuple(range(1, 13))]))
    fact = st.tuples(st.integers(0, count - 1), st.sampled_from(months), st.sampled_from(VALUES), st.integers(0, 12))
    return parents, draw(st.lists(fact, max_size=80))


def lines(parents, unit):
    return [unit] if unit == 0 else [unit, *lines(parents, parents[unit])]


def figures_of(parents, facts):
    found = {}
    for unit, month, value, person in facts:
        for above in lines(parents, unit):
            found.setdefault(above, {}).setdefault((month, value), Counter())[person] += 1
    return found


def children_of(parents):
    children = {}
    for unit, parent in parents.items():
        children.setdefault(parent, []).append(unit)
    return children


def tables_shown(parents, facts):
    """Every table on offer as the places, (unit, month), whose facts it counts: places without any are known to be empty."""
    cut, shown = cut_shown(children_of(parents), figures_of(parents, facts), 0, FEWEST)
    assert cut in CUTS
    taught = {(unit, month) for unit, month, _value, _person in facts}
    ends = (0, *cut, 12)
    return {
        frozenset((where, month) for where, month in taught if unit in lines(parents, where) and first < month <= last)
        for unit in shown
        for first, last in combinations(ends, 2)
    } - {frozenset()}


def assert_safe(places, facts, told):
    for value in VALUES:
        people = {person for unit, month, held, person in facts if held == value and (unit, month) in places}
        assert not people or len(people) >= FEWEST, (told, value, people)


@given(trees())
def test_no_difference_between_units_and_parts_of_a_year_is_of_few_people(tree):
    parents, facts = tree
    shown = tables_shown(parents, facts)
    for table in shown:
        assert_safe(table, facts, table)
        inside = sorted((one for one in shown if one < table), key=lambda one: (-len(one), sorted(one)))[:9]
        for taken in chain.from_iterable(combinations(inside, size) for size in range(1, 4)):
            if sum(map(len, taken)) == len(frozenset().union(*taken)):
                assert_safe(table.difference(*taken), facts, (table, taken))


@given(trees(), st.data())
def test_no_sum_of_what_is_shown_with_whatever_signs_is_of_few_people(tree, data):
    """Any combination that counts some places once and the others not at all; who knows where nothing was taught does not care for the rest."""
    parents, facts = tree
    shown = sorted(tables_shown(parents, facts), key=sorted)
    if not shown:
        return
    signed = st.lists(st.tuples(st.sampled_from(shown), st.sampled_from([-1, 1])), min_size=2, max_size=5)
    for _attempt in range(20):
        total = Counter()
        for table, sign in data.draw(signed):
            total.update(dict.fromkeys(table, sign))
        if set(total.values()) <= {0, 1}:
            assert_safe({place for place, times in total.items() if times}, facts, total)


def test_a_unit_whose_branches_are_all_large_shows_them_all():
    facts = [(unit, month, "a", person) for unit in (1, 2) for month in range(1, 13) for person in range(5)]
    cut, shown = cut_shown({0: [1, 2]}, figures_of({1: 0, 2: 0}, facts), 0, FEWEST)
    assert (cut, shown) == (CUTS[0], {0, 1, 2})


def test_one_small_branch_takes_the_smallest_other_with_it():
    sizes = {1: 1, 2: 4, 3: 9}
    figures = {unit: {"a": Counter(range(size))} for unit, size in sizes.items()}
    figures[0] = {"a": sum((one["a"] for one in figures.values()), Counter())}
    assert units_shown({0: [1, 2, 3]}, figures, 0, FEWEST) == {0, 3}


def test_a_year_is_not_cut_where_what_is_left_is_small():
    """Eleven months and the year are not both shown when December is of one person."""
    facts = [*((0, 5, "a", person) for person in range(9)), (0, 12, "a", 1)]
    cut, shown = cut_shown({}, figures_of({}, facts), 0, FEWEST)
    assert (cut, shown) == ((), {0})


def test_a_branch_that_taught_in_one_part_alone_does_not_tell_of_the_other_branches():
    """Branch 1 taught in spring alone: the unit's spring less branch 1 would be branch 2's spring, of one person."""
    spring = [*((1, 2, "a", person) for person in range(6)), (2, 2, "a", 20)]
    autumn = [(2, 11, "a", person) for person in range(20, 26)]
    facts = [*spring, *autumn]
    parents = {1: 0, 2: 0}
    for table in tables_shown(parents, facts):
        for other in tables_shown(parents, facts):
            if other < table:
                assert_safe(table - other, facts, (table, other))


@pytest.mark.parametrize(
    ("first", "last", "cuts"),
    [
        (date(2023, 1, 1), date(2023, 12, 31), {2023: set()}),
        (date(2023, 1, 1), date(2023, 8, 31), {2023: {8}}),
        (date(2023, 4, 1), date(2023, 6, 30), {2023: {3, 6}}),
        (date(2023, 9, 1), date(2024, 8, 31), {2023: {8}, 2024: {8}}),
        (date(2020, 10, 1), date(2022, 9, 30), {2020: {9}, 2021: set(), 2022: {9}}),
        (date(2022, 12, 15), date(2023, 12, 14), None),
    ],
)
def test_days_cut_years_after_their_months(first, last, cuts):
    assert cuts_asked(first, last) == cuts


def test_safe_is_of_nobody_or_of_enough():
    assert is_safe({"a": Counter(), "b": Counter(range(3))}, FEWEST)
    assert not is_safe({"b": Counter(range(2))}, FEWEST)

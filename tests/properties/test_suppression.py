"""What somebody without access to people may be shown: no sum or difference of it is of few people."""

from collections import Counter
from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from hocvien.reporting.arithmetic import is_safe, units_shown

FEWEST = 3


@st.composite
def trees(draw):
    """(unit → parent, facts as (unit, cell, person)); unit 0 is the root."""
    count = draw(st.integers(2, 9))
    parents = {unit: draw(st.integers(0, unit - 1)) for unit in range(1, count)}
    fact = st.tuples(st.integers(0, count - 1), st.sampled_from("ab"), st.integers(0, 14))
    return parents, draw(st.lists(fact, max_size=60))


def lines(parents, unit):
    return [unit] if unit == 0 else [unit, *lines(parents, parents[unit])]


def figures_of(parents, facts):
    found = {}
    for unit, cell, person in facts:
        for above in lines(parents, unit):
            found.setdefault(above, {}).setdefault(cell, Counter())[person] += 1
    return found


@given(trees())
def test_no_difference_of_what_is_shown_is_of_few_people(tree):
    parents, facts = tree
    children = {}
    for unit, parent in parents.items():
        children.setdefault(parent, []).append(unit)
    figures = figures_of(parents, facts)
    shown = units_shown(children, figures, [0], FEWEST)
    for unit in shown:
        assert is_safe(figures.get(unit, {}), FEWEST)
        below = [one for one in shown if one != unit and unit in lines(parents, one)]
        for taken in chain.from_iterable(combinations(below, size) for size in range(1, len(below) + 1)):
            if any(one != other and one in lines(parents, other) for one in taken for other in taken):
                continue  # one inside another: taken out once already
            left = {
                cell: {
                    person
                    for where, told, person in facts
                    if told == cell
                    and unit in lines(parents, where)
                    and not any(one in lines(parents, where) for one in taken)
                }
                for cell in "ab"
            }
            for cell, people in left.items():
                assert not people or len(people) >= FEWEST, (unit, taken, cell, people)


def test_a_unit_whose_branches_are_all_large_shows_them_all():
    figures = figures_of({1: 0, 2: 0}, [(unit, "a", person) for unit in (1, 2) for person in range(5)])
    assert units_shown({0: [1, 2]}, figures, [0], FEWEST) == {0, 1, 2}


def test_one_small_branch_takes_the_smallest_other_with_it():
    facts = [(1, "a", 1), *((2, "a", person) for person in range(4)), *((3, "a", person) for person in range(9))]
    assert units_shown({0: [1, 2, 3]}, figures_of({1: 0, 2: 0, 3: 0}, facts), [0], FEWEST) == {0, 3}

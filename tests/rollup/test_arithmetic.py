"""Sets in rows, and which rows make a period."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hocvien.rollup.arithmetic import People, Sum, kept_alone, month_after, packed_ids, plan
from hocvien.rollup.data import Counted, Group

ids = st.sets(st.integers(1, 3_000), max_size=60) | st.builds(
    lambda start, size: set(range(start, start + size)), st.integers(1, 99), st.integers(1, 900)
)


@given(st.lists(ids, max_size=6))
def test_sets_united_have_everybody_once(sets):
    found = People()
    for one in sets:
        found.add(packed_ids(one))
    everybody = set().union(*sets)
    assert len(found) == len(everybody)
    assert found.stored() == packed_ids(everybody)


@given(st.lists(ids, min_size=1, max_size=4))
def test_rows_put_together_are_what_was_counted_together(sets):
    parts, whole = [], Sum()
    for number, people in enumerate(sets):
        female = {one for one in people if one % 3 == 0}
        group = Group(1, len(people), people, female)
        one = Counted({7: group, 8 + number % 2: group}, {(5, True): group}, {number: [(3, True)]}, 1)
        part = Sum()
        part.add(one)
        parts.append(part.packed())
        whole.add(one)
    again = Sum()
    for row in parts:
        again.add_packed(row)
    assert again.packed() == whole.packed()
    assert again.kept() == whole.kept() == kept_alone(whole.packed())


@given(st.integers(0, 900), st.integers(0, 900), st.sets(st.integers(1, 12), max_size=4))
def test_a_plan_has_every_day_once(start, length, left_out):
    first = date(2021, 1, 1) + timedelta(days=start)
    last = first + timedelta(days=length)
    made = plan(first, last, lambda month: month.month not in left_out)
    days = [one for begins, ends in made.stretches for one in span(begins, ends)]
    for month in made.months:
        days += span(month, month_after(month) - timedelta(days=1))
    for year in made.years:
        days += span(year, date(year.year, 12, 31))
    assert sorted(days) == span(first, last)


def span(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]

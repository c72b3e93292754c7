"""Half-open periods of days."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hocvien.common.errors import DomainError
from hocvien.common.intervals import OPEN_END, Interval, day_after, first_overlap, overlaps

days = st.dates(date(2000, 1, 1), date(2001, 12, 31))


@st.composite
def intervals(draw):
    start = draw(days)
    return Interval(start, draw(st.just(OPEN_END) | st.integers(1, 400).map(lambda n: start + timedelta(days=n))))


def days_of(interval):
    return {
        date(2000, 1, 1) + timedelta(days=n)
        for n in range(1200)
        if interval.contains(date(2000, 1, 1) + timedelta(days=n))
    }


def test_interval_upside_down_is_refused_in_words():
    with pytest.raises(DomainError) as refused:
        Interval(date(2023, 5, 2), date(2023, 5, 2))
    assert (
        str(refused.value) == "Ngày kết thúc 02/05/2023 không sau ngày bắt đầu 02/05/2023: hãy sửa một trong hai ngày."
    )


def test_interval_of_days_includes_both():
    interval = Interval.of_days(date(2023, 5, 2), date(2023, 5, 3))
    assert interval.contains(date(2023, 5, 3))
    assert not interval.contains(date(2023, 5, 4))
    assert interval.last_day == date(2023, 5, 3)
    assert Interval.of_days(date(2023, 5, 2), None).last_day is None


def test_day_after_keeps_the_open_end():
    assert day_after(OPEN_END) == OPEN_END
    assert day_after(date(2023, 12, 31)) == date(2024, 1, 1)


def test_overlaps_touching_ends_do_not():
    assert not overlaps(date(2023, 1, 1), date(2023, 2, 1), date(2023, 2, 1), OPEN_END)


@given(intervals(), intervals())
def test_overlaps_is_what_counting_days_says(a, b):
    assert a.overlaps(b) == b.overlaps(a) == bool(days_of(a) & days_of(b))


@given(intervals(), intervals())
def test_intersection_and_without_part_the_days(a, b):
    common = a.intersection(b)
    rest = [days_of(left) for left in a.without(b)]
    assert (days_of(common) if common else set()) == days_of(a) & days_of(b)
    assert set().union(*rest) == days_of(a) - days_of(b)


@given(st.lists(intervals(), max_size=6))
def test_first_overlap_finds_one_when_there_is_one(some):
    found = first_overlap(some)
    assert (found is not None) == any(a.overlaps(b) for i, a in enumerate(some) for b in some[i + 1 :])
    assume(found is not None)
    assert found[0].overlaps(found[1])

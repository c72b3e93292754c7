"""People by the month last met in before: any run of months adds up; rows are read as they were written; days are told once."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hocvien.rollup.arithmetic.months import (
    AGAIN,
    GROUP_STEP,
    Numbers,
    Total,
    contributions,
    day_of,
    each_once,
    month_after,
    number_of,
    packed,
    spans,
    stretches,
    unpacked,
    whole_months,
    year_begins,
)
from hocvien.rollup.data import Figures

# one person: in which months, of two groups
people = st.lists(st.lists(st.tuples(st.sampled_from((1, 2)), st.integers(1, 40)), max_size=8), max_size=8)
days = st.dates(date(1925, 1, 1), date(2105, 1, 1))


@given(people, st.integers(1, 40), st.integers(0, 39))
def test_people_of_a_run_of_months_are_each_one(met, first, length):
    last = min(first + length, 40)
    rows: dict[tuple[int, bool], dict[int, Numbers]] = {}
    for number, places in enumerate(met):
        for group, month, before in contributions(sorted(g * GROUP_STEP + m for g, m in places)):
            year = year_begins(month)
            for key, is_told in (((month, False), True), ((year, True), before < year)):
                one = rows.setdefault(key, {}).setdefault(group, Numbers())
                one.participations += 1
                if is_told and before != AGAIN:
                    one.persons[before] = one.persons.get(before, 0) + 1
                    if number % 2:
                        one.women[before] = one.women.get(before, 0) + 1
    total = Total(first)
    years, months = spans(day_of(first), day_of(last))
    for is_year, told in ((True, years), (False, months)):
        for day in told:
            if row := rows.get((number_of(day), is_year)):
                assert unpacked(packed(row)) == row
                total.add(packed(row))
    figures = total.figures()
    for group in (1, 2):
        heads = [n for n, places in enumerate(met) for g, m in places if g == group and first <= m <= last]
        found = figures.get(group * GROUP_STEP)
        told = (found.participations, found.persons, found.female) if found else (0, 0, 0)
        assert told == (len(heads), len(set(heads)), sum(n % 2 for n in set(heads)))


def test_a_row_without_anything_is_none():
    assert packed({GROUP_STEP: Numbers()}) == b""
    assert unpacked(b"") == {}
    one = Numbers(1, 2, 7, {0: 2}, {0: 1})
    one.add(Numbers(-1, -2, -7, {0: -2}, {0: -1}))
    assert one.is_empty
    assert one.ids == 0


@given(
    st.lists(st.tuples(st.integers(1, 40), st.integers(0, 30), st.integers(0, 5)), max_size=8),
    st.integers(1, 40),
    st.integers(0, 39),
)
def test_what_runs_for_months_is_told_once(held, first, length):
    running, carried = GROUP_STEP, 2 * GROUP_STEP
    last = first + length
    months: dict[int, dict[int, Numbers]] = {}
    for pk, (opens, more, people) in enumerate(held):
        for month in range(opens, opens + more + 1):
            for group in (running, carried) if month > opens else (running,):
                one = months.setdefault(month, {}).setdefault(group, Numbers())
                one.add(Numbers(1, people, pk))
    total, begun = Total(first), Total(first)
    for month in range(first, last + 1):
        if month in months:
            total.add(packed(months[month]))
    if first in months:
        begun.add(packed(months[first]))
    sums, into = total.figures(), begun.figures()
    found = each_once(sums.get(running, Figures()), sums.get(carried, Figures()), into.get(carried, Figures()))
    inside = [
        (pk, opens, people) for pk, (opens, more, people) in enumerate(held) if opens <= last and opens + more >= first
    ]
    assert (found.classes, found.participations) == (len(inside), sum(people for _pk, _opens, people in inside))
    assert found.carried == sum(opens < first for _pk, opens, _people in inside)
    assert found.ids == sum(pk for pk, _opens, _people in inside)


@given(days, st.integers(0, 2_000))
def test_every_day_is_told_once(first, length):
    last = first + timedelta(days=length)
    told = [day for begins, ends in stretches(first, last) for day in span(begins, ends)]
    if whole := whole_months(first, last):
        years, months = spans(*whole)
        for year in years:
            told += span(year, date(year.year, 12, 31))
        for month in months:
            told += span(month, month_after(month) - timedelta(days=1))
    assert sorted(told) == span(first, last)


@given(days.filter(lambda day: 1930 <= day.year < 2100))
def test_a_month_has_its_number(day):
    assert 1 <= number_of(day) < AGAIN
    assert day_of(number_of(day)) == day.replace(day=1)


def span(first, last):
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]

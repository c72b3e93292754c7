"""Days of birth and months of probation, against counting them out."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hocvien.eligibility import arithmetic
from hocvien.eligibility.clauses import KINDS, AgeAtLeast, read_clause

days = st.dates(date(1930, 1, 1), date(2060, 12, 31))


@given(days, st.integers(1, 70))
def test_latest_birth_is_the_last_that_is_old_enough(on, years):
    birth = arithmetic.latest_birth(years, on)
    assert arithmetic.months_between(birth, on) >= 12 * years
    assert arithmetic.months_between(birth + timedelta(days=1), on) < 12 * years


@given(days)
def test_latest_month_and_year_lie_wholly_before(bound):
    month, year = arithmetic.latest_birth_month(bound), arithmetic.latest_birth_year(bound)
    assert arithmetic.add_months(month, 1) - timedelta(days=1) <= bound
    assert arithmetic.add_months(month, 2) - timedelta(days=1) > bound
    assert date(year.year, 12, 31) <= bound < date(year.year + 1, 12, 31)


@given(days, st.integers(1, 24))
def test_earliest_start_is_the_first_that_reaches(until, months):
    start = arithmetic.earliest_start(months, until)
    assert arithmetic.add_months(start, months) >= until
    assert arithmetic.add_months(start - timedelta(days=1), months) < until


@given(days, st.integers(0, 480))
def test_latest_start_is_the_last_from_which_the_months_are_over(until, months):
    start = arithmetic.latest_start(months, until)
    assert arithmetic.add_months(start, months) <= until
    assert arithmetic.add_months(start + timedelta(days=1), months) > until


@pytest.mark.parametrize(
    ("birth", "retires"),
    [
        (date(1961, 1, 5), date(2021, 4, 5)),
        (date(1961, 9, 30), date(2021, 12, 30)),
        (date(1961, 10, 1), date(2022, 4, 1)),
        (date(1962, 7, 1), date(2023, 4, 1)),
        (date(1966, 4, 1), date(2028, 4, 1)),
        (date(1970, 1, 1), date(2032, 1, 1)),
    ],
)
def test_retirement_age_of_men_rises_year_by_year(birth, retires):
    assert arithmetic.retires_on(birth, 2021, 723, 3, 744) == retires


@given(st.dates(date(2000, 1, 1), date(2060, 12, 31)))
def test_earliest_birth_is_the_first_that_retires_then(on):
    rule = (2021, 664, 4, 720)
    birth = arithmetic.earliest_birth_retiring(on, *rule)
    assert arithmetic.retires_on(birth, *rule) >= on
    assert arithmetic.retires_on(birth - timedelta(days=1), *rule) < on


@pytest.mark.parametrize(
    ("kind", "parameters"),
    [
        ("unheard_of", {}),
        ("age_at_least", {"female": 30}),
        ("age_at_least", {"female": 30, "male": 30, "colour": 1}),
        ("age_at_least", {"female": 30, "male": 30, "reference": "sometime"}),
        ("member", {"standing": "honorary"}),
    ],
)
def test_clause_with_wrong_blanks_is_refused(kind, parameters):
    with pytest.raises(ValueError):
        read_clause(kind, parameters)


def test_clause_is_read_from_its_row():
    assert read_clause("age_at_least", {"female": 28, "male": 30}) == AgeAtLeast(female=28, male=30)
    assert read_clause("post_held", {"kinds": ["leader"]}).kinds == ("leader",)
    assert len(KINDS) == 18

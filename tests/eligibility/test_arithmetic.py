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

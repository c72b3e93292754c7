"""The periods of reports, as codes, days and words."""

from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from hocvien.common.errors import DomainError
from hocvien.common.periods import Period, parse_period, period_between, year_period


@pytest.mark.parametrize(
    ("code", "first", "last", "label"),
    [
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "năm 2023"),
        ("2023-6m", date(2023, 1, 1), date(2023, 6, 30), "6 tháng đầu năm 2023"),
        ("2023-8m", date(2023, 1, 1), date(2023, 8, 31), "8 tháng đầu năm 2023"),
        ("2023-sy", date(2023, 9, 1), date(2024, 8, 31), "năm học 2023–2024"),
        ("2023-9m", date(2023, 1, 1), date(2023, 9, 30), "9 tháng đầu năm 2023"),
        ("2023-q1", date(2023, 1, 1), date(2023, 3, 31), "quý I năm 2023"),
        ("2023-q4", date(2023, 10, 1), date(2023, 12, 31), "quý IV năm 2023"),
        ("2023-m05", date(2023, 5, 1), date(2023, 5, 31), "tháng 5 năm 2023"),
        ("2024-m02", date(2024, 2, 1), date(2024, 2, 29), "tháng 2 năm 2024"),
        ("2023-01-01..2023-08-15", date(2023, 1, 1), date(2023, 8, 15), "từ 01/01/2023 đến 15/8/2023"),
        ("2022-12-15..2023-06-14", date(2022, 12, 15), date(2023, 6, 14), "từ 15/12/2022 đến 14/6/2023"),
    ],
)
def test_parse_period_knows_days_and_words(code, first, last, label):
    period = parse_period(code)
    assert (period.from_, period.to, period.label, period.code) == (first, last, label, code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "23",
        "2023-13m",
        "2023-0m",
        "2023-q5",
        "2023-m13",
        "2023-m00",
        "2023-02-31..2023-03-01",
        "nay",
        "9999",
        "2023-01-01..9999-12-31",
    ],
)
def test_parse_period_refuses_what_it_does_not_know(code):
    with pytest.raises(DomainError) as refused:
        parse_period(code)
    assert refused.value.code == "period_unknown"


def test_period_upside_down_is_said_in_words():
    with pytest.raises(DomainError) as refused:
        parse_period("2023-08-31..2023-01-01")
    assert refused.value.code == "period_upside_down"
    assert "31/08/2023" in str(refused.value)


def test_period_between_takes_the_shortest_code():
    assert period_between(date(2023, 1, 1), date(2023, 8, 31)).code == "2023-8m"
    assert period_between(date(2023, 4, 1), date(2023, 6, 30)).code == "2023-q2"
    assert period_between(date(2023, 1, 1), date(2023, 12, 31)).code == "2023"


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 2000))
def test_period_code_leads_back_to_the_same_days(first, length):
    last = date.fromordinal(first.toordinal() + length)
    period = period_between(first, last)
    again = parse_period(period.code)
    assert (again.from_, again.to) == (first, last) == (period.from_, period.to)
    assert period.contains(last)
    assert not period.contains(period.to_exclusive)


def test_a_named_period_is_said_by_its_name_and_its_days():
    named = Period("nk2020", date(2020, 1, 1), date(2021, 1, 1), "2020–2025")
    assert named.label == "nhiệm kỳ 2020–2025 (từ 01/01/2020 đến 31/12/2020)"
    assert named.plain_code == "2020"
    assert parse_period("2023-q1").plain_code == "2023-q1"


def test_year_period_is_the_calendar_year():
    assert year_period(date(2023, 8, 31)).code == "2023"


def test_period_label_is_said_in_the_readers_language():
    with translation.override("en"):
        label = parse_period("2023-8m").label
    assert "8" in label
    assert "2023" in label
    assert "tháng" not in label


def test_since_a_day_goes_as_far_as_today():
    period = parse_period("2021-03-15..", until=date(2026, 6, 30))
    assert (period.from_, period.to) == (date(2021, 3, 15), date(2026, 6, 30))
    assert period.label == "từ 15/3/2021 đến nay (30/6/2026)"
    assert period.plain_code == "2021-03-15..2026-06-30"
    assert parse_period("2027-01-01..", until=date(2026, 6, 30)).to == date(2027, 1, 1)
    for code in ("2021-13-01..", "2021-01-01.."):
        with pytest.raises(DomainError):
            parse_period(code, until=date(2026, 6, 30) if "13" in code else None)

"""Pure: days, months and years of a person's life, as clauses count them.

A month or year that has no such day ends on its last one (Bộ luật Dân sự 2015, điều 148): somebody born on 29 February is a
year older on 28 February of a common year.
"""

from calendar import monthrange
from datetime import date, timedelta

_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (or earlier), or the last day of that month."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(birth: date, on: date) -> int:
    """Full months lived on the day."""
    months = (on.year - birth.year) * 12 + on.month - birth.month
    return months if add_months(birth, months) <= on else months - 1


def latest_birth(years: int, on: date) -> date:
    """The last day of birth with which one is `years` old on the day: the birthday counts."""
    birth = add_months(on, -12 * years)
    while add_months(birth + _DAY, 12 * years) <= on:
        birth += _DAY
    return birth


def latest_birth_month(bound: date) -> date:
    """First day of the last month that lies wholly on or before the bound: for births known to the month."""
    first = bound.replace(day=1)
    return first if bound + _DAY == add_months(first, 1) else add_months(first, -1)


def latest_birth_year(bound: date) -> date:
    """First day of the last year that lies wholly on or before the bound: for births known to the year."""
    return date(bound.year if (bound.month, bound.day) == (12, 31) else bound.year - 1, 1, 1)


def earliest_start(months: int, until: date) -> date:
    """The first day from which `months` months reach `until` or later."""
    start = add_months(until, -months)
    while add_months(start, months) < until:
        start += _DAY
    return start

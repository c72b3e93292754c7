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
    return latest_start(12 * years, on)


def latest_start(months: int, until: date) -> date:
    """The last day from which `months` months are over on the day `until`."""
    start = add_months(until, -months)
    while add_months(start + _DAY, months) <= until:
        start += _DAY
    return start


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


def retires_on(birth: date, first_year: int, start: int, step: int, most: int) -> date:
    """The first day of the retirement age: `start` months in `first_year`, `step` more each year after, `most` at last."""
    year, age, day = first_year, start, add_months(birth, start)
    while day.year > year and age < most and step > 0:
        year, age = year + 1, min(age + step, most)
        # who was of age only before the age rose retires no earlier than the year in which it counts
        day = max(add_months(birth, age), date(year, 1, 1))
    return day


def earliest_birth_retiring(on: date, first_year: int, start: int, step: int, most: int) -> date:
    """The first day of birth with which one retires on the day or later; `retires_on` never falls as births get later."""
    low, high = add_months(on, -most).toordinal() - 62, add_months(on, -start).toordinal() + 62
    while low < high:
        middle = (low + high) // 2
        if retires_on(date.fromordinal(middle), first_year, start, step, most) >= on:
            high = middle
        else:
            low = middle + 1
    return date.fromordinal(low)

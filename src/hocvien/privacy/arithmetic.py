"""Working days, written days and masks. Pure."""

import re
from calendar import monthrange
from collections.abc import Collection, Iterable
from datetime import date, timedelta
from math import floor, pi, sin

_SATURDAY = 5
_SHORT = 6


def due_on(asked_on: date, working_days: int, holidays: Collection[date] = ()) -> date:
    """The last day to answer: so many days from Monday to Friday after the day it was asked, holidays left out."""
    day = asked_on
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY and day not in holidays
    return day


def working_days_past(due: date, on: date, holidays: Collection[date] = ()) -> int:
    """How many working days after the last day to answer it is; 0 while there is time."""
    late, day = 0, due
    while day < on:
        day += timedelta(days=1)
        late += day.weekday() < _SATURDAY and day not in holidays
    return late


def taken_instead(days: Iterable[date]) -> list[date]:
    """The days that are free besides, one for each holiday on a Saturday or Sunday: the next working day that is no holiday."""
    taken = set(days)
    more = []
    for day in sorted(taken):
        if day.weekday() >= _SATURDAY:
            instead = day
            while instead.weekday() >= _SATURDAY or instead in taken:
                instead += timedelta(days=1)
            taken.add(instead)
            more.append(instead)
    return more


def time_before(on: date, amount: int, unit: str) -> date:
    """The day so many days or months before another; the last of the month where that month is shorter."""
    if unit == "day":
        return on - timedelta(days=amount)
    year, month = divmod(on.year * 12 + on.month - 1 - amount, 12)
    return date(year, month + 1, min(on.day, monthrange(year, month + 1)[1]))


# --- the lunar calendar, at 7 hours east --------------------------------------------------------------------------------------------------
# Months begin with the day of the new moon; the month of the winter solstice is the eleventh; of thirteen months between two of them the
# first without a solar term is the leap month. Positions after Meeus, Astronomical Algorithms, cut to what a day needs.

_EPOCH = date(1970, 1, 1).toordinal()
_JULIAN = 2440588
_MONTH = 29.530588853
_HOURS_EAST = 7


def lunar_day(year: int, month: int, day: int) -> date:
    """The day of the calendar on which that day of the lunar year falls; months 1 to 10, no leap months. Years 1900 to 2100."""
    begin, end = _eleventh_month(year - 1), _eleventh_month(year)
    offset = month + 1
    if end - begin > 365 and offset >= _leap_offset(begin):
        offset += 1
    moon = floor(0.5 + (begin - 2415021.076998695) / _MONTH)
    return date.fromordinal(_new_moon(moon + offset) + day - 1 - _JULIAN + _EPOCH)


def _new_moon(number: int) -> int:
    """The Julian day on which the new moon of that number since 1900 falls."""
    century = number / 1236.85
    square, cube = century**2, century**3
    rad = pi / 180
    moon = 2415020.75933 + 29.53058868 * number + 0.0001178 * square - 0.000000155 * cube
    moon += 0.00033 * sin((166.56 + 132.87 * century - 0.009173 * square) * rad)
    sun_mean = 359.2242 + 29.10535608 * number - 0.0000333 * square - 0.00000347 * cube
    moon_mean = 306.0253 + 385.81691806 * number + 0.0107306 * square + 0.00001236 * cube
    node = 21.2964 + 390.67050646 * number - 0.0016528 * square - 0.00000239 * cube
    moon += (0.1734 - 0.000393 * century) * sin(sun_mean * rad) + 0.0021 * sin(2 * rad * sun_mean)
    moon += -0.4068 * sin(moon_mean * rad) + 0.0161 * sin(rad * 2 * moon_mean) - 0.0004 * sin(rad * 3 * moon_mean)
    moon += 0.0104 * sin(rad * 2 * node) - 0.0051 * sin(rad * (sun_mean + moon_mean))
    moon += -0.0074 * sin(rad * (sun_mean - moon_mean)) + 0.0004 * sin(rad * (2 * node + sun_mean))
    moon += -0.0004 * sin(rad * (2 * node - sun_mean)) - 0.0006 * sin(rad * (2 * node + moon_mean))
    moon += 0.0010 * sin(rad * (2 * node - moon_mean)) + 0.0005 * sin(rad * (2 * moon_mean + sun_mean))
    drift = -0.000278 + 0.000265 * century + 0.000262 * square
    return floor(moon + 0.5 - drift + _HOURS_EAST / 24)


def _solar_term(day: int) -> int:
    """Which twelfth of its way the sun is in at the beginning of that Julian day; 0 from the spring equinox, 9 from the winter solstice."""
    century = (day - 2451545.5 - _HOURS_EAST / 24) / 36525
    rad = pi / 180
    mean = 357.52910 + 35999.05030 * century - 0.0001559 * century**2 - 0.00000048 * century**3
    longitude = 280.46645 + 36000.76983 * century + 0.0003032 * century**2
    longitude += (1.914600 - 0.004817 * century - 0.000014 * century**2) * sin(rad * mean)
    longitude += (0.019993 - 0.000101 * century) * sin(rad * 2 * mean) + 0.000290 * sin(rad * 3 * mean)
    return floor((longitude % 360) / 30)


def _eleventh_month(year: int) -> int:
    """The Julian day on which the month of that year's winter solstice begins."""
    last_day = date(year, 12, 31).toordinal() - _EPOCH + _JULIAN
    number = floor((last_day - 2415021) / _MONTH)
    begin = _new_moon(number)
    return _new_moon(number - 1) if _solar_term(begin) >= 9 else begin


def _leap_offset(begin: int) -> int:
    """Of a year with thirteen months from this one: how many months after it the leap month is."""
    number = floor(0.5 + (begin - 2415021.076998695) / _MONTH)
    before, offset = -1, 1
    term = _solar_term(_new_moon(number + offset))
    while term != before and offset < 14:
        before = term
        offset += 1
        term = _solar_term(_new_moon(number + offset))
    return offset - 1


def masked(value: str) -> str:
    """A number as those see it who need not know it: "042090001234" → "0********234"; a short one shows nothing."""
    if not value:
        return ""
    if len(value) <= _SHORT:
        return "*" * len(value)
    return f"{value[0]}{'*' * (len(value) - 4)}{value[-3:]}"


def iso_day(written: str) -> str:
    """A written day ("3/5/1970", "05.1970", "1970") as ISO, as far as it goes; what is no day comes back as it is."""
    parts = re.split(r"[/.\-\s]+", written.strip())
    if not all(part.isascii() and part.isdigit() for part in parts) or len(parts) > len(("day", "month", "year")):
        return written.strip()
    if len(parts[0]) != len("1970"):
        parts.reverse()
    return "-".join(part.zfill(2) for part in parts)

"""Working days, written days and masks. Pure."""

import re
from datetime import date, timedelta

_SATURDAY = 5
_SHORT = 6


def due_on(asked_on: date, working_days: int) -> date:
    """The last day to answer: so many days from Monday to Friday after the day it was asked."""
    day = asked_on
    left = working_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day


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

"""How long a paper stands, and how numbers are written."""

import calendar
import re
from datetime import date

_LAST_DIGITS = re.compile(r"^(.*?)([0-9]+)([^0-9]*)$", re.DOTALL)


def valid_until(issued_on: date, months: int | None) -> date | None:
    """The last day a paper of so many months stands, or None where it stands for good.

    15/03/2023 and 60 months give 15/03/2028; the 31st becomes the last day of a shorter month.
    """
    if months is None:
        return None
    count = issued_on.year * 12 + issued_on.month - 1 + months
    year, month = divmod(count, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(issued_on.day, last))


def number_text(number: int, year: int, register_code: str) -> str:
    """The register number as it is printed: 0012/2023/GCN-NTVD."""
    return f"{number:04d}/{year}/{register_code}"


def blank_numbers_from(first: str) -> tuple[str, int, int, str] | None:
    """Prefix, number, width and suffix of a printed blank number, or None where it holds no digit.

    The last run of digits counts upward: "A 000998" is followed by "A 000999", "A 001000".
    """
    found = _LAST_DIGITS.match(first.strip())
    if found is None:
        return None
    prefix, digits, suffix = found.groups()
    return prefix, int(digits), len(digits), suffix

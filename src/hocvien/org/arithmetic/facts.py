"""Facts of units between the table and the door, and reporting years as days. Pure."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from hocvien.org.data import (
    Contact,
    Deadlines,
    FactValue,
    InArea,
    Layout,
    Letterhead,
    NamedPeriod,
    ReportingYear,
    Signer,
    Term,
)

_TERM_CODE = re.compile(r"nk\d{4}(-\d{2}){0,2}", re.ASCII)
_KINDS: dict[str, type[Any]] = {
    "term": Term,
    "area": InArea,
    "contact": Contact,
    "signer": Signer,
    "layout": Layout,
    "reporting_year": ReportingYear,
    "deadlines": Deadlines,
    "letterhead": Letterhead,
}


def kind_of(value: FactValue) -> str:
    """The kind a value is kept under."""
    return next(kind for kind, made in _KINDS.items() if isinstance(value, made))


def code_of(value: FactValue) -> str:
    """What tells facts of one kind apart that hold beside one another: the area, else nothing."""
    return value.area if isinstance(value, InArea) else ""


def as_kept(value: FactValue) -> dict[str, Any]:
    """The value as JSON holds it."""
    return asdict(value)


def from_kept(kind: str, kept: dict[str, Any]) -> FactValue:
    """The value a row holds."""
    value: FactValue = _KINDS[kind](**kept)
    return value


def is_day_of_every_year(day: int, month: int) -> bool:
    """Whether each year has this day: not 31/4, not 29/2."""
    try:
        date(2023, month, day)
    except ValueError:
        return False
    return True


def reporting_year(rule: ReportingYear, year: int) -> NamedPeriod:
    """The days of a reporting year, named by the calendar year in which it ends."""
    first = year if (rule.month, rule.day) == (1, 1) else year - 1
    return NamedPeriod(str(year), date(first, rule.month, rule.day), date(first + 1, rule.month, rule.day))


def is_term_code(code: str) -> bool:
    """Whether it is written as the code of a term of office: nk2020, nk2020-03, nk2020-03-15."""
    return _TERM_CODE.fullmatch(code) is not None


def with_codes(terms: Sequence[NamedPeriod]) -> list[NamedPeriod]:
    """Terms of one unit, each with the shortest code that none of the others answers to: by year, by month, by day of its beginning."""
    counted = Counter(code for one in terms for code in _codes_of(one))
    return [replace(one, code=next(code for code in _codes_of(one) if counted[code] == 1)) for one in terms]


def terms_called(terms: Sequence[NamedPeriod], code: str) -> list[NamedPeriod]:
    """Those of one unit's terms that answer to the code; a longer code than needed is understood."""
    return [one for one in terms if code in _codes_of(one)]


def _codes_of(term: NamedPeriod) -> tuple[str, str, str]:
    day = f"nk{term.from_.isoformat()}"
    return day[:6], day[:9], day

"""Facts of units between the table and the door, and reporting years as days. Pure."""

from dataclasses import asdict
from datetime import date
from typing import Any

from hocvien.org.data import Contact, FactValue, InArea, Layout, NamedPeriod, ReportingYear, Signer, Term

_KINDS: dict[str, type[Any]] = {
    "term": Term,
    "area": InArea,
    "contact": Contact,
    "signer": Signer,
    "layout": Layout,
    "reporting_year": ReportingYear,
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

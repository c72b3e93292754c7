"""Terms in force, and the days that are no working days."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from hocvien.privacy.arithmetic import lunar_day, taken_instead, time_before
from hocvien.privacy.data import FreeDay, TermInForce
from hocvien.privacy.models import Holiday, Mark, Term, TermKey

_FILES = Path(__file__).resolve().parent.parent / "data_files"
_UNITS = {"day": ("ngày", "days"), "month": ("tháng", "months")}
_MARKS = {Mark.SEEN: ("", ""), Mark.DEFAULT: ("[mặc định]", "[default]"), Mark.OFFICE: ("", "")}


@cache
def _terms() -> Mapping[str, Any]:
    return dict(yaml.safe_load((_FILES / "terms.yaml").read_text("utf-8"))["terms"])


@cache
def _holidays() -> Mapping[str, Any]:
    return dict(yaml.safe_load((_FILES / "holidays.yaml").read_text("utf-8")))


def term_on(key: str, on: date) -> TermInForce:
    """How long that is kept, as in force that day; one query."""
    said = _terms()[key]
    rows = Term.objects.filter(key=key, valid_from__lte=on).select_related("set_by")
    found = rows.order_by("-valid_from", "-pk").first()
    words = {"title": {"vi": said["vi"], "en": said["en"]}, "counted": said["counted"]}
    if found is None:
        return TermInForce(key, said["amount"], said["unit"], said["citation"], str(Mark.DEFAULT), None, "", **words)
    return TermInForce(
        key,
        found.amount,
        found.unit,
        found.citation,
        found.mark,
        found.valid_from,
        found.set_by.full_name if found.set_by else "",
        **words,
    )


def list_terms(on: date) -> list[TermInForce]:
    """Every term as in force that day; one query each."""
    return [term_on(key, on) for key in TermKey.values]


def list_term_versions(key: str) -> list[Term]:
    """What was set for a term so far, newest first; one query."""
    return list(Term.objects.filter(key=key).select_related("set_by").order_by("-valid_from", "-pk"))


def term_words(term: TermInForce, language: str) -> str:
    """As people read it: 24 tháng [mặc định]; 24 months [default]."""
    at = 1 if language == "en" else 0
    unit = _UNITS[term.unit][at]
    if language == "en" and term.amount == 1:
        unit = unit.removesuffix("s")
    return " ".join(part for part in (str(term.amount), unit, _MARKS[Mark(term.mark)][at]) if part)


def over_since(key: str, on: date) -> date:
    """What lay before this day is past its term; one query."""
    term = term_on(key, on)
    return time_before(on, term.amount, term.unit)


def free_days(year: int) -> list[FreeDay]:
    """The public holidays of a year, as an office entered them or as computed from the law's list; one query."""
    return free_days_of(year, year)


def free_days_of(first: int, last: int) -> list[FreeDay]:
    """The same of every year from the first to the last; one query."""
    entered: dict[int, list[FreeDay]] = {}
    for row in Holiday.objects.filter(on__gte=date(first, 1, 1), on__lte=date(last, 12, 31)).order_by("on"):
        day = FreeDay(row.on, {"vi": row.name, "en": row.name}, is_entered=True)
        entered.setdefault(row.on.year, []).append(day)
    return [day for year in range(first, last + 1) for day in entered.get(year) or _computed(year)]


def _computed(year: int) -> list[FreeDay]:
    file = _holidays()
    days: dict[date, dict[str, str]] = {}
    for one in file["fixed"]:
        days[date.fromisoformat(f"{year}-{one['day']}")] = {"vi": one["vi"], "en": one["en"]}
    for one in file["lunar"]:
        first = lunar_day(year, one["month"], one["day"])
        for step in range(one["from"], one["to"] + 1):
            days[first + timedelta(days=step)] = {"vi": one["vi"], "en": one["en"]}
    for day in taken_instead(days):
        days[day] = {"vi": "Nghỉ bù", "en": "Day in lieu"}
    return [FreeDay(day, days[day], is_entered=False) for day in sorted(days)]


def holidays_around(day: date) -> set[date]:
    """The public holidays of that year and the next; one query."""
    return {one.on for one in free_days_of(day.year, day.year + 1)}


def holidays_citation() -> str:
    """What the list of holidays is taken from."""
    return str(_holidays()["citation"])

"""A question of an address as the answers take it, and how it is told back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hocvien.common.errors import DomainError
from hocvien.common.periods import Period, year_period
from hocvien.org import api as org
from hocvien.reporting import api as reporting
from hocvien.web.data_api.callers import Caller
from hocvien.web.data_api.schemas import AskedBreakdown, Counting, Paged

NO_ROWS = "-"


@dataclass(frozen=True, slots=True)
class Put:
    """A question of a unit and a period, as `reporting` takes it."""

    unit: org.Unit
    period: Period
    day: date
    basis: str
    known_on: date
    seen_on: date | None

    @property
    def arguments(self) -> dict[str, Any]:
        """For `reporting.ask` and `reporting.compute_report`."""
        return {
            "unit": self.unit,
            "from_": self.period.from_,
            "to": self.period.to,
            "basis": self.basis,
            "known_on": self.known_on,
            "seen_on": self.seen_on,
        }

    def as_json(self, unit_name: str) -> dict[str, Any]:
        return {
            "unit": self.unit.code,
            "unit_name": unit_name,
            "period": self.period.code,
            "period_words": self.period.label,
            "from": self.period.from_.isoformat(),
            "to": self.period.to.isoformat(),
            "basis": self.basis,
            "basis_words": reporting.basis_title(self.basis),
            "structure": reporting.THEN if self.seen_on is None else reporting.NOW,
            "known_on": self.known_on.isoformat(),
            "seen_on": self.seen_on.isoformat() if self.seen_on else None,
        }


def put(caller: Caller, asked: Counting) -> Put:
    """Who asks what; at most five queries. As a screen reads its address: what opens after the day looked at has not happened."""
    unit = caller.unit(asked.unit)
    day = caller.day(asked.on)
    seen_on = day if asked.structure == reporting.NOW else None
    return Put(unit, period_of(caller, unit, asked.period, day), day, asked.basis, min(day, caller.today), seen_on)


def period_of(caller: Caller, unit: org.Unit, code: str, day: date) -> Period:
    """The period of a code; the year of the day where none is asked for. No query but for a term of office."""
    return reporting.read_period(code, unit, day, until=caller.today) if code.strip() else year_period(day)


def breakdown_of(asked: AskedBreakdown) -> reporting.Breakdown:
    """Measures, dimensions and picks; what is unknown is left to the refusal of `break_down`."""
    rows = "" if asked.rows == NO_ROWS else asked.rows
    columns = asked.columns if asked.columns != rows else ""
    where: dict[str, tuple[str, ...]] = {}
    for one in asked.only:
        code, _equals, values = one.partition("=")
        wanted = tuple(filter(None, values.split(",")))
        if not code or not wanted:
            raise DomainError(
                "only_unreadable",
                _("Không hiểu only=“{told}”. Viết cách chia, dấu bằng và các giá trị: only=sex=female."),
                told=one[:80],
            )
        where[code] = (*where.get(code, ()), *wanted)
    measures = tuple(dict.fromkeys(code for code in asked.m if code))
    return reporting.Breakdown(measures, rows, columns, tuple(sorted(where.items())))


def paged(rows: QuerySet[Any, Any], asked: Paged) -> tuple[list[Any], dict[str, Any]]:
    """(the rows of one page, where it stands); two queries."""
    total = rows.count()
    first = (asked.page - 1) * asked.size
    found = list(rows[first : first + asked.size]) if first < total else []
    is_more = first + len(found) < total
    return found, {
        "number": asked.page,
        "size": asked.size,
        "total": total,
        "next": asked.page + 1 if is_more and found else None,
    }


def words_of(codes: Any, known: Any) -> list[dict[str, str]]:
    """Measures or dimensions with their words, in the order asked."""
    by_code = {one.code: one for one in known}
    return [{"code": code, "title": by_code[code].title, "words": by_code[code].words} for code in codes]

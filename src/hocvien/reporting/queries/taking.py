"""What an answer is fixed with, read and not yet kept: for who holds locks only while writing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.reporting.constants import MOST_FACTS_KEPT
from hocvien.reporting.data import Answer, Breakdown, FactRows, Question
from hocvien.reporting.errors import FactsTooMany
from hocvien.reporting.queries.breakdown.answer import break_down, read_facts


@dataclass(frozen=True, slots=True)
class AnswerTaken:
    """Tables as they are told, and the facts they are counted from."""

    unit: org.Unit
    question: Question
    tables: tuple[dict[str, Any], ...]
    facts: tuple[FactRows, ...]

    @property
    def count(self) -> int:
        """How many facts there are."""
        return sum(len(one.listed) for one in self.facts)


def take_answer(
    actor: User | None, *, unit: org.Unit, question: Question, breakdowns: Sequence[Breakdown], on: date
) -> AnswerTaken:
    """What `keep_answer` writes. One statement for each kind of fact and table, and what their headings take.

    Raises NotAllowed, FactsTooMany, MeasureUnknown, DimensionUnknown.
    """
    access.require(actor, access.Permission.REPORT_VIEW, unit, on)
    tables = tuple(_table(break_down(question, one)) for one in breakdowns)
    taken = AnswerTaken(unit, question, tables, tuple(read_facts(question, breakdowns)))
    if taken.count > MOST_FACTS_KEPT:
        raise FactsTooMany(taken.count, MOST_FACTS_KEPT)
    return taken


def _table(answer: Answer) -> dict[str, Any]:
    """As shown: headings with their words, figures by place."""
    return {
        "breakdown": answer.breakdown.as_json(),
        "rows": [[one.code, one.title] for one in answer.rows],
        "columns": [[one.code, one.title] for one in answer.columns],
        "figures": sorted([row, column, measure, figure] for (row, column, measure), figure in answer.figures.items()),
        "unknown": sorted(answer.unknown),
    }

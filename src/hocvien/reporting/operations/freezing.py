"""An answer fixed as of a moment: its tables, and what they were counted from."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.reporting.constants import MOST_FACTS_KEPT
from hocvien.reporting.data import Answer, Breakdown, FactRows, Question
from hocvien.reporting.errors import FactsTooMany, FrozenTitleMissing
from hocvien.reporting.models import FrozenAnswer
from hocvien.reporting.queries.breakdown.answer import break_down, read_facts


@transaction.atomic
def freeze_answer(
    *,
    actor: User | None,
    unit: org.Unit,
    question: Question,
    breakdowns: Sequence[Breakdown],
    title: str,
    now: datetime,
    on: date,
    paper_of: org.Unit | None = None,
    is_generated: bool = False,
) -> FrozenAnswer:
    """Keep these tables as they are told now, with every fact behind them. One statement for each kind of fact and table, five more.

    `paper_of`: whose numbered paper it is made for; it then stands in no list, and the journal of that unit tells it, for the title is the paper's.
    Raises NotAllowed, FrozenTitleMissing, FactsTooMany, MeasureUnknown, DimensionUnknown.
    """
    access.require(actor, access.Permission.REPORT_VIEW, unit, on)
    words = clean_name(title)
    if not words:
        raise FrozenTitleMissing
    tables = [_table(break_down(question, one)) for one in breakdowns]
    facts = read_facts(question, breakdowns)
    count = sum(len(one.listed) for one in facts)
    if count > MOST_FACTS_KEPT:
        raise FactsTooMany(count, MOST_FACTS_KEPT)
    packed = pack(facts)
    kept = FrozenAnswer.objects.create(
        unit=unit,
        title=words[:200],
        question={
            "from": question.from_.isoformat(),
            "to": question.to.isoformat(),
            "basis": question.basis,
            "known_on": question.known_on.isoformat() if question.known_on else None,
            "seen_on": question.seen_on.isoformat() if question.seen_on else None,
        },
        tables=tables,
        facts=packed,
        digest=digest_of(tables, packed),
        taken_at=now,
        taken_by=actor,
        is_of_paper=paper_of is not None,
        is_generated=is_generated,
    )
    journal.record(
        actor=actor,
        verb="reporting.freeze_answer",
        subject=kept,
        unit_code=(paper_of or unit).code,
        after={"title": kept.title, "digest": kept.digest, "facts": count, **kept.question},
    )
    return kept


def pack(facts: Sequence[FactRows]) -> bytes:
    """Compressed JSON; `unpack` of the queries reads it."""
    told = [
        {"rows": one.rows, "dimensions": one.dimensions, "sums": one.sums, "ids": one.ids, "listed": one.listed}
        for one in facts
    ]
    return zlib.compress(json.dumps(told, separators=(",", ":")).encode(), 6)


def digest_of(tables: object, packed: bytes) -> str:
    """SHA-256 over the tables and the facts."""
    text = json.dumps(tables, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode() + b"\0" + packed).hexdigest()


def _table(answer: Answer) -> dict[str, object]:
    """As shown: headings with their words, figures by place."""
    return {
        "breakdown": answer.breakdown.as_json(),
        "rows": [[one.code, one.title] for one in answer.rows],
        "columns": [[one.code, one.title] for one in answer.columns],
        "figures": sorted([row, column, measure, figure] for (row, column, measure), figure in answer.figures.items()),
        "unknown": sorted(answer.unknown),
    }

"""An answer fixed as of a moment: its tables, and what they were counted from."""

import hashlib
import json
import zlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from hocvien.accounts.api import User
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.reporting.data import Breakdown, FactRows, Question
from hocvien.reporting.errors import FrozenTitleMissing
from hocvien.reporting.models import FrozenAnswer
from hocvien.reporting.queries.taking import AnswerTaken, take_answer


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
    is_generated: bool = False,
) -> FrozenAnswer:
    """Keep these tables as they are told now, with every fact behind them. One statement for each kind of fact and table, five more.

    Raises NotAllowed, FrozenTitleMissing, FactsTooMany, MeasureUnknown, DimensionUnknown.
    """
    if not clean_name(title):
        raise FrozenTitleMissing
    taken = take_answer(actor, unit=unit, question=question, breakdowns=breakdowns, on=on)
    return keep_answer(actor=actor, taken=taken, title=title, now=now, is_generated=is_generated)


@transaction.atomic
def keep_answer(
    *,
    actor: User | None,
    taken: AnswerTaken,
    title: str,
    now: datetime,
    paper_of: org.Unit | None = None,
    is_generated: bool = False,
) -> FrozenAnswer:
    """Write down what was taken, for whom it was taken; nothing is counted. Five queries.

    `paper_of`: whose numbered paper it is made for; it then stands in no list, and the journal of that unit tells it, for the title is the paper's.
    """
    question, tables, packed = taken.question, list(taken.tables), pack(taken.facts)
    kept = FrozenAnswer.objects.create(
        unit=taken.unit,
        title=clean_name(title)[:200],
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
        unit_code=(paper_of or taken.unit).code,
        after={"title": kept.title, "digest": kept.digest, "facts": taken.count, **kept.question},
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

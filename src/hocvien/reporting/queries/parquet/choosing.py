"""Where a question of measures by dimensions is asked: of the database, or of the copy where the installation keeps one and the question is large."""

from dataclasses import replace
from datetime import date
from importlib.util import find_spec

from django.conf import settings

from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.reporting.constants import LARGE_FROM
from hocvien.reporting.data import Answer, Breakdown, KeptBack, Question
from hocvien.reporting.queries.breakdown.answer import break_down, check
from hocvien.reporting.queries.breakdown.keeping_back import break_down_for_all, is_closed_to, is_sensitive, keep_back
from hocvien.reporting.queries.parquet.answer import break_down_in_parquet
from hocvien.reporting.queries.parquet.engine import opened
from hocvien.reporting.queries.parquet.kept import duckdb, find_copy


def is_on() -> bool:
    """Whether this installation keeps a copy for large questions, and can read it. No query."""
    return bool(settings.PARQUET_ENABLED) and find_spec("duckdb") is not None


def break_down_for(
    actor: User | None, question: Question, breakdown: Breakdown, on: date, *, is_headed: bool = True
) -> Answer:
    """The answer as this actor may see it that day: screens, files and other programs ask by this."""
    closed_on = on if is_closed_to(actor, question, breakdown, on) else None
    return break_down_anywhere(question, breakdown, closed_on=closed_on, is_headed=is_headed)


def break_down_anywhere(
    question: Question, breakdown: Breakdown, *, closed_on: date | None = None, is_headed: bool = True
) -> Answer:
    """As `break_down`; a large question is answered from the copy, of its moment (`copied_at`), where there is one.

    `closed_on`: as `break_down_for_all` on that day, for a viewer who may not see people. From the copy nothing sensitive is told to them, nor where the whole
    tree is large: what may be shown is judged over all of it, fact by fact. What is frozen, returned or put into a paper asks the database itself.
    Raises MeasureUnknown, DimensionUnknown.
    """
    check(breakdown)
    hides = closed_on is not None and is_sensitive(breakdown)
    if is_on() and is_large(question):
        answer = _from_copy(question, breakdown, is_headed=is_headed)
        return keep_back(answer, KeptBack.LARGE) if hides else answer
    if closed_on is None or not hides:
        return break_down(question, breakdown, is_headed=is_headed)
    if is_on() and is_large(_of_whole_tree(question)):
        return keep_back(break_down(question, breakdown, is_headed=is_headed), KeptBack.LARGE)
    return break_down_for_all(question, breakdown, closed_on, is_headed=is_headed)


def is_large(question: Question) -> bool:
    """Whether the question is about more than `LARGE_FROM` participations, as the copy has them. No query of the program's own."""
    return size_of(question) >= LARGE_FROM


def size_of(question: Question) -> int:
    """About how many participations the question is about, as the copy has them; 0 without a copy, or where even its years have fewer than is large.
    No query of the program's own.
    """
    copy = find_copy()
    if copy is None:
        return 0
    years = range(question.from_.year, question.to.year + 1)
    if sum(copy.by_year.get(year, 0) for year in years) < LARGE_FROM:
        return 0
    with opened(copy) as (connection, _copy):
        (classes,) = connection.execute(
            """SELECT count(*) FROM classes_trainingclass WHERE opens_on BETWEEN ? AND ?
            AND opened_by_id IN (SELECT descendant_id FROM org_closure WHERE ancestor_id = ?)""",
            [question.from_, question.to, question.unit_id],
        ).fetchone()
    return int(classes * sum(copy.by_year.values()) // max(copy.classes, 1))


def _of_whole_tree(question: Question) -> Question:
    """The years of the question in the tree the unit stands in."""
    line = org.ancestor_ids_as_of(question.unit_id, question.to) or [question.unit_id]
    first, last = date(question.from_.year, 1, 1), date(question.to.year, 12, 31)
    return replace(question, unit_id=line[0], seen_from_id=line[0], from_=first, to=last)


def _from_copy(question: Question, breakdown: Breakdown, *, is_headed: bool) -> Answer:
    try:
        return break_down_in_parquet(question, breakdown, is_headed=is_headed)
    except duckdb().IOException:
        # the next copy was put in the place of the one that was being read
        return break_down_in_parquet(question, breakdown, is_headed=is_headed)

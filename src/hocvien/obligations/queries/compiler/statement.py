"""One obligation on one day as one SELECT: everybody who falls under it, with every figure of the arithmetic and the state.

The list, the figures and the explanation read this same statement: `INSERT … SELECT` puts it into `Standing`, a person's page selects it for
that person alone. It stands on what other apps say of themselves: their querysets are put into it, and only the arithmetic is written here. Each
step is a table of its own (MATERIALIZED): the ORM would repeat the first step's lookups in every later one.

Rules of the clock (tests/obligations/test_agreement.py computes them again, by hand):
- *fell on* the day of becoming; or a later beginning of the unit's term, where the obligation is one of terms (or a committee may choose so); or of
  the obligation itself, where it covers those who were there before;
- the version of that day gives the dates; a recurring obligation once fulfilled goes on by the version of the day of the paper;
- a committee's choice counts as that of the day one fell under it, and once fulfilled as today's;
- a paper from before does not count, unless the obligation says so; the last day itself is in time;
- due soon and long overdue are told by the days of the responsible unit, else of the nearest above, else the shipped ones;
- long leave that begins by the due day is added, day by day; a paper's own last day is not moved.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hocvien.obligations.models import Obligation, Version
from hocvien.obligations.queries.compiler.asked import Asked
from hocvien.obligations.queries.compiler.dated import answer, clocked, judged, rested, warned
from hocvien.obligations.queries.compiler.fallen import fallen, one, source, told
from hocvien.obligations.queries.compiler.proven import proven, timed
from hocvien.obligations.queries.compiler.text import Text

# in this order the statement answers, and `Standing` takes it
COLUMNS = (
    "obligation_id",
    "version_id",
    "person_id",
    "unit_id",
    "post_id",
    "state",
    "is_met",
    "missing",
    "clock",
    "began_on",
    "fell_on",
    "base_on",
    "away_days",
    "is_away",
    "due_on",
    "paper_on",
    "paper_kind",
    "held_until",
    "term_from",
    "term_to",
)


def compile_obligation(
    obligation: Obligation,
    versions: Sequence[Version],
    on: date,
    *,
    person_ids: Sequence[int] | None = None,
    is_of_each_post: bool = False,
    is_planned: bool = False,
) -> tuple[str, list[Any]]:
    """The statement and its parameters, for everybody or for these people alone; answers `COLUMNS`. No query.

    `is_of_each_post`: a row for every post and not for the latest alone. `is_planned`: of posts one is planned for, as if
    appointed that day; `post_id` is then the planning's.
    """
    in_order = sorted(versions, key=lambda one: one.valid_from)
    asked = Asked(obligation, in_order, on, person_ids, is_of_each_post=is_of_each_post, is_planned=is_planned)
    made = _whole(asked)
    return made.sql, made.params


def _whole(asked: Asked) -> Text:
    found = Text("WITH source(person_id, began_on, post_id, at_id, home_id, missing) AS MATERIALIZED (")
    found.add(source(asked), ")")
    for name, step in (
        *((("told", told(asked)),) if asked.uses_terms else ()),
        ("one", one(asked)),
        ("fallen", fallen(asked)),
        ("proven", proven(asked)),
        ("timed", timed(asked)),
        ("clocked", clocked(asked)),
        ("rested", rested(asked)),
        ("judged", judged(asked)),
        *((("warned", warned(asked)),) if asked.has_deadlines else ()),
    ):
        found.add(f", {name} AS MATERIALIZED (", step, ")")
    return found.add(answer(asked))

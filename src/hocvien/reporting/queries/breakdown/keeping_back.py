"""Figures of sensitive dimensions for who may not see people: which questions are answered at all, and for which unit (`arithmetic/suppression`)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.reporting.arithmetic import CUTS, Cut, cut_shown, cuts_asked
from hocvien.reporting.constants import FEWEST_SHOWN, OPENED, OWN
from hocvien.reporting.data import (
    DIMENSION_OF,
    NOT_RECORDED,
    PARTICIPATION,
    TOTAL,
    Answer,
    Breakdown,
    Heading,
    KeptBack,
    Question,
)
from hocvien.reporting.queries.behind import lineages_between
from hocvien.reporting.queries.breakdown.answer import Fact, break_down, check, list_facts
from hocvien.reporting.queries.breakdown.headings import values_of

# what is told by a sensitive dimension at all: people counted once would tell how few are in two figures together
_TOLD = "participations"
# dimensions of which one says something of the other are judged together
_TOGETHER = (("band", "outcome"), ("post_group", "field_of_work"))
# the one other way to tell apart: its figures are whole blocks too
_BESIDE = {"year"}


def is_sensitive(breakdown: Breakdown) -> bool:
    """Whether it tells, or picks, by something about people that is kept from who may not see them. Raises DimensionUnknown."""
    check(breakdown)
    return any(DIMENSION_OF[code].is_sensitive for code in breakdown.dimensions)


def is_closed_to(actor: User | None, question: Question, breakdown: Breakdown, on: date) -> bool:
    """Whether something sensitive is asked by somebody who may not see the unit's people that day. Raises DimensionUnknown."""
    return is_sensitive(breakdown) and not access.can(actor, access.Permission.PERSON_VIEW, question.unit_id, on)


def break_down_for_all(question: Question, breakdown: Breakdown, today: date, *, is_headed: bool = True) -> Answer:
    """As `break_down`, for somebody who may not see people: figures from which few of them could be told are None.

    Where nothing sensitive is asked it is the same. Else two statements more, which read the years asked of the whole tree the unit stands in.
    """
    answer = break_down(question, breakdown, is_headed=is_headed)
    if not is_sensitive(breakdown):
        return answer
    return keep_back(
        answer, _why_not_asked(question, breakdown, today) or _why_not_shown(question, breakdown, answer, today)
    )


def keep_back(answer: Answer, why: KeptBack | None) -> Answer:
    """The answer without what it tells by something sensitive; where there is no reason against it, with the one measure that may be told."""
    breakdown = answer.breakdown
    kept = frozenset(code for code in breakdown.measures if why is not None or code != _TOLD)
    picks = any(DIMENSION_OF[code].is_sensitive for code, _ in breakdown.where)
    figures: dict[tuple[str, str, str], int | float | None] = {}
    for (row, column, measure), figure in answer.figures.items():
        tells = picks or any(
            DIMENSION_OF[code].is_sensitive and value != TOTAL
            for code, value in ((breakdown.rows, row), (breakdown.columns, column))
            if code
        )
        figures[row, column, measure] = None if tells and measure in kept else figure
    if why is not None:
        answer = replace(
            answer,
            rows=_every_value(breakdown.rows, answer.rows),
            columns=_every_value(breakdown.columns, answer.columns),
        )
    return replace(answer, figures=figures, kept_back=why or (KeptBack.MEASURES if kept else None), kept_measures=kept)


def _every_value(dimension: str, headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """Of a sensitive dimension all values there are, as those that occur would tell of somebody."""
    if not headings or not DIMENSION_OF[dimension].is_sensitive:
        return headings
    return (
        *(Heading(code, title) for code, title in values_of(dimension).items()),
        Heading(NOT_RECORDED, _("Chưa ghi")),
    )


def _why_not_asked(question: Question, breakdown: Breakdown, today: date) -> KeptBack | None:
    """What is told of no unit: every further way of asking is one more table to subtract."""
    sensitive = {code for code in breakdown.dimensions if DIMENSION_OF[code].is_sensitive}
    if _TOLD not in breakdown.measures:
        return KeptBack.MEASURES
    if len(sensitive) > 1 or set(breakdown.dimensions) - sensitive - _BESIDE:
        return KeptBack.DIVISION
    known_on = question.known_on or question.to
    is_today = min(known_on, question.to) == min(today, question.to)
    if question.basis != OPENED or question.seen_on is not None or not is_today:
        return KeptBack.COUNTING
    asked = cuts_asked(question.from_, question.to)
    return KeptBack.DAYS if asked is None or any(cuts - set(CUTS[0]) for cuts in asked.values()) else None


def _why_not_shown(question: Question, breakdown: Breakdown, answer: Answer, today: date) -> KeptBack | None:
    """Judged by whole years, whatever part of them is asked, so that no two questions are judged apart."""
    (sensitive,) = (code for code in breakdown.dimensions if DIMENSION_OF[code].is_sensitive)
    judged = next((codes for codes in _TOGETHER if sensitive in codes), (sensitive,))
    line = org.ancestor_ids_as_of(question.unit_id, question.to) or [question.unit_id]
    whole = replace(
        question,
        unit_id=line[0],
        seen_from_id=line[0],
        from_=date(question.from_.year, 1, 1),
        to=date(question.to.year, 12, 31),
        known_on=today,
    )
    facts = list_facts(whole, PARTICIPATION, OWN, judged)
    lines = _lines_of(whole, facts)
    ours = [fact for fact in facts if question.unit_id in lines[fact.opener_id, fact.day]]
    where = dict(breakdown.where)
    counted = sum(
        question.from_ <= fact.day <= question.to
        and fact.values[judged.index(sensitive)] in where.get(sensitive, fact.values)
        and str(fact.day.year) in where.get("year", (str(fact.day.year),))
        for fact in ours
    )
    if counted != answer.figure(_TOLD):
        return KeptBack.FEW  # it stood in another tree for a part of the days: what was judged is not what was asked
    for year, asked in (cuts_asked(question.from_, question.to) or {}).items():
        if any(fact.day.year == year for fact in ours):
            cut, shown = _shown_of([fact for fact in facts if fact.day.year == year], lines)
            if question.unit_id not in shown:
                return KeptBack.FEW
            if not asked <= set(cut):
                return KeptBack.PARTS
    return None


def _lines_of(whole: Question, facts: Iterable[Fact]) -> dict[tuple[int, date], list[int]]:
    """(Opener, day) → it and all above it that day, up to the unit asked; at most one query."""
    places = {(fact.opener_id, fact.day) for fact in facts}
    lineages = lineages_between(whole, {opener for opener, _day in places}, [day for _opener, day in places])
    lines = {}
    for opener, day in places:
        above = sorted(
            (place.depth, place.ancestor_id)
            for place in lineages.get(opener, ())
            if place.valid_from <= day < place.valid_to
        )
        ids = [pk for _depth, pk in above]
        lines[opener, day] = ids[: ids.index(whole.unit_id) + 1]
    return lines


def _shown_of(facts: Iterable[Fact], lines: Mapping[tuple[int, date], list[int]]) -> tuple[Cut, frozenset[int]]:
    """How one year is cut and which units show their tables. A unit that stood under several in the year shows nothing: its figures lie in no block."""
    figures: dict[int, dict[Any, Counter[int]]] = {}
    parents: dict[int, set[int]] = {}
    root = 0
    for fact in facts:
        line = lines[fact.opener_id, fact.day]
        root = line[-1]
        for unit in line:
            figures.setdefault(unit, {}).setdefault((fact.day.month, fact.values), Counter())[fact.person_id] += 1
        for unit, parent in pairwise(line):
            parents.setdefault(unit, set()).add(parent)
    children: dict[int, list[int]] = {}
    for unit, above in parents.items():
        if len(above) == 1:
            children.setdefault(next(iter(above)), []).append(unit)
    return cut_shown(children, figures, root, FEWEST_SHOWN)

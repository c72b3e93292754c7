"""Figures of sensitive dimensions for who may not see people: shown for a unit whole, or not at all (`arithmetic/suppression`)."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from hocvien.org import api as org
from hocvien.reporting.arithmetic import units_shown
from hocvien.reporting.constants import FEWEST_SHOWN, OWN
from hocvien.reporting.data import DIMENSION_OF, PARTICIPATION, TOTAL, Answer, Breakdown, Question
from hocvien.reporting.queries.behind import lineages_between
from hocvien.reporting.queries.breakdown.answer import break_down, check, list_facts

# what can be told by a sensitive dimension at all: other figures would tell parts of these
_TOLD = ("participations", "persons")


def is_sensitive(breakdown: Breakdown) -> bool:
    """Whether it tells, or picks, by something about people that is kept from who may not see them. Raises DimensionUnknown."""
    check(breakdown)
    return any(DIMENSION_OF[code].is_sensitive for code in breakdown.dimensions)


def break_down_for_all(question: Question, breakdown: Breakdown) -> Answer:
    """As `break_down`, for somebody who may not see people: figures that would show few of them are None.

    Where nothing sensitive is asked it is the same. Else one statement more, which reads the facts of the whole tree the unit stands in.
    """
    answer = break_down(question, breakdown)
    if not is_sensitive(breakdown):
        return answer
    picks = any(DIMENSION_OF[code].is_sensitive for code, _ in breakdown.where)
    is_shown = question.seen_on is None and question.unit_id in _shown(question, breakdown)
    kept: dict[tuple[str, str, str], int | float | None] = {}
    for (row, column, measure), figure in answer.figures.items():
        tells = picks or any(
            DIMENSION_OF[code].is_sensitive and value != TOTAL
            for code, value in ((breakdown.rows, row), (breakdown.columns, column))
            if code
        )
        if not tells or (is_shown and measure in _TOLD):
            kept[row, column, measure] = figure
        else:
            kept[row, column, measure] = None
    return replace(answer, figures=kept, is_kept_back=not is_shown)


def _shown(question: Question, breakdown: Breakdown) -> set[int]:
    """The units of the asked one's tree that may show this table."""
    line = org.ancestor_ids_as_of(question.unit_id, question.to) or [question.unit_id]
    root = line[0]
    whole = replace(question, unit_id=root, seen_from_id=root)
    where = dict(breakdown.where)
    facts = list_facts(whole, PARTICIPATION, OWN, breakdown.dimensions)
    lineages = lineages_between(whole, {fact.opener_id for fact in facts}, [fact.day for fact in facts])
    figures: dict[int, dict[Any, Counter[int]]] = {}
    above: dict[tuple[int, date], list[int]] = {}
    for fact in facts:
        place = (fact.opener_id, fact.day)
        if place not in above:
            above[place] = [
                one.ancestor_id for one in lineages.get(fact.opener_id, ()) if one.valid_from <= fact.day < one.valid_to
            ]
        # what a filter leaves out is told by the difference to the same table without it
        cell = tuple(
            (value, value in where[code]) if code in where else value
            for code, value in zip(breakdown.dimensions, fact.values, strict=True)
        )
        for unit in above[place]:
            figures.setdefault(unit, {}).setdefault(cell, Counter())[fact.person_id] += 1
    parents = org.parent_ids_as_of(figures, question.to)
    children: dict[int, list[int]] = {}
    for unit, parent in parents.items():
        children.setdefault(parent, []).append(unit)
    return units_shown(children, figures, [root], FEWEST_SHOWN)

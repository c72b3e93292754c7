"""The same question of the same days a year before, and what the plans in force ask for the year."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hocvien.catalogue import api as catalogue
from hocvien.org import api as org
from hocvien.planning import api as planning
from hocvien.reporting.data import TOTAL, Breakdown, Question

# what a plan says of a programme: measure → field of its amounts
PLANNED = {"classes": "classes", "participations": "seats"}


def year_before(question: Question) -> Question:
    """The same days of the year before; 29 February becomes the 28th, and a period to the end of February stays one."""
    first, after = _back(question.from_), _back(question.to + timedelta(days=1))
    return replace(question, from_=first, to=after - timedelta(days=1), known_on=None)


def planned_figures(question: Question, breakdown: Breakdown, on: date) -> Mapping[tuple[str, str], int] | None:
    """(row, measure) → what the plans in force of the unit and below ask for the whole year of the question, with totals.

    None where they cannot say: a question over more than one year, rows other than programmes, or figures picked by anything but the programme.
    Six queries.
    """
    year = question.to.year
    if question.from_.year != year or breakdown.rows not in {"", "programme"}:
        return None
    if any(code != "programme" for code, _ in breakdown.where):
        return None
    only = dict(breakdown.where).get("programme")
    codes = {row.pk: row.code for row in catalogue.list_programmes()}
    found: dict[tuple[str, str], int] = {}
    for line in planning.merged_lines(org.Unit.objects.get(pk=question.unit_id), year, on):
        code = codes[line.programme_id]
        if only is not None and code not in only:
            continue
        for measure, field in PLANNED.items():
            for row in dict.fromkeys((code if breakdown.rows else TOTAL, TOTAL)):
                found[row, measure] = found.get((row, measure), 0) + getattr(line.amounts, field)
    return found


def _back(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)

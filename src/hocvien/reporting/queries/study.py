"""Study sessions of a unit and all below it in numbers of people, by the branches right below: beside the figures of classes, never in them."""

from collections.abc import Iterable
from datetime import date

from hocvien.common.text import collation_key
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.reporting.arithmetic import branch_of, is_inside
from hocvien.reporting.data import StudyCounts, StudyReport, StudyRow
from hocvien.reporting.queries.behind import ask, day_seen, lineages_between, study_units_behind


def compute_study_report(
    *, unit: org.Unit, from_: date, to: date, known_on: date | None = None, seen_on: date | None = None
) -> StudyReport:
    """Of study sessions that begin in the days, both included: units summoned that are the unit or stood below it, by branch.

    By the structure of the first day of each, or through that of `seen_on`. At most six queries. Raises `period_upside_down`.
    """
    question = ask(unit=unit, from_=from_, to=to, known_on=known_on, seen_on=seen_on)
    behind = study_units_behind(question)
    found = meetings.figures_of_units(behind)
    lineages = lineages_between(question, {row.unit_id for row in found}, {row.opens_on for row in found})
    seen_from = question.seen_from_id
    branches: dict[int, list[meetings.UnitFigures]] = {}
    below: dict[int, bool] = {}
    for row in found:
        day = day_seen(question, row.opens_on)
        branch = branch_of(lineages, seen_from, row.unit_id, day)
        branches.setdefault(branch, []).append(row)
        below[branch] = branch != seen_from and is_inside(lineages, seen_from, row.unit_id, day)
    labels = org.labels_as_of({unit.pk, *branches}, seen_on or to)
    living = org.living_among(branches, seen_on or to)
    rows = [
        StudyRow(labels[pk].code, labels[pk].name, _counts(of), is_below=below[pk], is_past=pk not in living)
        for pk, of in branches.items()
    ]
    return StudyReport(
        unit_code=unit.code,
        unit_name=labels[unit.pk].name,
        from_=from_,
        to=to,
        totals=_counts(found),
        rows=tuple(sorted(rows, key=lambda row: (not row.is_below, collation_key(row.name), row.code))),
        known_on=known_on,
        seen_on=seen_on,
        is_generated=behind.filter(session__is_generated=True).exists(),
    )


def _counts(rows: Iterable[meetings.UnitFigures]) -> StudyCounts:
    of = list(rows)
    total = meetings.sum_figures(row.figures for row in of)
    return StudyCounts(
        sessions=len({row.session_id for row in of}),
        units=total.units,
        answered=total.answered,
        invited=total.invited,
        present=total.present,
        made_up=total.made_up,
        members=total.members,
    )

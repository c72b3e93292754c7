"""What reviews decided, and what later reviews say became of it."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from hocvien.accounts.api import User
from hocvien.official_papers.data import MeasureTold
from hocvien.official_papers.models import (
    DecidedMeasure,
    MeasureOutcome,
    MeasureState,
    OfficialPaper,
    PaperState,
)
from hocvien.official_papers.queries.papers import papers_visible_to
from hocvien.org import api as org

_OVER = (MeasureState.DONE, MeasureState.DROPPED)


def decided_in(paper: OfficialPaper) -> QuerySet[DecidedMeasure]:
    """What the review decides, in its order."""
    return _named(DecidedMeasure.objects.filter(paper=paper), paper).order_by("position")


def to_be_told_in(paper: OfficialPaper) -> QuerySet[DecidedMeasure]:
    """What earlier reviews of the unit decided and this one has to tell of; of a numbered review, what it told."""
    if paper.is_draft:
        return _named(open_measures(paper.unit_id).exclude(paper=paper), paper)
    told = DecidedMeasure.objects.filter(outcomes__paper=paper).select_related("paper")
    return _named(told, paper).order_by("paper__issued_on", "paper_id", "position")


def told_of(rows: Iterable[Any], outcomes: Iterable[MeasureOutcome] = ()) -> list[MeasureTold]:
    """Measures as they are shown; no query where rows and outcomes were read."""
    by_measure = {one.measure_id: one for one in outcomes}
    return [
        MeasureTold(
            row.uuid,
            row.text,
            row.responsible_name,
            row.due_on,
            row.paper.number_text,
            by_measure[row.pk].state if row.pk in by_measure else "",
            by_measure[row.pk].note if row.pk in by_measure else "",
        )
        for row in rows
    ]


def _named(rows: QuerySet[DecidedMeasure], paper: OfficialPaper) -> QuerySet[DecidedMeasure]:
    return rows.select_related("paper").annotate(responsible_name=org.name_subquery("responsible_id", paper.issued_on))


def open_measures(unit_id: int) -> QuerySet[DecidedMeasure]:
    """Measures of numbered reviews of the unit that no numbered review has told to be over, oldest first."""
    over = MeasureOutcome.objects.filter(measure=OuterRef("pk"), paper__state=PaperState.NUMBERED, state__in=_OVER)
    rows = DecidedMeasure.objects.filter(paper__unit_id=unit_id, paper__state=PaperState.NUMBERED)
    return rows.exclude(Exists(over)).select_related("paper").order_by("paper__issued_on", "paper_id", "position")


def measures_visible_to(actor: User | None, on: date) -> QuerySet[DecidedMeasure]:
    """Measures of numbered reviews the actor sees, with the review; the latest outcome that was told is annotated by the screen."""
    seen = papers_visible_to(actor, on).filter(state=PaperState.NUMBERED).values("pk")
    return DecidedMeasure.objects.filter(paper_id__in=seen).select_related("paper", "responsible")


def last_outcomes(measures: Iterable[DecidedMeasure]) -> dict[int, MeasureOutcome]:
    """Measure id → what the latest numbered review told of it; one query."""
    rows = MeasureOutcome.objects.filter(
        measure_id__in=[one.pk for one in measures], paper__state=PaperState.NUMBERED
    ).select_related("paper")
    return {row.measure_id: row for row in rows.order_by("paper__issued_on", "paper_id")}

"""What reviews decided, and what later reviews say became of it."""

from collections.abc import Iterable
from datetime import date

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


def measures_of(paper: OfficialPaper) -> list[MeasureTold]:
    """What the review decides, in its order; two queries."""
    return _told(list(paper.measures.order_by("position")), {}, paper.issued_on)


def measures_before(paper: OfficialPaper) -> list[MeasureTold]:
    """What earlier reviews of the unit decided and this one has to tell of; of a numbered review, what it told. Four queries."""
    outcomes = {one.measure_id: one for one in paper.outcomes.all()}
    if paper.is_draft:
        rows = list(open_measures(paper.unit_id).exclude(paper=paper))
    else:
        rows = list(DecidedMeasure.objects.filter(pk__in=outcomes).select_related("paper"))
        rows.sort(key=lambda row: (row.paper.issued_on, row.paper_id, row.position))
    return _told(rows, outcomes, paper.issued_on)


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


def _told(rows: list[DecidedMeasure], outcomes: dict[int, MeasureOutcome], on: date) -> list[MeasureTold]:
    labels = org.labels_as_of({row.responsible_id for row in rows}, on) if rows else {}
    return [
        MeasureTold(
            row.uuid,
            row.text,
            labels[row.responsible_id].name,
            row.due_on,
            row.paper.number_text,
            outcomes[row.pk].state if row.pk in outcomes else "",
            outcomes[row.pk].note if row.pk in outcomes else "",
        )
        for row in rows
    ]

"""What a review decides to be done, and what the next one tells became of it; both while the review is a draft."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from hocvien.accounts.api import User
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.official_papers.constants import MOST_MEASURES, REVIEWS
from hocvien.official_papers.errors import MeasureNotFound, NotAReview, PaperRefused, TooMany
from hocvien.official_papers.models import DecidedMeasure, MeasureOutcome, MeasureState, OfficialPaper
from hocvien.official_papers.operations.holding import check, lock_draft
from hocvien.official_papers.queries.measures import open_measures
from hocvien.org import api as org


@transaction.atomic
def decide_measure(
    *,
    actor: User | None,
    paper: OfficialPaper,
    text: str,
    responsible: org.Unit,
    now: datetime,
    today: date,
    due_on: date | None = None,
) -> DecidedMeasure:
    """Write a measure into a review: what, by whom, by when. Raises NotAllowed, PaperNumbered, NotAReview, PaperRefused, TooMany."""
    row = _review(actor, paper, today)
    if row.measures.count() >= MOST_MEASURES:
        raise TooMany(MOST_MEASURES)
    last = row.measures.order_by("-position").values_list("position", flat=True).first() or 0
    measure = DecidedMeasure(
        paper=row, position=last + 1, text=clean_name(text), responsible=responsible, due_on=due_on
    )
    check(measure)
    measure.save()
    said = {"measure": measure.text, "responsible": responsible.code, "due_on": due_on and due_on.isoformat()}
    _journal(row, "official_papers.decide_measure", actor, now, said)
    return measure


@transaction.atomic
def remove_measure(*, actor: User | None, paper: OfficialPaper, measure: UUID, now: datetime, today: date) -> None:
    """Take a measure out of a draft. Raises NotAllowed, PaperNumbered, MeasureNotFound."""
    row = _review(actor, paper, today)
    found = row.measures.filter(uuid=measure).first()
    if found is None:
        raise MeasureNotFound
    said = {"measure": found.text}
    found.delete()
    _journal(row, "official_papers.remove_measure", actor, now, said)


@transaction.atomic
def tell_outcome(
    *,
    actor: User | None,
    paper: OfficialPaper,
    measure: UUID,
    state: str,
    now: datetime,
    today: date,
    note: str = "",
) -> MeasureOutcome:
    """Tell in a review what became of an open measure of an earlier one. Raises NotAllowed, PaperNumbered, NotAReview, MeasureNotFound."""
    row = _review(actor, paper, today)
    found = open_measures(row.unit_id).exclude(paper=row).filter(uuid=measure).first()
    if found is None:
        raise MeasureNotFound
    if state not in MeasureState.values:
        raise PaperRefused(_("không có tình trạng “{state}”, hãy chọn trong danh sách.").format(state=state), "state")
    outcome = MeasureOutcome.objects.filter(measure=found, paper=row).first() or MeasureOutcome(
        measure=found, paper=row
    )
    outcome.state, outcome.note = state, clean_name(note)
    check(outcome)
    outcome.save()
    _journal(row, "official_papers.tell_outcome", actor, now, {"measure": found.text, "state": state})
    return outcome


def _review(actor: User | None, paper: OfficialPaper, today: date) -> OfficialPaper:
    row = lock_draft(actor, paper, today)
    if row.kind not in REVIEWS:
        raise NotAReview
    return row


def _journal(paper: OfficialPaper, verb: str, actor: User | None, now: datetime, said: dict[str, Any]) -> None:
    journal.record(actor=actor, verb=verb, subject=paper, unit_code=paper.unit.code, after=said, at=now)

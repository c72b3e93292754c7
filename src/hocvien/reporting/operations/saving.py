"""A question kept under a name, shared with those who may see the unit's reports, or removed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.reporting.data import Breakdown
from hocvien.reporting.errors import QuestionNotOwned, QuestionTitleMissing, QuestionTitleTaken
from hocvien.reporting.models import SavedQuestion
from hocvien.reporting.queries.breakdown.answer import check


@transaction.atomic
def save_question(
    *,
    actor: User,
    unit: org.Unit,
    title: str,
    breakdown: Breakdown,
    more: Mapping[str, Any],
    is_shared: bool,
    now: datetime,
    on: date,
) -> SavedQuestion:
    """Keep a breakdown; `more`: basis, structure, comparison. Raises NotAllowed, QuestionTitleMissing, QuestionTitleTaken, MeasureUnknown."""
    access.require(actor, access.Permission.REPORT_VIEW, unit, on)
    check(breakdown)
    words = clean_name(title)
    if not words:
        raise QuestionTitleMissing
    if SavedQuestion.objects.filter(owner=actor, unit=unit, title=words).exists():
        raise QuestionTitleTaken(words)
    kept = SavedQuestion.objects.create(
        unit=unit,
        title=words[:160],
        asked={**breakdown.as_json(), **more},
        owner=actor,
        is_shared=is_shared,
        created_at=now,
    )
    _tell(actor, "reporting.save_question", kept)
    return kept


@transaction.atomic
def share_question(*, actor: User, question: SavedQuestion, is_shared: bool) -> None:
    """Let others who may see the unit's reports ask it, or keep it to oneself again. Raises QuestionNotOwned."""
    _require_owned(actor, question)
    question.is_shared = is_shared
    question.save(update_fields=["is_shared"])
    _tell(actor, "reporting.share_question", question)


@transaction.atomic
def remove_question(*, actor: User, question: SavedQuestion) -> None:
    """Raises QuestionNotOwned."""
    _require_owned(actor, question)
    _tell(actor, "reporting.remove_question", question)
    question.delete()


def _require_owned(actor: User, question: SavedQuestion) -> None:
    if question.owner_id != actor.pk:
        raise QuestionNotOwned


def _tell(actor: User, verb: str, question: SavedQuestion) -> None:
    journal.record(
        actor=actor,
        verb=verb,
        subject=question,
        unit_code=question.unit.code,
        after={"title": question.title, "is_shared": question.is_shared, **question.asked},
    )

"""Reads of batches; each belongs to whoever made it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Count, QuerySet

from hocvien.accounts.api import User
from hocvien.batches.constants import BACK_DAYS
from hocvien.batches.errors import BatchNotFound
from hocvien.batches.models import Batch, BatchItem, BatchKind, BatchState, Outcome
from hocvien.batches.wording import REASONS
from hocvien.common.wording import say
from hocvien.people import api as people

_WORKS: dict[str, Any] = {
    BatchKind.RATING: people.NewRating,
    BatchKind.MANAGEMENT: people.NewManagement,
    BatchKind.LEAVE: people.NewLeave,
    BatchKind.MOVE: people.NewMove,
}
_DAYS = {"valid_from", "valid_to", "on", "paper_on"}


def get_batch(owner: User | None, uuid: UUID) -> Batch:
    """The owner's batch with its job; raises BatchNotFound. One query."""
    batch = Batch.objects.defer("chosen_ids").select_related("job").filter(owner=owner, uuid=uuid).first()
    if batch is None:
        raise BatchNotFound
    return batch


def list_batches(owner: User | None) -> QuerySet[Batch]:
    """What the owner did to many people, newest first; not what was only begun."""
    return (
        Batch.objects.defer("chosen_ids")
        .filter(owner=owner, state__in=(BatchState.RUNNING, BatchState.DONE))
        .order_by("-pk")
    )


def list_items(batch: Batch) -> QuerySet[BatchItem]:
    """The people in the order of the list they were chosen from."""
    return BatchItem.objects.filter(batch=batch).order_by("number")


def count_reasons(batch: Batch, outcome: str) -> list[tuple[str, int]]:
    """Why people have this outcome, most frequent first: (code, how many); without those that have no reason. One query."""
    rows = BatchItem.objects.filter(batch=batch, outcome=outcome).exclude(reason="").values_list("reason")
    return sorted(rows.annotate(n=Count("pk")).values_list("reason", "n"), key=lambda row: -row[1])


def say_reason(code: str, data: Mapping[str, Any]) -> str:
    """Why somebody was left out, or stays, in the reader's language."""
    if code not in REASONS:
        return people.say_left_out(code, data)
    told = dict(data)
    if "what" in told:
        told["what"] = str(apps.get_model(told["what"])._meta.verbose_name)
    return say(REASONS[code], **told)


def work_of(batch: Batch) -> people.SetWork:
    """What the batch does, as the door of people takes it."""
    given = {key: date.fromisoformat(value) if key in _DAYS and value else value for key, value in batch.work.items()}
    work: people.SetWork = _WORKS[batch.kind](**given)
    return work


def back_until(batch: Batch) -> datetime | None:
    """Until when it can be taken back; None before it is done."""
    return None if batch.done_at is None else batch.done_at + timedelta(days=BACK_DAYS)


def can_take_back(batch: Batch, now: datetime) -> bool:
    """Whether it is done, not too long ago, and anybody is left to whom it was done."""
    until = back_until(batch)
    return until is not None and now <= until and batch.counts.get(Outcome.DONE, 0) > 0

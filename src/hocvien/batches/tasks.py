"""What batches do in the background; see `jobs`."""

from datetime import date
from uuid import UUID

from hocvien.batches.models import Batch
from hocvien.batches.operations import judge_parts, run_parts, take_back_parts
from hocvien.common import clock
from hocvien.jobs import api as jobs


def judge_batch(progress: jobs.Progress, *, batch: str, on: str) -> None:
    """See whom it can be done to."""
    stored = _stored(batch)
    judge_parts(actor=stored.owner, uuid=stored.uuid, on=date.fromisoformat(on), progress=progress)


def run_batch(progress: jobs.Progress, *, batch: str, on: str) -> None:
    """Do it to everybody who waits."""
    stored = _stored(batch)
    run_parts(actor=stored.owner, uuid=stored.uuid, on=date.fromisoformat(on), clock=clock.now, progress=progress)


def take_back_batch(progress: jobs.Progress, *, batch: str, on: str) -> None:
    """Undo it."""
    stored = _stored(batch)
    take_back_parts(actor=stored.owner, uuid=stored.uuid, on=date.fromisoformat(on), clock=clock.now, progress=progress)


def _stored(uuid: str) -> Batch:
    return Batch.objects.select_related("owner").get(uuid=UUID(uuid))

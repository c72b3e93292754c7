"""What exchange does in the background; see `jobs`."""

from datetime import date
from uuid import UUID

from hocvien.common import clock
from hocvien.exchange.models import StoredRoster
from hocvien.exchange.operations.roster_execution import execute_parts
from hocvien.exchange.operations.roster_keeping import plan_parts
from hocvien.exchange.operations.roster_return import take_back_rows
from hocvien.jobs import api as jobs


def plan_roster(progress: jobs.Progress, *, roster: str, on: str) -> None:
    """Plan every part of a kept roster."""
    stored = _stored(roster)
    plan_parts(actor=stored.owner, uuid=stored.uuid, on=date.fromisoformat(on), now=clock.now(), progress=progress)


def execute_roster(progress: jobs.Progress, *, roster: str, on: str) -> None:
    """Write the parts of a roster that are not written yet."""
    stored = _stored(roster)
    execute_parts(actor=stored.owner, uuid=stored.uuid, on=date.fromisoformat(on), clock=clock.now, progress=progress)


def take_back_roster(progress: jobs.Progress, *, roster: str, on: str, rows: list[str] | None) -> None:
    """Take an import back, or some of its rows."""
    stored = _stored(roster)
    chosen = None if rows is None else {UUID(row) for row in rows}
    take_back_rows(
        actor=stored.owner, uuid=stored.uuid, rows=chosen, on=date.fromisoformat(on), clock=clock.now, progress=progress
    )


def _stored(uuid: str) -> StoredRoster:
    return StoredRoster.objects.select_related("owner").get(uuid=uuid)

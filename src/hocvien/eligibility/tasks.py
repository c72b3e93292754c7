"""What eligibility does in the background; see `jobs`."""

from uuid import UUID

from hocvien.eligibility.operations.trying import finish_trial
from hocvien.jobs.api import Progress


def try_draft(progress: Progress, *, trial: str) -> None:
    """Count what a draft would change; started again it counts from the beginning, once it is kept it does nothing."""
    finish_trial(uuid=UUID(trial), progress=progress)

"""Computing done by the worker."""

from datetime import date

from hocvien.jobs.api import Progress
from hocvien.obligations.operations.keeping import bring_up, compute_all


def keep_up(progress: Progress, *, on: str) -> None:
    """Compute who changed, or everybody where the day is another or too many changed. Doing it twice changes nothing."""
    day = date.fromisoformat(on)
    progress.report(0, 1)
    if not bring_up(on=day):
        compute_all(on=day)

"""Checking done by the worker."""

from datetime import date

from hocvien.jobs.api import Progress
from hocvien.rollup.operations.keeping import check, months_to_check


def check_tonight(progress: Progress, *, on: str) -> None:
    """Hold part of the kept months against a count and mend what differs. Doing it twice changes nothing."""
    day = date.fromisoformat(on)
    check(on=day, months=months_to_check(day), repair=True, said=progress.report)

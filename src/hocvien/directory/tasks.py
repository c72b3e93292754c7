"""Upkeep of the sets, done by the worker."""

from datetime import date

from hocvien.directory.operations import bring_up, make_sets
from hocvien.directory.queries import has_sets
from hocvien.jobs.api import Progress


def keep_up(progress: Progress, *, on: str) -> None:
    """File who changed since the sets were made, or make them all where there are none. Doing it twice changes nothing."""
    day = date.fromisoformat(on)
    if has_sets():
        progress.report(0, 1)
        bring_up(on=day)
        return
    for done, chunks in make_sets(on=day):
        progress.report(done, chunks)

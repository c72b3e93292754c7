"""What privacy does in the background; see `jobs`."""

from hocvien.common import clock
from hocvien.jobs.api import Progress
from hocvien.privacy.operations.sweeping import sweep_terms


def sweep(progress: Progress) -> None:
    """Take away what is past its term; doing it twice changes nothing the second time."""
    progress.report(0, 1)
    sweep_terms(now=clock.now())

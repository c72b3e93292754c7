"""What reporting does in the background; see `jobs`."""

from uuid import UUID

from hocvien.accounts import api as accounts
from hocvien.common import clock
from hocvien.jobs.api import Progress
from hocvien.reporting.operations.parquet import write_parquet


def write_copy(progress: Progress, *, user: str | None, on_behalf_of: str) -> None:
    """Write the copy for large questions anew; doing it twice replaces the first."""
    actor = None if user is None else accounts.get_user(UUID(user))
    with progress.staying_alive():
        write_parquet(actor=actor, now=clock.now(), on_behalf_of=on_behalf_of)

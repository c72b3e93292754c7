"""What org does in the background; see `jobs`."""

from uuid import UUID

from hocvien.accounts import api as accounts
from hocvien.common import clock
from hocvien.jobs.api import Progress
from hocvien.org.operations import drafting


def try_reorganisation(progress: Progress, *, reorganisation: str, actor: str) -> None:
    """Try a large one; who gave it does not matter."""
    del actor
    progress.report(0, 1)
    drafting.try_given(uuid=UUID(reorganisation), now=clock.now())


def execute_reorganisation(progress: Progress, *, reorganisation: str, actor: str) -> None:
    """Execute a large one in one transaction; started again it finds it done."""
    progress.report(0, 1)
    user = accounts.get_user(UUID(actor)) if actor else None
    drafting.finish_reorganisation(actor=user, uuid=UUID(reorganisation), today=clock.today(), now=clock.now())


def execute_due(progress: Progress) -> None:
    """Carry out what came due; doing it twice changes nothing the second time."""
    progress.report(0, 1)
    drafting.execute_due(today=clock.today(), now=clock.now())

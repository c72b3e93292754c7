"""Giving the nightly check to the worker."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from hocvien.jobs import api as jobs
from hocvien.rollup.models import Index
from hocvien.rollup.queries.kept import is_on

TASK = "rollup.check_tonight"


def ask_for_check(*, on: date, now: datetime) -> bool:
    """Give the check to the worker once a day; whether it was given. No query where no roll-up is kept."""
    if not is_on() or not Index.objects.filter(is_whole=True).exclude(checked_on=on).exists() or jobs.is_open(TASK):
        return False
    jobs.enqueue(
        task=TASK,
        arguments={"on": on.isoformat(), "at": now.isoformat()},
        owner=None,
        label=str(_("Đối chiếu số liệu cộng dồn")),
        now=now,
    )
    return True

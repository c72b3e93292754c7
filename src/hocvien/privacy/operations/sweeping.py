"""What ends by itself when its term is over, swept once a day. Records of people are not among it: somebody reads those before they go."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.batches import api as batches
from hocvien.classes import api as classes
from hocvien.faculty import api as faculty
from hocvien.jobs import api as jobs
from hocvien.journal import api as journal
from hocvien.meetings import api as meetings
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy.data import Sweep
from hocvien.privacy.models import Look, TermKey
from hocvien.privacy.queries.terms import over_since

TASK = "privacy.sweep"
_VERB = "privacy.sweep_terms"


def forget_looks(*, before: datetime) -> int:
    """Remove looks whose term is over; returns how many."""
    return Look.objects.filter(at__lt=before).delete()[0]


def clear_contacts(*, before: datetime, now: datetime) -> int:
    """Take the contact of lecturers who no longer teach and had no session since; returns how many."""
    day = timezone.localtime(before).date()
    taught = classes.Session.objects.filter(on__gte=day, lecturer__isnull=False).values("lecturer_id")
    idle = faculty.list_lecturers().filter(is_active=False).exclude(pk__in=taught)
    return faculty.clear_contacts(actor=None, lecturer_ids=idle.order_by().values_list("pk", flat=True), now=now)


_sweeps: dict[str, Sweep] = {
    one.term: one
    for one in (
        Sweep(TermKey.LOOK, "privacy.forget_looks", lambda before, _now: forget_looks(before=before)),
        Sweep(TermKey.JOB, "jobs.forget_jobs", lambda before, _now: jobs.forget_jobs(before=before)),
        Sweep(TermKey.MERGE, "people.forget_merges", lambda before, now: people.forget_merges(before=before, now=now)),
        Sweep(TermKey.LECTURER, "faculty.clear_contacts", lambda before, now: clear_contacts(before=before, now=now)),
        Sweep(
            TermKey.STUDY,
            "meetings.forget_names",
            lambda before, now: meetings.forget_names(before=before, now=now),
        ),
        Sweep(
            TermKey.ACCOUNT,
            "access.clear_closed_accounts",
            lambda before, now: access.clear_closed_accounts(actor=None, closed_before=before, now=now),
        ),
    )
}


def register_sweep(sweep: Sweep) -> None:
    """Tell of what an app above keeps for a term; from its `apps.ready`. Telling again replaces what was told."""
    _sweeps[sweep.term] = sweep


def list_sweeps() -> list[Sweep]:
    """Everything that ends by itself."""
    return list(_sweeps.values())


def last_sweep() -> journal.Entry | None:
    """The newest sweep as the journal tells of it; one query."""
    return journal.last_entry(_VERB)


def sweep_terms(*, now: datetime) -> dict[str, int]:
    """Take away what is past its term; returns how many of each. Each kind in a transaction of its own; one entry says what went.

    Doing it twice changes nothing the second time.
    """
    today = timezone.localtime(now).date()
    gone: dict[str, int] = {}
    for key, sweep in _sweeps.items():
        start = timezone.make_aware(datetime.combine(over_since(key, today), time()))
        with transaction.atomic():
            gone[key] = sweep.run(start, now)
    with transaction.atomic():
        # its days are the program's own: as long as it can be taken back
        gone["batch"] = batches.forget_batches(before=now)
    with transaction.atomic():
        roots = org.codes_by_id(org.children_ids_as_of(None, today))
        journal.record(
            actor=None,
            verb=_VERB,
            subject=None,
            unit_code=min(roots.values(), default=""),
            after={key: number for key, number in gone.items() if number},
            at=now,
        )
    return gone


def ask_for_sweep(*, now: datetime) -> bool:
    """Give the sweep to the worker, once a day; returns whether it was given. One query where it was."""
    last = jobs.last_given(TASK)
    if last is not None and timezone.localtime(last).date() >= timezone.localtime(now).date():
        return False
    if last is not None and jobs.is_open(TASK) and now - last < timedelta(days=7):
        return False
    jobs.enqueue(task=TASK, arguments={}, owner=None, label=str(_("Xóa dữ liệu hết hạn lưu")), now=now)
    return True

"""Giving work to the worker, and doing it. What a job does is journalled by the operations it calls; the job itself is no record.

A task may be started more than once: its worker can be killed at any point, and another takes the job up when it has been
silent for a while. So a task commits in steps, each of which knows whether it has been done already.
"""

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from importlib import import_module
from threading import Event, Thread
from typing import IO, Any, Protocol

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone, translation

from hocvien.accounts.api import User
from hocvien.common.errors import DomainError
from hocvien.jobs.constants import (
    BACK_OFF_SECONDS,
    FILE_DAYS,
    KEPT_DAYS,
    MOST_ATTEMPTS,
    PART_BYTES,
    SILENCE_SECONDS,
)
from hocvien.jobs.errors import Interrupted, JobFailed
from hocvien.jobs.models import Job, JobFile, JobFilePart, JobState

logger = logging.getLogger("hocvien.jobs")
_CLOSED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


class Task(Protocol):
    def __call__(self, progress: "Progress", **arguments: Any) -> None: ...


class Progress:
    """How a running task says how far it is, between its steps and outside their transactions."""

    def __init__(self, job: Job, stop: Event | None = None) -> None:
        self._job, self._stop = job, stop

    def report(self, done: int, total: int) -> None:
        """Keep the figures and the job; two queries. Raises Interrupted when the task has to end here."""
        mine = Job.objects.filter(pk=self._job.pk, worker=self._job.worker, state=JobState.RUNNING)
        kept = mine.update(done=done, total=total, heard_at=timezone.now())
        if not kept or (self._stop is not None and self._stop.is_set()) or mine.filter(is_cancel_asked=True).exists():
            raise Interrupted

    @contextmanager
    def staying_alive(self) -> Iterator[None]:
        """Let one step take longer than a worker may be silent: another thread says that this one lives. It cannot be stopped meanwhile."""
        over = Event()

        def say_so() -> None:
            while not over.wait(SILENCE_SECONDS / 3):
                mine = Job.objects.filter(pk=self._job.pk, worker=self._job.worker, state=JobState.RUNNING)
                with suppress(OperationalError):  # the database is busy: it is said again
                    mine.update(heard_at=timezone.now())
            connection.close()

        thread = Thread(target=say_so, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def keep_file(self, *, name: str, content_type: str, content: IO[bytes], size: int) -> None:
        """Keep what the job made for its owner, FILE_DAYS long; made again it takes the place of the first. A query a megabyte."""
        with transaction.atomic():
            JobFile.objects.filter(job=self._job).delete()
            until = timezone.now() + timedelta(days=FILE_DAYS)
            file = JobFile.objects.create(
                job=self._job, name=name[:120], content_type=content_type, size=size, until=until
            )
            number = 0
            while part := content.read(PART_BYTES):
                JobFilePart.objects.create(file=file, number=number, content=part)
                number += 1


def enqueue(
    *,
    task: str,
    arguments: Mapping[str, Any],
    owner: User | None,
    label: str,
    now: datetime,
    total: int = 0,
) -> Job:
    """Give `task` ("exchange.execute_roster": that function of the app's `tasks`) to the worker, in the caller's transaction.

    Arguments are JSON. With the setting JOBS_INLINE it is done before this returns. Two queries.
    """
    _find(task)
    forget_jobs(before=now - timedelta(days=KEPT_DAYS))
    job = Job.objects.create(
        task=task, arguments=dict(arguments), owner=owner, label=label[:200], total=total, created_at=now
    )
    if settings.JOBS_INLINE:
        _take(job, "inline")
        _run(job)
    return job


def forget_jobs(*, before: datetime) -> int:
    """Remove jobs that are over and were given before that moment, with their arguments; returns how many."""
    return Job.objects.filter(state__in=_CLOSED, created_at__lt=before).delete()[0]


def cancel(*, owner: User | None, job: Job) -> None:
    """Ask a job of the owner's to end: at once when it waits, else after the step it is in. What is written stays."""
    mine = Job.objects.filter(pk=job.pk, owner=owner)
    if not mine.filter(state=JobState.WAITING).update(state=JobState.CANCELLED, finished_at=timezone.now()):
        mine.filter(state=JobState.RUNNING).update(is_cancel_asked=True)


def work_once(*, worker: str, stop: Event | None = None) -> bool:
    """Do the next job that waits, or whose worker is gone; False when there is none. `worker` names this process."""
    ready = _ready()
    # looked at without a lock first: an idle worker must not take SQLite's one write lock every second
    if not ready.exists():
        forget_files()
        return False
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        job = ready.select_for_update(skip_locked=skip).order_by("pk").first()
        if job is None:
            return False
        if job.attempts >= MOST_ATTEMPTS:
            _close(job, JobState.FAILED, JobFailed(job.attempts))
            return True
        _take(job, worker)
    _run(job, stop)
    return True


def forget_files() -> None:
    """Remove files whose time is over."""
    over = JobFile.objects.filter(until__lt=timezone.now())
    if over.exists():
        over.delete()


def _ready() -> Any:
    now = timezone.now()
    silent = now - timedelta(seconds=SILENCE_SECONDS)
    return Job.objects.filter(
        (Q(state=JobState.WAITING) & (Q(not_before=None) | Q(not_before__lte=now)))
        | Q(state=JobState.RUNNING, heard_at__lt=silent)
    )


def _take(job: Job, worker: str) -> None:
    job.state, job.worker, job.heard_at = JobState.RUNNING, worker, timezone.now()
    job.attempts += 1
    job.save(update_fields=["state", "worker", "heard_at", "attempts"])


def _run(job: Job, stop: Event | None = None) -> None:
    try:
        with translation.override("vi"):
            _find(job.task)(Progress(job, stop), **job.arguments)
    except Interrupted:
        _put_back(job)
    except DomainError as refusal:
        _close(job, JobState.FAILED, refusal)
    except Exception as problem:  # noqa: BLE001 - whatever a task breaks on, the worker goes on to the next job
        _fail(job, problem)
    else:
        _close(job, JobState.DONE)
    job.refresh_from_db()


def _put_back(job: Job) -> None:
    """Cancelled, or stopped with its worker: then it waits for the next, and this attempt does not count."""
    mine = Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING)
    if not mine.filter(is_cancel_asked=True).update(state=JobState.CANCELLED, finished_at=timezone.now()):
        mine.update(state=JobState.WAITING, not_before=None, attempts=job.attempts - 1)


def _fail(job: Job, problem: Exception) -> None:
    place = traceback.extract_tb(problem.__traceback__)[-1]
    # never the words of the error: they may hold a name or a number of somebody
    logger.error("%s: %s in %s:%s", job.task, type(problem).__name__, place.filename, place.lineno)
    if settings.JOBS_INLINE and job.worker == "inline":
        raise problem
    if job.attempts >= MOST_ATTEMPTS:
        _close(job, JobState.FAILED, JobFailed(job.attempts))
        return
    wait = timedelta(seconds=BACK_OFF_SECONDS[job.attempts - 1])
    Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING).update(
        state=JobState.WAITING, not_before=timezone.now() + wait
    )


def _close(job: Job, state: JobState, refusal: DomainError | None = None) -> None:
    words = {}
    if refusal is not None:
        for language in ("vi", "en"):
            with translation.override(language):
                words[language] = str(refusal)
    # only while it is still this worker's: one thought dead must not speak over the one that took its place
    Job.objects.filter(pk=job.pk, worker=job.worker, state=JobState.RUNNING).update(
        state=state, refusal=words, finished_at=timezone.now()
    )


def _find(task: str) -> Task:
    app, _dot, name = task.partition(".")
    function: Callable[..., None] = getattr(import_module(f"hocvien.{app}.tasks"), name)
    return function

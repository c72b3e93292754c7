"""Reads of jobs. One query each."""

from uuid import UUID

from django.db.models import QuerySet

from hocvien.accounts.api import User
from hocvien.jobs.errors import JobNotFound
from hocvien.jobs.models import Job, JobState


def get_job(owner: User | None, uuid: UUID) -> Job:
    """The owner's job; raises JobNotFound."""
    job = Job.objects.filter(owner=owner, uuid=uuid).first()
    if job is None:
        raise JobNotFound
    return job


def list_jobs(owner: User | None) -> QuerySet[Job]:
    """The owner's jobs, newest first."""
    return Job.objects.filter(owner=owner).order_by("-pk")


def has_open_jobs() -> bool:
    """Whether anything waits or runs."""
    return Job.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING)).exists()


def is_open(task: str) -> bool:
    """Whether a job of this task waits or runs."""
    return Job.objects.filter(task=task, state__in=(JobState.WAITING, JobState.RUNNING)).exists()

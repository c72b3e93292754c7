"""Reads of jobs. One query each."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from hocvien.accounts.api import User
from hocvien.jobs.constants import FILE_DAYS
from hocvien.jobs.errors import FileGone, JobNotFound
from hocvien.jobs.models import Job, JobFile, JobFilePart, JobState


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


def get_file(owner: User | None, uuid: UUID) -> JobFile:
    """The file that the owner's job made; raises JobNotFound, FileGone when its time is over. Two queries."""
    job = get_job(owner, uuid)
    file = JobFile.objects.filter(job=job, until__gte=timezone.now()).first()
    if file is None:
        raise FileGone(FILE_DAYS)
    return file


def file_parts(file: JobFile) -> Iterator[bytes]:
    """Its bytes, a megabyte at a time; one query each."""
    numbers = list(JobFilePart.objects.filter(file=file).order_by("number").values_list("number", flat=True))
    for number in numbers:
        yield bytes(JobFilePart.objects.values_list("content", flat=True).get(file=file, number=number))


def last_given(task: str) -> datetime | None:
    """When a job of this task was given last."""
    return Job.objects.filter(task=task).order_by("-pk").values_list("created_at", flat=True).first()

"""The door of jobs: work that outlives a request."""

from hocvien.jobs.constants import IDLE_SECONDS
from hocvien.jobs.errors import Interrupted, JobFailed, JobNotFound
from hocvien.jobs.models import Job, JobState
from hocvien.jobs.operations import Progress, cancel, enqueue, work_once
from hocvien.jobs.queries import get_job, has_open_jobs, is_open, list_jobs

__all__ = [
    "IDLE_SECONDS",
    "Interrupted",
    "Job",
    "JobFailed",
    "JobNotFound",
    "JobState",
    "Progress",
    "cancel",
    "enqueue",
    "get_job",
    "has_open_jobs",
    "is_open",
    "list_jobs",
    "work_once",
]

"""The door of jobs: work that outlives a request."""

from hocvien.jobs.constants import FILE_DAYS, IDLE_SECONDS
from hocvien.jobs.errors import FileGone, Interrupted, JobFailed, JobNotFound
from hocvien.jobs.models import Job, JobFile, JobState
from hocvien.jobs.operations import Progress, cancel, enqueue, forget_files, forget_jobs, work_once
from hocvien.jobs.queries import file_parts, get_file, get_job, has_open_jobs, is_open, last_given, list_jobs

__all__ = [
    "FILE_DAYS",
    "IDLE_SECONDS",
    "FileGone",
    "Interrupted",
    "Job",
    "JobFailed",
    "JobFile",
    "JobNotFound",
    "JobState",
    "Progress",
    "cancel",
    "enqueue",
    "file_parts",
    "forget_files",
    "forget_jobs",
    "get_file",
    "get_job",
    "has_open_jobs",
    "is_open",
    "last_given",
    "list_jobs",
    "work_once",
]

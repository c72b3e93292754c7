"""Work that takes longer than a request: what is to be done, for whom, and how far it has come."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class JobState(models.TextChoices):
    WAITING = "waiting", _("Đang chờ")
    RUNNING = "running", _("Đang chạy")
    DONE = "done", _("Đã xong")
    FAILED = "failed", _("Không làm được")
    CANCELLED = "cancelled", _("Đã dừng")


class Job(models.Model):
    """One piece of work. `task` names a function of an app's `tasks`; its own rows say what has been done, never this one."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    task = models.CharField(max_length=80)
    arguments = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    label = models.CharField(_("Việc"), max_length=200)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=JobState.choices, default=JobState.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    is_cancel_asked = models.BooleanField(default=False)
    # {"vi": sentence, "en": sentence} of a refusal
    refusal = models.JSONField(default=dict)
    worker = models.CharField(max_length=60, blank=True, default="")
    # machine time, also where a demonstration has a day of its own: the worker compares these with its own clock
    not_before = models.DateTimeField(null=True)
    heard_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(_("Lúc giao"))
    finished_at = models.DateTimeField(_("Lúc xong"), null=True)

    class Meta:
        verbose_name = _("Việc chạy nền")
        verbose_name_plural = _("Việc chạy nền")
        indexes = [
            models.Index(fields=["state", "id"], name="jobs_job_queue"),
            models.Index(fields=["owner", "id"], name="jobs_job_owner"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_open(self) -> bool:
        """Whether there is still something to wait for."""
        return self.state in {JobState.WAITING, JobState.RUNNING}

    @property
    def is_done(self) -> bool:
        return self.state == JobState.DONE

    @property
    def refusal_words(self) -> str:
        """Why it was not done, in the reader's language; "" when nothing was refused."""
        return str(self.refusal.get("en" if get_language() == "en" else "vi", ""))


class JobFile(models.Model):
    """What a job made for its owner to fetch, until its time is over. In the database, because the worker may be another machine."""

    job = models.OneToOneField(Job, primary_key=True, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(_("Tệp"), max_length=120)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    until = models.DateTimeField(_("Giữ đến"), db_index=True)

    class Meta:
        verbose_name = _("Tệp do việc chạy nền lập")
        verbose_name_plural = _("Tệp do việc chạy nền lập")

    def __str__(self) -> str:
        return self.name


class JobFilePart(models.Model):
    """At most a megabyte of a file, so that neither writing nor sending it takes memory."""

    file = models.ForeignKey(JobFile, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="jobs_filepart_once")]

"""One thing done to many people: what, by whom, to whom, and what became of each."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class BatchKind(models.TextChoices):
    RATING = "rating", _("Ghi xếp loại hằng năm")
    MANAGEMENT = "management", _("Đặt diện quản lý")
    LEAVE = "leave", _("Ghi thời gian nghỉ dài ngày")
    MOVE = "move", _("Chuyển sinh hoạt")


class BatchState(models.TextChoices):
    OPEN = "open", _("Đang soạn")
    JUDGING = "judging", _("Đang xét từng người")
    READY = "ready", _("Chờ ghi")
    RUNNING = "running", _("Đang ghi")
    DONE = "done", _("Đã ghi")


class Outcome(models.TextChoices):
    WAITING = "waiting", _("Sẽ ghi")
    LEFT_OUT = "left_out", _("Để ngoài")
    DONE = "done", _("Đã ghi")
    TAKEN_BACK = "taken_back", _("Đã hoàn tác")


class Batch(models.Model):
    """`work` is the form as it was filled in, JSON; `counts` how many people have each outcome."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("Việc"), max_length=12, choices=BatchKind.choices)
    work = models.JSONField(default=dict)
    # how they were chosen, in words: "" ticked one by one, else what the list was narrowed to
    chosen = models.CharField(max_length=300, blank=True)
    # ids of the people in the order of the list; each gets an item when judged, and this is emptied when it is done
    chosen_ids = models.JSONField(default=list)
    state = models.CharField(_("Tình trạng"), max_length=10, choices=BatchState.choices, default=BatchState.OPEN)
    count = models.PositiveIntegerField(_("Số người"))
    counts = models.JSONField(default=dict)
    # part → {table: its highest key when the part was done}: what has a higher one was built on it
    marks = models.JSONField(default=dict)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(_("Lúc"))
    done_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("Việc làm cho nhiều người")
        verbose_name_plural = _("Việc làm cho nhiều người")
        indexes = [models.Index(fields=["owner", "id"], name="batches_batch_owner")]

    def __str__(self) -> str:
        return self.get_kind_display()


class BatchItem(models.Model):
    """One of the people, by uuid: a record that is removed or merged away leaves the list as it was. `number` is the place in it."""

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField()
    person = models.UUIDField()
    outcome = models.CharField(_("Kết quả"), max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    # why left out, or why not taken back: a code and what its sentence names
    reason = models.CharField(max_length=20, blank=True)
    data = models.JSONField(default=dict)
    effect = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="batches_item_once")]
        indexes = [models.Index(fields=["batch", "outcome", "number"], name="batches_item_outcome")]

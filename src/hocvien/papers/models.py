"""Templates of official papers that offices edited in Word, append-only but for the day one is withdrawn; and what was filled into a paper's head."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.papers.constants import ADMISSION, CALL, NOMINATIONS, OPENING, PLAN, SENDING, SUMMONS


class PaperKind(models.TextChoices):
    PLAN = PLAN, _("Kế hoạch năm")
    CALL = CALL, _("Thông báo chiêu sinh")
    NOMINATIONS = NOMINATIONS, _("Danh sách cử đi học")
    OPENING = OPENING, _("Quyết định mở lớp, kèm danh sách")
    SENDING = SENDING, _("Quyết định cử đi học, kèm danh sách")
    SUMMONS = SUMMONS, _("Giấy triệu tập")
    ADMISSION = ADMISSION, _("Giấy báo nhập học")


class PaperTemplate(models.Model):
    """A Word file for one kind of paper of a unit and all below it that have none of their own; the newest not withdrawn is used."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    kind = models.CharField(_("Loại văn bản"), max_length=20, choices=PaperKind.choices)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    name = models.CharField(_("Tệp"), max_length=200)
    content = models.BinaryField()
    note = models.CharField(_("Ghi chú"), max_length=200, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("Lúc"))
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("Mẫu văn bản")
        verbose_name_plural = _("Mẫu văn bản")
        indexes = [
            models.Index(
                fields=["unit", "kind", "-made_at"], condition=Q(withdrawn_at__isnull=True), name="papers_template_used"
            )
        ]

    def __str__(self) -> str:
        return self.name


class FilledPaper(models.Model):
    """What an office last filled into the head of a paper of a class or of a plan. `made_at` empty: prepared from last year's, not made yet.

    The paper itself is not kept: it is made anew from the class and the template each time.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    # one with a number went out, so the class stays; `take_back_classes` takes the others away first
    training_class = models.ForeignKey(
        "classes.TrainingClass",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Lớp"),
    )
    plan = models.ForeignKey(
        "planning.Plan", on_delete=models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Kế hoạch")
    )
    kind = models.CharField(_("Loại văn bản"), max_length=20, choices=PaperKind.choices)
    number = models.CharField(_("Số và ký hiệu"), max_length=60, blank=True)
    place = models.CharField(_("Địa danh"), max_length=80, blank=True)
    on = models.DateField(_("Ngày ban hành"))
    stead = models.CharField(_("Thay mặt, ký thay"), max_length=120, blank=True)
    signer_post = models.CharField(_("Chức vụ người ký"), max_length=120, blank=True)
    signer_name = models.CharField(_("Người ký"), max_length=120, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(_("Lúc"), null=True)

    class Meta:
        verbose_name = _("Văn bản đã điền")
        verbose_name_plural = _("Văn bản đã điền")
        constraints = [
            models.CheckConstraint(
                condition=Q(training_class__isnull=True) ^ Q(plan__isnull=True), name="papers_filled_of_one"
            ),
            models.UniqueConstraint(fields=["training_class", "kind"], name="papers_filled_once_a_class"),
            models.UniqueConstraint(fields=["plan", "kind"], name="papers_filled_once_a_plan"),
        ]

    def __str__(self) -> str:
        return str(PaperKind(self.kind).label)

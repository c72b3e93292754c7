"""Templates of official papers that offices edited in Word. Append-only but for the day one is withdrawn."""

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

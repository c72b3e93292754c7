"""What exchange keeps: a roster between being read and being written, so that it is written once and as it was shown."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class StoredRoster(models.Model):
    """The rows of one workbook as read. Once executed only the rows that were held stay, to be put right and sent again."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    filename = models.CharField(_("Tệp"), max_length=200)
    on = models.DateField()
    source = models.JSONField()
    created_at = models.DateTimeField()
    executed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Lần nhập danh sách")
        verbose_name_plural = _("Lần nhập danh sách")
        indexes = [models.Index(fields=["owner", "created_at"], name="exchange_roster_owner")]

    def __str__(self) -> str:
        return self.filename

"""What happened: who, when, on whose behalf, what, to what; and beside it the values before and after.

Append-only: there is no operation that changes an entry, the models refuse it, and triggers refuse it in the database.
"""

import json
from typing import Any, Never

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.journal.errors import AppendOnly


class AppendOnlyQuerySet(models.QuerySet["Entry"]):
    """Rows that are written once."""

    def update(self, **kwargs: Any) -> Never:
        raise AppendOnly

    def delete(self) -> Never:
        raise AppendOnly


class Entry(models.Model):
    """One link of the chain. `seq` has no gaps: it is given under the lock of the head."""

    seq = models.BigIntegerField(primary_key=True)
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    at = models.DateTimeField(_("Lúc"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("Người thực hiện"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("Trống: người vận hành, làm từ dòng lệnh."),
    )
    on_behalf_of = models.CharField(_("Thay mặt"), max_length=200, blank=True, default="")
    verb = models.CharField(_("Việc"), max_length=80)
    subject_type = models.CharField(max_length=80)
    subject_uuid = models.UUIDField(null=True)
    unit_code = models.CharField(_("Đơn vị"), max_length=80, blank=True, default="")
    digest = models.CharField(max_length=64)
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("mục nhật ký")
        verbose_name_plural = _("mục nhật ký")
        indexes = (
            models.Index(fields=("subject_uuid", "seq"), name="journal_entry_subject"),
            models.Index(fields=("unit_code", "seq"), name="journal_entry_unit"),
            models.Index(fields=("verb", "seq"), name="journal_entry_verb"),
        )

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise AppendOnly


class Detail(models.Model):
    """The values of one entry, as the exact text its digest was taken of. Erasing the row keeps the chain sound."""

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="detail")
    salt = models.BinaryField(max_length=16)
    content = models.TextField()

    class Meta:
        verbose_name = _("giá trị của mục nhật ký")
        verbose_name_plural = _("giá trị của mục nhật ký")

    def __str__(self) -> str:
        return f"{self.entry_id}"

    @property
    def before(self) -> dict[str, Any]:
        return dict(json.loads(self.content)["before"])

    @property
    def after(self) -> dict[str, Any]:
        return dict(json.loads(self.content)["after"])


class Head(models.Model):
    """The last link: one row, locked while entries are added."""

    id = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("đầu nhật ký")
        verbose_name_plural = _("đầu nhật ký")

    def __str__(self) -> str:
        return f"{self.seq} {self.hash}"

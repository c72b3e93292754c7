"""Questions somebody keeps to ask again, and answers fixed as of a moment with the facts they were counted from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class SavedQuestion(models.Model):
    """A breakdown under a name. `asked`: measures, dimensions, basis, structure, comparison, as addresses write them; the unit and period come with asking."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.CASCADE, related_name="+", verbose_name=_("Đơn vị"))
    title = models.CharField(_("Tên câu hỏi"), max_length=160)
    asked = models.JSONField(default=dict)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # for everybody who may see the reports of the unit
    is_shared = models.BooleanField(_("Dùng chung"), default=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "unit", "title"],
                name="reporting_savedquestion_title",
                violation_error_message=_("Đã có câu hỏi tên này. Đặt tên khác, hoặc xóa câu hỏi cũ trước."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class FrozenAnswer(models.Model):
    """Tables as they were told at a moment. `facts` holds what they were counted from (compressed JSON, identities and values, no names)."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    title = models.CharField(_("Tên"), max_length=200)
    # days, basis, structure as asked, in plain words of `data`
    question = models.JSONField()
    # [{breakdown, rows, columns, figures}, …] as shown
    tables = models.JSONField()
    facts = models.BinaryField()
    # SHA-256 over tables and facts
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(_("Lúc chốt"))
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # what the tables of a numbered paper were counted from: for who may open the paper, through it alone
    is_of_paper = models.BooleanField(default=False, editable=False)
    is_generated = models.BooleanField(default=False, editable=False)

    class Meta:
        indexes = [models.Index(fields=["unit", "taken_at"], name="reporting_frozen_unit")]

    def __str__(self) -> str:
        return self.title

"""What happens to records as a whole: a move between two units, a merge of two records, two records known to be two people."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.people.models.choices import TransferStatus
from hocvien.people.models.persons import Person


class TransferRequest(models.Model):
    """The sending unit asks, the receiving unit accepts or returns. `from_unit` is empty for who had no official cell."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="transfer_requests")
    from_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, null=True, related_name="+")
    to_unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("Từ ngày"))
    paper_number = models.CharField(_("Số giấy giới thiệu"), max_length=60, blank=True)
    paper_on = models.DateField(_("Ngày giấy giới thiệu"), null=True, blank=True)
    status = models.CharField(max_length=10, choices=TransferStatus.choices, default=TransferStatus.ASKED)
    reason = models.CharField(_("Lý do trả lại"), max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(status="asked"),
                name="people_transfer_one_open",
                violation_error_message=_("Người này đang có một đề nghị chuyển sinh hoạt chưa trả lời."),
            )
        ]
        indexes = [
            models.Index(fields=["to_unit", "status"], name="people_transfer_to"),
            models.Index(fields=["from_unit", "status"], name="people_transfer_from"),
        ]


class Merge(models.Model):
    """Two records of one person made one. `kept` holds exactly what was moved, changed, dropped and made, so that it can be undone.

    The merged record's row is gone: nothing can forget to leave it out. Its uuid leads to the survivor from here.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    survivor_uuid = models.UUIDField(db_index=True)
    merged_uuid = models.UUIDField()
    kept = models.JSONField()
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    merged_at = models.DateTimeField()
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)
    # since when `kept` is empty, its term being over: no longer to be taken apart
    forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["merged_uuid"], condition=Q(undone_at__isnull=True), name="people_merge_once"
            ),
            models.CheckConstraint(condition=~Q(survivor_uuid=F("merged_uuid")), name="people_merge_of_two"),
        ]


class DistinctPair(models.Model):
    """Two records that look alike and are two people; kept so that the pair is not proposed again."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="people_distinctpair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="people_distinctpair_order"),
        ]


class PairQuestion(models.Model):
    """A unit asks the unit that keeps another record, out of its sight, whether the two are one person.

    `asks` is the record of those who ask, `about` the other. `answer`: "" waiting, "same"; "other people" becomes a DistinctPair.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    asks = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, blank=True, choices=[("same", _("Là một người"))])
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asks", "about"], name="people_pairquestion_once"),
            models.CheckConstraint(condition=~Q(asks=F("about")), name="people_pairquestion_of_two"),
        ]
        indexes = [models.Index(fields=["about", "answer"], name="people_pairquestion_about")]


class Carried(models.Model):
    """One fact that followed its unit when that ended: the row as it stood, and the one made of it. What taking back needs."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=40, db_index=True)
    on = models.DateField()
    table = models.CharField(max_length=40)
    fact_id = models.BigIntegerField()
    was = models.JSONField()
    made = models.JSONField(null=True)

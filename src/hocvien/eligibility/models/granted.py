"""What is decided or attested about one person for the rules: exceptions and attestations. Both are dated and end."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END


class AttestationSubject(models.TextChoices):
    """What the sender may attest [default]. The answer alone is kept: no reason, no finding."""

    NOT_DISCIPLINED = "not_disciplined", _("Không trong thời gian bị kỷ luật hoặc đang bị xem xét kỷ luật")
    RELEASED = "released", _("Cơ quan bố trí được thời gian đi học")


class Attestation(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, db_index=False, related_name="+")
    subject = models.CharField(_("Nội dung xác nhận"), max_length=30, choices=AttestationSubject.choices)
    holds = models.BooleanField(_("Xác nhận đúng"))
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Nơi cử xác nhận"))
    attested_on = models.DateField(_("Ngày xác nhận"))
    valid_to = models.DateField(_("Hết giá trị trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(attested_on__lt=F("valid_to")), name="eligibility_attestation_period"),
        ]
        indexes = [
            models.Index(fields=["person", "subject", "valid_to"], name="eligibility_attestation_person"),
        ]


class GrantedException(models.Model):
    """A special case by decision of the competent authority; `clause_kind` empty: every clause that the rule lets be lifted."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, db_index=False, related_name="+")
    programme = models.ForeignKey("catalogue.Programme", on_delete=models.CASCADE, related_name="+")
    clause_kind = models.CharField(_("Điều kiện được đặc cách"), max_length=40, blank=True)
    number = models.CharField(_("Số quyết định"), max_length=60)
    decided_on = models.DateField(_("Ngày quyết định"))
    authority = models.CharField(_("Cấp quyết định"), max_length=200)
    valid_to = models.DateField(_("Hết hiệu lực trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decided_on__lt=F("valid_to")), name="eligibility_exception_period"),
        ]
        indexes = [
            models.Index(fields=["person", "programme", "valid_to"], name="eligibility_exception_person"),
            # covering: whose clauses are lifted is answered without a look at the rows
            models.Index(
                fields=["programme", "clause_kind", "valid_to", "decided_on", "person"],
                name="eligibility_exception_lifted",
            ),
        ]

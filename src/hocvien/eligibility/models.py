"""Regulations and rule sets as data with dates. A clause row names a clause kind of `clauses.py` and its parameters."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.intervals import OPEN_END


class Regulation(models.Model):
    code = models.SlugField(max_length=60, unique=True)
    number = models.CharField(_("Số, ký hiệu"), max_length=80)
    title = models.CharField(_("Trích yếu"), max_length=300)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    valid_from = models.DateField(_("Hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("Hết hiệu lực trước ngày"), default=OPEN_END)
    successor = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_seen = models.BooleanField(_("Đã đối chiếu nguồn"), default=False)

    class Meta:
        verbose_name = _("Văn bản quy định")


class RuleSet(models.Model):
    """Who may attend a programme, in one study mode (empty: any), within a period. No row for a day means: no rule recorded."""

    programme = models.ForeignKey("catalogue.Programme", on_delete=models.CASCADE, related_name="+")
    study_mode = models.CharField(max_length=10, blank=True)
    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hết hiệu lực trước ngày"), default=OPEN_END)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="eligibility_ruleset_period"),
            models.UniqueConstraint(fields=["programme", "study_mode", "valid_to"], name="eligibility_ruleset_one_end"),
        ]


class Clause(models.Model):
    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=40)
    parameters = models.JSONField(default=dict, blank=True)
    title = models.CharField(_("Điều kiện"), max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    citation = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    mark = models.CharField(max_length=10, default="default")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule_set", "position"], name="eligibility_clause_position")]

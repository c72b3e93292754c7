"""Regulations and rule sets as data with dates. A clause row names a clause kind of `clauses.py` and its parameters."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.identity import new_uuid
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
    # recorded or touched by a person: the shipped data never overwrites it
    is_edited = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name = _("Văn bản quy định")
        verbose_name_plural = _("Văn bản quy định")

    def __str__(self) -> str:
        return self.number


class RuleSet(models.Model):
    """Who may attend a programme, in one study mode (empty: any), for one audience (empty: everybody), within a period.

    No row for a day means: no rule recorded.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    programme = models.ForeignKey("catalogue.Programme", on_delete=models.CASCADE, related_name="+")
    study_mode = models.CharField(_("Hệ học"), max_length=10, blank=True, choices=catalogue.StudyMode.choices)
    audience = models.SlugField(_("Mã nhóm đối tượng"), max_length=30, blank=True, db_index=False)
    audience_name = models.CharField(_("Nhóm đối tượng"), max_length=120, blank=True)
    audience_name_en = models.CharField(_("Nhóm đối tượng, tiếng Anh"), max_length=120, blank=True)
    valid_from = models.DateField(_("Hiệu lực từ"))
    valid_to = models.DateField(_("Hết hiệu lực trước ngày"), default=OPEN_END)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    # when somebody put it in force; empty: shipped
    published_at = models.DateTimeField(null=True, editable=False)
    # touched by a person: the shipped data never overwrites it again
    is_edited = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="eligibility_ruleset_period"),
            models.UniqueConstraint(
                fields=["programme", "study_mode", "audience", "valid_to"], name="eligibility_ruleset_one_end"
            ),
        ]


class Clause(models.Model):
    rule_set = models.ForeignKey(RuleSet, on_delete=models.CASCADE, related_name="clauses")
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    kind = models.CharField(_("Loại điều kiện"), max_length=40)
    parameters = models.JSONField(_("Tham số"), default=dict, blank=True)
    title = models.CharField(_("Điều kiện"), max_length=200)
    title_en = models.CharField(_("Tên tiếng Anh"), max_length=200, blank=True)
    regulation = models.ForeignKey(Regulation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    citation = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    mark = models.CharField(
        _("Mức xác minh"), max_length=10, choices=catalogue.Mark.choices, default=catalogue.Mark.DEFAULT
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule_set", "position"], name="eligibility_clause_position")]


class DraftStatus(models.TextChoices):
    OPEN = "open", _("Bản nháp")
    PUBLISHED = "published", _("Đã ban hành")
    DISCARDED = "discarded", _("Đã bỏ")


class RuleDraft(models.Model):
    """A rule set before it is put in force: edited, tried on real people, published once.

    `clauses`: as in `rules.yaml`, a list of {kind, parameters, title, title_en, regulation, citation, mark}.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    programme = models.ForeignKey("catalogue.Programme", on_delete=models.CASCADE, related_name="+")
    study_mode = models.CharField(_("Hệ học"), max_length=10, blank=True, choices=catalogue.StudyMode.choices)
    audience = models.SlugField(_("Mã nhóm đối tượng"), max_length=30, blank=True, db_index=False)
    audience_name = models.CharField(_("Nhóm đối tượng"), max_length=120, blank=True)
    audience_name_en = models.CharField(_("Nhóm đối tượng, tiếng Anh"), max_length=120, blank=True)
    valid_from = models.DateField(_("Hiệu lực từ"))
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    clauses = models.JSONField(default=list)
    status = models.CharField(_("Tình trạng"), max_length=10, choices=DraftStatus.choices, default=DraftStatus.OPEN)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    rule_set = models.ForeignKey(RuleSet, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        verbose_name = _("Bản nháp quy định")
        verbose_name_plural = _("Bản nháp quy định")
        indexes = [models.Index(fields=["status", "made_at"], name="eligibility_draft_status")]


class RuleTrial(models.Model):
    """What a draft would change, as one account asked: for the people of a unit (`unit_code` empty: of all) whom that account sees.

    `result`: `Trial.as_json`, empty until it is counted. Gone when the draft changes, is published or left aside.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    draft = models.ForeignKey(RuleDraft, on_delete=models.CASCADE, related_name="trials")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    unit_code = models.CharField(max_length=60, blank=True)
    study_mode = models.CharField(max_length=10, blank=True)
    # judged for this day; belonging and seen on the day of asking
    on = models.DateField()
    seen_on = models.DateField()
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="+")
    result = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("Lần thử bản nháp quy định")
        verbose_name_plural = _("Lần thử bản nháp quy định")
        constraints = [
            models.UniqueConstraint(fields=["draft", "asked_by", "unit_code"], name="eligibility_trial_once"),
        ]

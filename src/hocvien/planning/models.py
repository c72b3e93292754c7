"""The yearly plan of a unit and its lines. Quotas, needs and plans that climb come on top of this, not instead of it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã trình")
    APPROVED = "approved", _("Đã duyệt")


class Plan(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("Năm"))
    number = models.CharField(_("Số kế hoạch"), max_length=60, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    status = models.CharField(_("Tình trạng"), max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    return_reason = models.CharField(_("Lý do trả lại"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Kế hoạch năm")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year"],
                name="planning_plan_once_a_year",
                violation_error_message=_("Đơn vị đã có kế hoạch của năm này. Mở kế hoạch đó để bổ sung mục."),
            )
        ]


class PlanLine(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    programme = models.ForeignKey("catalogue.Programme", on_delete=models.PROTECT, related_name="+")
    study_mode = models.CharField(_("Hệ học"), max_length=10, blank=True)
    classes = models.PositiveSmallIntegerField(_("Số lớp"))
    seats = models.PositiveIntegerField(_("Số học viên"))
    quarter = models.PositiveSmallIntegerField(_("Quý"), null=True, blank=True)
    opener = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị mở lớp"))
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Mục kế hoạch")
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="planning_line_position"),
            models.CheckConstraint(condition=Q(classes__gt=0) & Q(seats__gt=0), name="planning_line_positive"),
            models.CheckConstraint(
                condition=Q(quarter=None) | Q(quarter__gte=1, quarter__lte=4), name="planning_line_quarter"
            ),
        ]

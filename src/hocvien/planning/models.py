"""Yearly plans of units in versions, their lines, the settings they are reckoned by, and what is wanted before and above a year's plan.

A `PlanLine` that classes were opened from keeps its row in every later version: what it said before goes into a row of its own that
names it (`wording_of`). So whatever points at a line always points at the line in force, and nobody above has to follow versions.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.catalogue import api as catalogue
from hocvien.common.identity import new_uuid
from hocvien.planning import constants


class PlanStatus(models.TextChoices):
    DRAFT = "draft", _("Đang soạn")
    SUBMITTED = "submitted", _("Đã trình")
    APPROVED = "approved", _("Đã duyệt")
    REPLACED = "replaced", _("Đã được thay")


class SettingKind(models.TextChoices):
    COST_HOUR = constants.COST_PER_HOUR, _("Chi một giờ giảng (đồng)")
    COST_CLASS = constants.COST_PER_CLASS, _("Chi tổ chức một lớp (đồng)")
    COST_LEARNER = constants.COST_PER_LEARNER, _("Chi tài liệu một học viên (đồng)")
    CLASS_MIN = constants.CLASS_SIZE_MIN, _("Lớp ít nhất (người)")
    CLASS_MAX = constants.CLASS_SIZE_MAX, _("Lớp nhiều nhất (người)")
    CAPACITY = constants.QUARTER_CAPACITY, _("Sức chứa một quý (chỗ)")


class Measure(models.TextChoices):
    PEOPLE = "people", _("Người được bồi dưỡng")
    CLASSES = "classes", _("Lớp")
    FULL_TIME = "full_time", _("Tỉ lệ học hệ tập trung (%)")


class Plan(models.Model):
    """One version of a unit's plan of a year. One is in force (approved) at most, beside it one in the making at most."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("Năm"))
    version = models.PositiveSmallIntegerField(_("Bản"), default=1, editable=False)
    number = models.CharField(_("Số kế hoạch"), max_length=60, blank=True)
    issued_on = models.DateField(_("Ngày ban hành"), null=True, blank=True)
    status = models.CharField(_("Tình trạng"), max_length=10, choices=PlanStatus.choices, default=PlanStatus.DRAFT)
    return_reason = models.CharField(_("Lý do trả lại"), max_length=300, blank=True)
    change_reason = models.CharField(_("Lý do điều chỉnh"), max_length=300, blank=True)
    # the unit that decides on it: the nearest above where somebody may, as of the day it was submitted
    submitted_to = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Nơi duyệt")
    )
    submitted_on = models.DateField(_("Ngày trình"), null=True, blank=True)

    class Meta:
        verbose_name = _("Kế hoạch năm")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "year", "version"],
                name="planning_plan_version",
                violation_error_message=_("Đơn vị đã có kế hoạch của năm này. Mở kế hoạch đó để bổ sung mục."),
            ),
            models.UniqueConstraint(
                fields=["unit", "year"], condition=Q(status="approved"), name="planning_plan_one_in_force"
            ),
            models.UniqueConstraint(
                fields=["unit", "year"],
                condition=Q(status__in=["draft", "submitted"]),
                name="planning_plan_one_in_the_making",
                violation_error_message=_("Kế hoạch của năm này đang có một bản được soạn. Mở bản đó để sửa."),
            ),
        ]
        indexes = [models.Index(fields=["year", "status", "unit"], name="planning_plan_year")]


class PlanLine(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("Thứ tự"))
    programme = models.ForeignKey(
        "catalogue.Programme", on_delete=models.PROTECT, related_name="+", verbose_name=_("Chương trình")
    )
    study_mode = models.CharField(_("Hệ học"), max_length=10, blank=True)
    audience = models.CharField(_("Nhóm đối tượng"), max_length=30, blank=True)
    classes = models.PositiveSmallIntegerField(_("Số lớp"))
    seats = models.PositiveIntegerField(_("Số học viên"))
    quarter = models.PositiveSmallIntegerField(_("Quý"), null=True, blank=True)
    opener = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị mở lớp"))
    host = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Đơn vị đặt lớp")
    )
    partner = models.ForeignKey(
        "org.Unit", on_delete=models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("Phối hợp với")
    )
    lecturer_hours = models.PositiveIntegerField(_("Giờ giảng"), null=True, blank=True)
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)
    # said by whoever returned the version, and what the unit answers
    remark = models.CharField(_("Nhận xét khi trả lại"), max_length=300, blank=True)
    answer = models.CharField(_("Giải trình"), max_length=300, blank=True)
    # the products its cost was made of when it was approved: norms that change later do not change what was approved
    cost_terms = models.JSONField(default=list, blank=True, editable=False)
    # the line of the year before that it was copied from; what was held of that one can be copied too
    copied_from = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    # lines accepted together from a proposal, so that they can be taken out together
    proposal = models.UUIDField(null=True, blank=True, editable=False)
    wording_of = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("Mục kế hoạch")
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="planning_line_position"),
            models.CheckConstraint(condition=Q(classes__gt=0) & Q(seats__gt=0), name="planning_line_positive"),
            models.CheckConstraint(
                condition=Q(quarter=None) | Q(quarter__gte=1, quarter__lte=4), name="planning_line_quarter"
            ),
        ]

    @property
    def key(self) -> int:
        """The line this is, in whatever version it is written."""
        return int(self.wording_of_id or self.pk)


class PlanSetting(models.Model):
    """An amount that holds at a unit and all below it from a day, until the next of its kind there or nearer."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    kind = models.CharField(_("Định mức"), max_length=20, choices=SettingKind.choices)
    amount = models.PositiveBigIntegerField(_("Mức"))
    valid_from = models.DateField(_("Áp dụng từ"))
    citation = models.CharField(_("Căn cứ"), max_length=300, blank=True)
    mark = models.CharField(
        _("Mức xác minh"), max_length=10, choices=catalogue.Mark.choices, default=catalogue.Mark.DEFAULT
    )

    class Meta:
        verbose_name = _("Định mức lập kế hoạch")
        constraints = [
            models.UniqueConstraint(fields=["unit", "kind", "valid_from"], name="planning_setting_once_a_day"),
        ]


class PlanCall(models.Model):
    """A unit asks those below it for their plans of a year by a day."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    year = models.PositiveSmallIntegerField(_("Năm"))
    due_on = models.DateField(_("Hạn trình"))
    note = models.CharField(_("Nội dung yêu cầu"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Hạn trình kế hoạch")
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="planning_call_once_a_year")]


class PlanNeed(models.Model):
    """How many of a unit and all below it are to be trained in a programme, by mode of study, that year.

    `implied`: who may by the rules of a day (`may`) or must by an obligation that falls due by the end of the year (`due`), each person
    once, so at most the sum of both; `adjusted`: as the unit sees it.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    year = models.PositiveSmallIntegerField(_("Năm"))
    programme = models.ForeignKey(
        "catalogue.Programme", on_delete=models.PROTECT, related_name="+", verbose_name=_("Chương trình")
    )
    study_mode = models.CharField(_("Hệ học"), max_length=10, blank=True)
    implied = models.PositiveIntegerField(_("Theo quy định"))
    may = models.PositiveIntegerField(_("Đủ điều kiện"), default=0)
    due = models.PositiveIntegerField(_("Nghĩa vụ đến hạn"), default=0)
    counted_on = models.DateField(_("Tính đến ngày"))
    adjusted = models.PositiveIntegerField(_("Đơn vị điều chỉnh"), null=True, blank=True)
    reason = models.CharField(_("Lý do điều chỉnh"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Nhu cầu")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "programme", "study_mode"], name="planning_need_once"),
            models.CheckConstraint(
                condition=Q(adjusted=None) | ~Q(reason=""),
                name="planning_need_reason",
                violation_error_message=_("Điều chỉnh nhu cầu cần ghi lý do."),
            ),
        ]

    @property
    def people(self) -> int:
        return self.implied if self.adjusted is None else self.adjusted


class PlanTarget(models.Model):
    """What a unit is to reach above the plan of one year, by a decision: so many people, so many classes, such a share of full-time study."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    title = models.CharField(_("Tên đề án, chỉ tiêu"), max_length=200)
    programme = models.ForeignKey(
        "catalogue.Programme", on_delete=models.PROTECT, related_name="+", verbose_name=_("Chương trình")
    )
    measure = models.CharField(_("Tính theo"), max_length=10, choices=Measure.choices, default=Measure.PEOPLE)
    amount = models.PositiveIntegerField(_("Chỉ tiêu"))
    first_year = models.PositiveSmallIntegerField(_("Từ năm"))
    last_year = models.PositiveSmallIntegerField(_("Đến năm"))
    decision_number = models.CharField(_("Số văn bản"), max_length=60)
    decided_on = models.DateField(_("Ngày văn bản"))
    note = models.CharField(_("Ghi chú"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Chỉ tiêu nhiều năm")
        constraints = [
            models.CheckConstraint(
                condition=Q(first_year__lte=F("last_year")),
                name="planning_target_years",
                violation_error_message=_("Năm cuối phải từ năm đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & (~Q(measure="full_time") | Q(amount__lte=100)),
                name="planning_target_amount",
                violation_error_message=_("Chỉ tiêu phải lớn hơn 0; tỉ lệ không quá 100 phần trăm."),
            ),
        ]


class TargetShare(models.Model):
    """What of a target one unit right below is given, so that what remains can be told unit by unit. What is given nobody stays with the target's unit."""

    target = models.ForeignKey(PlanTarget, on_delete=models.CASCADE, related_name="shares")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị"))
    amount = models.PositiveIntegerField(_("Được giao"))

    class Meta:
        verbose_name = _("Chỉ tiêu giao cho đơn vị")
        constraints = [
            models.UniqueConstraint(fields=["target", "unit"], name="planning_target_share_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="planning_target_share_amount"),
        ]

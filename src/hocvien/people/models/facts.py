"""What is dated about a person, or held by them.

Belongings run side by side: at most one official cell at a time, beside it a temporary activity, an employer, a mass
organisation (`regulations.md` §8). A candidate has no membership, only a proposing cell.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END
from hocvien.people.models.choices import (
    BelongingKind,
    Evidence,
    LeaveKind,
    PostKind,
    RatingGrade,
    RatingKind,
    TheoryLevel,
    WorkField,
)
from hocvien.people.models.persons import Person

# Keys here have no index of their own: each stands first in one below, and a roster writes every index.


class Belonging(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="belongings")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(_("Loại sinh hoạt"), max_length=20, choices=BelongingKind.choices)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="people_belonging_period"),
            models.UniqueConstraint(
                fields=["person", "valid_to"],
                condition=Q(kind="official_cell"),
                name="people_belonging_one_official_cell",
                violation_error_message=_("Mỗi người chỉ sinh hoạt chính thức ở một chi bộ. Kết thúc chi bộ cũ trước."),
            ),
        ]
        indexes = [
            models.Index(fields=["person", "valid_to"], name="people_belonging_person"),
            # covering: who belongs to these units is answered without a look at the rows
            models.Index(fields=["unit", "valid_to", "valid_from", "person"], name="people_belonging_unit"),
        ]


class Post(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="posts")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(_("Nhóm chức vụ"), max_length=30, choices=PostKind.choices)
    title = models.CharField(_("Chức vụ"), max_length=120)
    work_field = models.CharField(_("Lĩnh vực công tác"), max_length=20, choices=WorkField.choices, blank=True)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="people_post_period"),
        ]
        indexes = [
            models.Index(fields=["person", "valid_to"], name="people_post_person"),
            models.Index(fields=["unit", "valid_to", "kind"], name="people_post_unit"),
        ]


class Qualification(models.Model):
    """A theory level held, with what proves it (QĐ 256-QĐ/TW, KL 09-KL/TW)."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="qualifications")
    level = models.CharField(_("Trình độ lý luận chính trị"), max_length=20, choices=TheoryLevel.choices)
    evidence = models.CharField(_("Minh chứng"), max_length=20, choices=Evidence.choices)
    number = models.CharField(_("Số hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("Ngày cấp"), null=True, blank=True)
    issued_by = models.CharField(_("Nơi cấp"), max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "level", "issued_on"], name="people_qualification_person")]


class Rating(models.Model):
    """The yearly rating, needed for the two years before a trung cấp class (QĐ 350-QĐ/TW)."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="ratings")
    year = models.PositiveSmallIntegerField(_("Năm"))
    kind = models.CharField(_("Loại đánh giá"), max_length=20, choices=RatingKind.choices)
    grade = models.CharField(_("Mức xếp loại"), max_length=20, choices=RatingGrade.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "year"],
                name="people_rating_once_a_year",
                violation_error_message=_(
                    "Đã có mức xếp loại của năm này. Mỗi năm chỉ ghi một lần cho mỗi loại đánh giá."
                ),
            )
        ]


class Management(models.Model):
    """Diện quản lý: whose committee manages the cadre, one at a time. It decides who approves sending (`regulations.md` §2)."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="managements")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="people_management_period"),
            models.UniqueConstraint(
                fields=["person", "valid_to"],
                name="people_management_once",
                violation_error_message=_("Mỗi người thuộc diện một cấp ủy quản lý. Kết thúc diện cũ trước."),
            ),
        ]
        indexes = [models.Index(fields=["unit", "valid_to"], name="people_management_unit")]


class Planning(models.Model):
    """In the approved planning (quy hoạch) for a post, by which document. Recorded of people nominated only (`classes.record_planning`)."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="plannings")
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(_("Nhóm chức vụ quy hoạch"), max_length=30, choices=PostKind.choices)
    number = models.CharField(_("Số văn bản"), max_length=60)
    decided_on = models.DateField(_("Ngày văn bản"))
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="people_planning_period"),
        ]
        indexes = [
            models.Index(fields=["person", "valid_to"], name="people_planning_person"),
            models.Index(fields=["unit", "valid_to"], name="people_planning_unit"),
        ]


class Leave(models.Model):
    """A time away during which obligations do not run; one at a time."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False, related_name="leaves")
    kind = models.CharField(_("Loại nghỉ"), max_length=20, choices=LeaveKind.choices)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="people_leave_period"),
            models.UniqueConstraint(fields=["person", "valid_to"], name="people_leave_once"),
        ]

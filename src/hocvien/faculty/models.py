"""Lecturers: who teaches, of which kind, at which unit, which programmes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class LecturerKind(models.TextChoices):
    FULL_TIME = "full_time", _("Chuyên trách")
    PART_TIME = "part_time", _("Kiêm chức")
    VISITING = "visiting", _("Thỉnh giảng")
    REPORTER = "reporter", _("Báo cáo viên")


class Lecturer(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Đơn vị quản lý"))
    full_name = models.CharField(_("Họ và tên"), max_length=120)
    name_folded = models.CharField(max_length=130, editable=False)
    name_key = models.CharField(max_length=400, editable=False)
    kind = models.CharField(_("Loại giảng viên"), max_length=10, choices=LecturerKind.choices)
    title = models.CharField(_("Chức vụ, học vị"), max_length=120, blank=True)
    workplace = models.CharField(_("Nơi công tác"), max_length=200, blank=True)
    phone = models.CharField(_("Điện thoại"), max_length=20, blank=True)
    is_active = models.BooleanField(_("Đang giảng dạy"), default=True)
    is_generated = models.BooleanField(default=False, editable=False)
    programmes = models.ManyToManyField(
        "catalogue.Programme", blank=True, related_name="+", verbose_name=_("Được phân công dạy")
    )

    class Meta:
        verbose_name = _("Giảng viên")
        verbose_name_plural = _("Giảng viên")
        indexes = [models.Index(fields=["unit", "name_key"], name="faculty_lecturer_unit")]

    def __str__(self) -> str:
        return self.full_name

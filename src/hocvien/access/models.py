"""Grants: a role at a unit, with or without what lies below, for a time. One person may hold all roles."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END


class Role(models.TextChoices):
    CLERK = "clerk", _("Giáo vụ")
    CLASS_HEAD = "class_head", _("Chủ nhiệm lớp")
    UNIT_OFFICER = "unit_officer", _("Cấp ủy viên phụ trách")
    COMMITTEE_OFFICE = "committee_office", _("Văn phòng, ban của cấp ủy")
    INSPECTOR = "inspector", _("Cán bộ kiểm tra")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Quản trị hệ thống")


class Grant(models.Model):
    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("Vai trò"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+")
    includes_below = models.BooleanField(_("Gồm cả đơn vị cấp dưới"), default=True)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"), default=OPEN_END)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lt=F("valid_to")), name="access_grant_period"),
            models.UniqueConstraint(
                fields=["user", "role", "unit", "valid_to"],
                name="access_grant_once",
                violation_error_message=_("Tài khoản đã có vai trò này ở đơn vị này."),
            ),
        ]
        indexes = [models.Index(fields=["user", "valid_to"], name="access_grant_user")]


class EndedGrant(models.Model):
    """A role that ended because its unit did: whoever may decide gives it anew, nobody gets it by the reorganisation."""

    key = models.CharField(max_length=40, db_index=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()

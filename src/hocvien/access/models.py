"""Grants: a role at a unit, with or without what lies below, for a time. One person may hold all roles, and let another act with some of it."""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hocvien.access.constants import ROLE_PERMISSIONS, Permission
from hocvien.access.errors import NarrowedGrantSaved
from hocvien.access.words import permission_words
from hocvien.common.identity import new_uuid
from hocvien.common.intervals import OPEN_END


class Role(models.TextChoices):
    CLERK = "clerk", _("Giáo vụ")
    CLASS_HEAD = "class_head", _("Chủ nhiệm lớp")
    UNIT_OFFICER = "unit_officer", _("Cấp ủy viên phụ trách")
    COMMITTEE_OFFICE = "committee_office", _("Văn phòng, ban của cấp ủy")
    INSPECTOR = "inspector", _("Cán bộ kiểm tra")
    STATISTICIAN = "statistician", _("Cán bộ thống kê")
    ADMINISTRATOR = "administrator", pgettext_lazy("role", "Quản trị hệ thống")


class Action(models.TextChoices):
    """What one may let another do in one's stead (`constants.DELEGABLE`), as people say it."""

    PERSON_EDIT = "person.edit", permission_words("person.edit")
    PERSON_TRANSFER = "person.transfer", permission_words("person.transfer")
    PERSON_RECEIVE = "person.receive", permission_words("person.receive")
    LECTURER_EDIT = "lecturer.edit", permission_words("lecturer.edit")
    PLAN_EDIT = "plan.edit", permission_words("plan.edit")
    PLAN_APPROVE = "plan.approve", permission_words("plan.approve")
    CLASS_OPEN = "class.open", permission_words("class.open")
    CLASS_EDIT = "class.edit", permission_words("class.edit")
    LIST_PROPOSE = "list.propose", permission_words("list.propose")
    LIST_APPROVE = "list.approve", permission_words("list.approve")
    LIST_ADMIT = "list.admit", permission_words("list.admit")
    SESSION_EDIT = "session.edit", permission_words("session.edit")
    ROLL_RECORD = "roll.record", permission_words("roll.record")
    RESULT_EDIT = "result.edit", permission_words("result.edit")
    RESULT_DECIDE = "result.decide", permission_words("result.decide")
    CERTIFICATE_ISSUE = "certificate.issue", permission_words("certificate.issue")
    STUDY_EDIT = "study.edit", permission_words("study.edit")
    STUDY_ANSWER = "study.answer", permission_words("study.answer")
    RETURN_OPEN = "return.open", permission_words("return.open")
    RETURN_SUBMIT = "return.submit", permission_words("return.submit")
    OFFICIAL_WRITE = "official.write", permission_words("official.write")
    REPORT_VIEW = "report.view", permission_words("report.view")


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

    # what is left of the role where somebody acts with another's grant; such a grant is never a row
    narrowed_to: frozenset[Permission] | None = None

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.narrowed_to is not None:
            raise NarrowedGrantSaved
        super().save(*args, **kwargs)

    @property
    def permissions(self) -> frozenset[Permission]:
        """What the role lets one do; of a delegated grant only what was named, and what must be seen for it."""
        return ROLE_PERMISSIONS[self.role] if self.narrowed_to is None else self.narrowed_to


class EndedGrant(models.Model):
    """A role that ended because its unit did: whoever may decide gives it anew, nobody gets it by the reorganisation."""

    key = models.CharField(max_length=40, db_index=True)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField()


class Delegation(models.Model):
    """Leave to act for somebody: for a time, in a unit (with or without what lies below), to do the actions named.

    It gives nothing of its own: what `from_user` may not do there that day, `to_user` may not do for them. When the unit ends, it does not
    follow to the heir, which may be larger.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    from_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Người ủy quyền")
    )
    to_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Người làm thay")
    )
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Trong phạm vi"))
    includes_below = models.BooleanField(_("Gồm cả đơn vị cấp dưới"), default=True)
    permissions = models.JSONField(_("Việc được làm thay"))
    paper = models.CharField(_("Văn bản ủy quyền"), max_length=120, blank=True)
    valid_from = models.DateField(_("Từ ngày"))
    valid_to = models.DateField(_("Đến trước ngày"))

    class Meta:
        verbose_name = _("Ủy quyền")
        verbose_name_plural = _("Ủy quyền")
        constraints = [
            models.CheckConstraint(condition=Q(valid_from__lte=F("valid_to")), name="access_delegation_period"),
            models.CheckConstraint(condition=~Q(from_user=F("to_user")), name="access_delegation_two_people"),
        ]
        indexes = [
            models.Index(fields=["to_user", "valid_to"], name="access_delegation_to"),
            models.Index(fields=["from_user", "valid_to"], name="access_delegation_from"),
        ]

    @property
    def last_day(self) -> date:
        """The last day it serves, as papers say it; the first where it was withdrawn before it began."""
        return max(self.valid_to - timedelta(days=1), self.valid_from)

    @property
    def words(self) -> str:
        """For whom one acts, as the journal says it: the name and, because names repeat, the sign-in name."""
        return f"{self.from_user} ({self.from_user.username})"[:200]


class Token(models.Model):
    """Leave for another program to read figures as this account, in a unit and for a time. Of its secret only the digest is kept.

    It gives nothing of its own: what the account may not read that day, the program may not. When the unit ends it does not follow to the
    heir, which may be larger.
    """

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("Tài khoản")
    )
    name = models.CharField(_("Tên chương trình dùng mã"), max_length=80)
    unit = models.ForeignKey("org.Unit", on_delete=models.PROTECT, related_name="+", verbose_name=_("Trong phạm vi"))
    includes_below = models.BooleanField(_("Gồm cả đơn vị cấp dưới"), default=True)
    # the first letters of the secret, by which its keeper knows it again
    beginning = models.CharField(_("Mã bắt đầu bằng"), max_length=12)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    valid_to = models.DateField(_("Đến trước ngày"))
    last_used_on = models.DateField(_("Dùng lần cuối"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("Lúc rút"), null=True, blank=True)

    class Meta:
        verbose_name = _("Mã truy cập")
        verbose_name_plural = _("Mã truy cập")
        indexes = [models.Index(fields=["user", "valid_to"], name="access_token_user")]

    @property
    def last_day(self) -> date:
        """The last day it serves, as people say it."""
        return self.valid_to - timedelta(days=1)

    def is_in_force(self, on: date) -> bool:
        """Whether it serves that day."""
        return self.withdrawn_at is None and on < self.valid_to


class OwnRecord(models.Model):
    """Whose record the holder of an account reads as their own: one account, one person; tied by who keeps the record."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    tied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    tied_at = models.DateTimeField()

    class Meta:
        verbose_name = _("Hồ sơ của chủ tài khoản")
        verbose_name_plural = _("Hồ sơ của chủ tài khoản")

"""People's accounts for signing in, and nothing about what they may do: that is a grant at a unit (`access`).

Django's groups and permissions stay unused, and so do staff and superuser flags.
"""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from hocvien.common.identity import new_uuid


class User(AbstractUser):
    """One account. An unusable password means that nobody signs in with it until one is set."""

    uuid = models.UUIDField(default=new_uuid, unique=True, editable=False)
    full_name = models.CharField(_("Họ và tên"), max_length=150, blank=True, default="")
    language = models.CharField(_("Ngôn ngữ"), max_length=5, blank=True, default="")
    is_generated = models.BooleanField(_("Dữ liệu mẫu"), default=False)

    class Meta:
        verbose_name = _("tài khoản")
        verbose_name_plural = _("tài khoản")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The full name as one field: Vietnamese names do not split into first and last."""
        return self.full_name


class Choice(models.Model):
    """What somebody chose about how screens look to them; it decides nothing."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    value = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="accounts_choice_once")]

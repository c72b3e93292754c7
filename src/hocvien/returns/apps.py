from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ReturnsConfig(AppConfig):
    name = "hocvien.returns"
    label = "returns"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units."""
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.returns.models import Form, Return, Sheet  # noqa: PLC0415 - models are ready only now

        for follower in (
            org.standing_at(_("Biểu mẫu thống kê"), Form, "owner"),
            org.standing_at(_("Biểu báo cáo"), Return, "unit", open_on=Q(status="open")),
            org.standing_at(_("Biểu phải nộp"), Sheet, "unit", "receiver", open_on=Q(in_return__status="open")),
        ):
            org.register_follower(follower)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportingConfig(AppConfig):
    name = "hocvien.reporting"
    label = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units: answers and questions stay with the unit they were asked of."""
        from django.db.models import Q  # noqa: PLC0415 - beside what needs it

        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.reporting.models import FrozenAnswer, SavedQuestion  # noqa: PLC0415 - models are ready only now

        org.register_follower(org.standing_at(_("Số liệu đã chốt"), FrozenAnswer, "unit", open_on=Q(pk__in=[])))
        org.register_follower(
            org.standing_at(_("Câu hỏi thống kê đã lưu"), SavedQuestion, "unit", open_on=Q(pk__in=[]))
        )

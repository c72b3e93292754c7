from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "hocvien.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units."""
        from hocvien.meetings.models import StudySession, SummonedUnit  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        org.register_follower(
            org.standing_at(_("Phiên học tập"), StudySession, "organiser", open_on=Q(status="open")),
        )
        org.register_follower(
            org.standing_at(
                _("Đơn vị được triệu tập học tập"), SummonedUnit, "unit", open_on=Q(session__status="open")
            ),
        )

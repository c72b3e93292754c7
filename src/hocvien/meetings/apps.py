from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class MeetingsConfig(AppConfig):
    name = "hocvien.meetings"
    label = "meetings"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `people` what of a person stands here, and `org` what stands at units."""
        from hocvien.meetings.models import StudySession, SummonedUnit  # noqa: PLC0415 - models are ready only now
        from hocvien.meetings.rules import refuse_merge_of_present  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.people import api as people  # noqa: PLC0415 - models are ready only now

        people.register_person_reference(
            people.PersonReference(
                "meetings.PresentMember", "person", _("Tên ở phiên học tập"), refuse_merge_of_present
            )
        )

        org.register_follower(
            org.standing_at(_("Phiên học tập"), StudySession, "organiser", open_on=Q(status="open")),
        )
        org.register_follower(
            org.standing_at(
                _("Đơn vị được triệu tập học tập"), SummonedUnit, "unit", open_on=Q(session__status="open")
            ),
        )

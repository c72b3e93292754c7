from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    name = "hocvien.privacy"
    label = "privacy"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hocvien.people import api as people  # noqa: PLC0415 - models must be loaded first

        people.register_person_reference(
            people.PersonReference("privacy.Look", "person", _("Lần xem hồ sơ"), is_trace=True)
        )
        people.register_person_reference(
            people.PersonReference("privacy.DataRequest", "person", _("Yêu cầu của chủ thể dữ liệu"))
        )

        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.privacy.models import DataRequest, RequestStatus  # noqa: PLC0415 - models are ready only now

        org.register_follower(
            org.standing_at(
                _("Yêu cầu về dữ liệu cá nhân chờ trả lời"),
                DataRequest,
                "unit",
                open_on=Q(status=RequestStatus.WAITING),
            )
        )

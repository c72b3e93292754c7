from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EligibilityConfig(AppConfig):
    name = "hocvien.eligibility"
    label = "eligibility"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hocvien.eligibility.models import Attestation  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.people import api as people  # noqa: PLC0415 - models are ready only now

        people.register_person_reference(
            people.PersonReference("eligibility.Attestation", "person", _("Xác nhận của nơi cử"))
        )
        people.register_person_reference(
            people.PersonReference("eligibility.GrantedException", "person", _("Quyết định đặc cách"))
        )
        # what a unit attested stays its word when it ends
        org.register_follower(org.standing_at(_("Xác nhận của nơi cử"), Attestation, "unit"))

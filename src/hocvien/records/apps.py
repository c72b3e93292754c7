from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "hocvien.records"
    label = "records"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `people` what of a person stands here, so that a merge of two records takes it along."""
        from hocvien.people import api as people  # noqa: PLC0415 - models are ready only now
        from hocvien.records.queries.trainings import refuse_merge_of_holders  # noqa: PLC0415 - models are ready only now

        people.register_person_reference(
            people.PersonReference("records.Certificate", "person", _("Văn bằng, chứng nhận"), refuse_merge_of_holders)
        )
        people.register_person_reference(
            people.PersonReference("records.ExternalTraining", "person", _("Đào tạo, bồi dưỡng ở nơi khác"))
        )

        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.records.models import Certificate, Register, SigningKey, SpoiledBlank  # noqa: PLC0415 - models are ready only now

        for label, model in (
            (_("Sổ cấp văn bằng, chứng nhận"), Register),
            (_("Văn bằng, chứng nhận đã cấp"), Certificate),
            (_("Phôi hỏng"), SpoiledBlank),
            (_("Khóa ký"), SigningKey),
        ):
            org.register_follower(org.standing_at(label, model, "authority"))

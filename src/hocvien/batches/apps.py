from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BatchesConfig(AppConfig):
    name = "hocvien.batches"
    label = "batches"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units."""
        from hocvien.batches.models import Batch  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        org.register_follower(org.standing_at(_("Việc làm cho nhiều người"), Batch, "unit"))

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "hocvien.papers"
    label = "papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what becomes of templates when units end: they stay as they were made, for what was made from them."""
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.papers.queries import templates  # noqa: PLC0415 - models are ready only now

        org.register_follower(
            org.Follower(
                key="papers",
                label=_("Mẫu văn bản (ở lại với đơn vị cũ)"),
                fields=("papers.PaperTemplate.unit",),
                count=lambda unit_ids, _on: templates.count_templates_at(unit_ids),
                built_on=templates.count_templates_at,
            )
        )

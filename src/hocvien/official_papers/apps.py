from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OfficialPapersConfig(AppConfig):
    name = "hocvien.official_papers"
    label = "official_papers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units: a paper stays with the unit that issued it, a register with the unit that kept it."""
        from django.db.models import Q  # noqa: PLC0415 - beside what needs it

        from hocvien.official_papers import models  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        org.register_follower(
            org.standing_at(_("Văn bản đang soạn"), models.OfficialPaper, "unit", open_on=Q(state="draft"))
        )
        for label, model, field in (
            (_("Sổ văn bản đi"), models.PaperRegister, "unit"),
            (_("Bảng số liệu trong văn bản"), models.FigureBlock, "unit"),
            (_("Giải pháp được giao"), models.DecidedMeasure, "responsible"),
        ):
            org.register_follower(org.standing_at(label, model, field, open_on=Q(pk__in=[])))

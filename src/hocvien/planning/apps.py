from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    name = "hocvien.planning"
    label = "planning"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units."""
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.planning.models import Plan, PlanLine  # noqa: PLC0415 - models are ready only now

        org.register_follower(org.standing_at(_("Kế hoạch năm"), Plan, "unit", open_on=lambda on: Q(year__gte=on.year)))
        org.register_follower(
            org.standing_at(_("Mục kế hoạch"), PlanLine, "opener", open_on=lambda on: Q(plan__year__gte=on.year))
        )

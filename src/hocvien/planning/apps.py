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
        from hocvien.planning.models import (  # noqa: PLC0415 - models are ready only now
            Plan,
            PlanCall,
            PlanLine,
            PlanNeed,
            PlanSetting,
            PlanTarget,
            TargetShare,
        )

        for follower in (
            org.standing_at(_("Kế hoạch năm"), Plan, "unit", open_on=lambda on: Q(year__gte=on.year)),
            org.standing_at(
                _("Kế hoạch chờ nơi này duyệt"),
                Plan,
                "submitted_to",
                open_on=lambda on: Q(year__gte=on.year, status="submitted"),
            ),
            org.standing_at(
                _("Mục kế hoạch"),
                PlanLine,
                "opener",
                "host",
                "partner",
                open_on=lambda on: Q(plan__year__gte=on.year),
            ),
            org.standing_at(_("Định mức lập kế hoạch"), PlanSetting, "unit"),
            org.standing_at(_("Hạn trình kế hoạch"), PlanCall, "unit", open_on=lambda on: Q(year__gte=on.year)),
            org.standing_at(_("Nhu cầu"), PlanNeed, "unit", open_on=lambda on: Q(year__gte=on.year)),
            org.standing_at(_("Chỉ tiêu nhiều năm"), PlanTarget, "unit", open_on=lambda on: Q(last_year__gte=on.year)),
            org.standing_at(
                _("Phần chỉ tiêu nhiều năm được giao"),
                TargetShare,
                "unit",
                open_on=lambda on: Q(target__last_year__gte=on.year),
            ),
        ):
            org.register_follower(follower)

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "hocvien.figures"
    label = "figures"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units: published figures stay with the unit they were published of."""
        from django.db.models import Q  # noqa: PLC0415 - beside what needs it

        from hocvien.figures.models import Statement  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        org.register_follower(
            org.standing_at(_("Số liệu đã công bố"), Statement, "unit", open_on=Q(pk__in=[])),
        )

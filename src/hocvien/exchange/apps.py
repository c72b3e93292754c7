from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    name = "hocvien.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `privacy` what of people stands here, and what ends by itself."""
        from hocvien.exchange.operations.roster_forgetting import (  # noqa: PLC0415 - models are ready only now
            forget_people_of_rosters,
            forget_rosters,
        )
        from hocvien.privacy import api as privacy  # noqa: PLC0415 - models are ready only now

        privacy.register_holder(privacy.Holder("exchange", forget_people_of_rosters))
        privacy.register_sweep(
            privacy.Sweep(
                privacy.TermKey.ROSTER, "exchange.forget_rosters", lambda before, _now: forget_rosters(before=before)
            )
        )

        from hocvien.exchange.models import ColumnMemory, NominationFile, StoredRoster  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        org.register_follower(org.standing_at(_("Danh sách đã nạp"), StoredRoster, "unit"))
        org.register_follower(org.standing_at(_("Danh sách cử đã nạp"), NominationFile, "unit"))
        org.register_follower(org.standing_at(_("Cách hiểu cột đã nhớ"), ColumnMemory, "unit"))

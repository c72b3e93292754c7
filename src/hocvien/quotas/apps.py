from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class QuotasConfig(AppConfig):
    name = "hocvien.quotas"
    label = "quotas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `people` and `org` what of a person and of a unit stands here."""
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.people import api as people  # noqa: PLC0415 - models are ready only now
        from hocvien.quotas.operations import carrying  # noqa: PLC0415 - models are ready only now
        from hocvien.quotas.rules import refuse_merge_of_holders  # noqa: PLC0415 - models are ready only now

        people.register_person_reference(
            people.PersonReference("quotas.Entry", "person", _("Chỉ tiêu cử đi học"), refuse_merge_of_holders)
        )
        org.register_follower(
            org.Follower(
                key="quotas",
                label=_("Chỉ tiêu cử đi học"),
                fields=(
                    "quotas.Quota.owner",
                    "quotas.Entry.from_unit",
                    "quotas.Entry.to_unit",
                    "quotas.SeatAsk.unit",
                    "quotas.SeatMove.from_unit",
                    "quotas.SeatMove.to_unit",
                ),
                count=carrying.count_seats_there,
                built_on=carrying.count_seats_ever_there,
                carry=carrying.carry_seats,
                give_back=carrying.give_back_seats,
            )
        )

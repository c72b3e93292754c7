from dataclasses import replace

from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    name = "hocvien.people"
    label = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.people.models import TransferRequest, TransferStatus  # noqa: PLC0415 - models are ready only now
        from hocvien.people.operations import carrying, transfers_that_wait  # noqa: PLC0415 - models are ready only now

        org.register_follower(
            org.Follower(
                key="people",
                label=_("Người sinh hoạt, công tác"),
                fields=(
                    "people.Belonging.unit",
                    "people.Post.unit",
                    "people.Management.unit",
                    "people.Planning.unit",
                ),
                count=carrying.count_there,
                built_on=carrying.built_there,
                carry=carrying.carry,
                give_back=carrying.give_back,
            )
        )
        waiting = org.standing_at(
            _("Đề nghị chuyển sinh hoạt chờ trả lời"),
            TransferRequest,
            "from_unit",
            "to_unit",
            open_on=Q(status=TransferStatus.ASKED),
        )
        org.register_follower(
            replace(
                waiting,
                carry=transfers_that_wait.carry_transfers,
                give_back=transfers_that_wait.give_back_transfers,
            )
        )

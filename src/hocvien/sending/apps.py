from django.apps import AppConfig
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SendingConfig(AppConfig):
    name = "hocvien.sending"
    label = "sending"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `people` what of a person stands here, `org` what stands at units, `quotas` which seats stand on lists."""
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.people import api as people  # noqa: PLC0415 - models are ready only now
        from hocvien.quotas import api as quotas  # noqa: PLC0415 - models are ready only now
        from hocvien.sending.models import (  # noqa: PLC0415 - models are ready only now
            Course,
            Notice,
            NoticeStatus,
            Sending,
            SendingDecision,
            SendingStatus,
        )
        from hocvien.sending.queries.seats import lists_of_quota  # noqa: PLC0415 - models are ready only now
        from hocvien.sending.rules import refuse_merge_of_sent  # noqa: PLC0415 - models are ready only now

        people.register_person_reference(
            people.PersonReference("sending.Sending", "person", _("Lượt cử đi học ở nơi khác"), refuse_merge_of_sent)
        )
        quotas.register_lists("sending", lists_of_quota)
        under_way = Q(status=SendingStatus.SENT, course__in=[Course.WAITING, Course.STUDYING, Course.DEFERRED])
        for follower in (
            org.standing_at(
                _("Thông báo chiêu sinh từ nơi khác"),
                Notice,
                "unit",
                "issuer",
                open_on=lambda on: Q(status=NoticeStatus.OPEN, opens_on__gte=on),
            ),
            org.standing_at(
                _("Người đang học theo quyết định cử"),
                Sending,
                "sending_unit",
                open_on=under_way | Q(status=SendingStatus.PROPOSED),
            ),
            org.standing_at(_("Quyết định cử đi học"), SendingDecision, "unit", open_on=Q(pk__in=[])),
        ):
            org.register_follower(follower)

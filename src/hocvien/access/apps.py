from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "hocvien.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `people` what of a person stands here, and `org` what becomes of roles when units end."""
        from hocvien.access import operations, rules  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now
        from hocvien.people import api as people  # noqa: PLC0415 - models are ready only now

        people.register_person_reference(
            people.PersonReference(
                "access.OwnRecord", "person", _("Tài khoản của người này"), rules.refuse_two_accounts
            )
        )
        org.register_follower(
            org.Follower(
                key="access",
                label=_("Vai trò, quyền truy cập (sẽ kết thúc)"),
                # a delegation stays where it was given: it does not follow to an heir, which may be larger
                fields=("access.Grant.unit", "access.Delegation.unit"),
                count=operations.count_grants_there,
                built_on=operations.count_grants_ever_there,
                carry=operations.end_grants_of_ended_units,
                give_back=operations.give_back_grants,
            )
        )

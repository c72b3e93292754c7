from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccessConfig(AppConfig):
    name = "hocvien.access"
    label = "access"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `people` what of a person stands here, and `org` what becomes of roles when units end."""
        from hocvien.access import rules  # noqa: PLC0415 - models are ready only now
        from hocvien.access.operations import grants, tokens  # noqa: PLC0415 - models are ready only now
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
                # a delegation and a token stay where they were given: they do not follow to an heir, which may be larger
                fields=("access.Grant.unit", "access.Delegation.unit", "access.Token.unit"),
                count=grants.count_grants_there,
                built_on=lambda ids: grants.count_grants_ever_there(ids) + tokens.count_tokens_there(ids),
                carry=grants.end_grants_of_ended_units,
                give_back=grants.give_back_grants,
            )
        )

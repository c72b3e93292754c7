from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "hocvien.catalogue"
    label = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Tell `org` what stands here at units."""
        from hocvien.catalogue.operations import authorities  # noqa: PLC0415 - models are ready only now
        from hocvien.org import api as org  # noqa: PLC0415 - models are ready only now

        org.register_follower(
            org.Follower(
                key="catalogue.authorities",
                label=_("Thẩm quyền mở lớp"),
                fields=("catalogue.OpeningAuthority.unit",),
                count=authorities.count_authorities_there,
                built_on=authorities.count_authorities_ever_there,
                carry=authorities.end_authorities_of_ended_units,
                give_back=authorities.give_back_authorities,
            )
        )

"""Tools without a domain noun. At start the pure modules are given their translator."""

from django.apps import AppConfig
from django.utils.translation import gettext

from hocvien.common.wording import install_translator


class CommonConfig(AppConfig):
    name = "hocvien.common"
    label = "common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        install_translator(gettext)

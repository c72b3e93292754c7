"""Makes the areas' search providers known when the program starts."""

from importlib import import_module

from django.apps import AppConfig

SEARCHED = ("programmes", "classes", "sending", "certificates")


class WebConfig(AppConfig):
    name = "hocvien.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for area in SEARCHED:
            import_module(f"hocvien.web.{area}.search")

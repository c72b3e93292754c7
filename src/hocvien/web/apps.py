"""Makes the areas' search providers known when the program starts."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig

AREAS = ("home", "units", "persons", "programmes", "plans", "classes", "certificates", "reports", "administration")


class WebConfig(AppConfig):
    name = "hocvien.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        for area in AREAS:
            if find_spec(f"hocvien.web.{area}") and find_spec(f"hocvien.web.{area}.search"):
                try:
                    import_module(f"hocvien.web.{area}.search")
                except ImportError:  # TEMPORARY while areas are being built
                    continue

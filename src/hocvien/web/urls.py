"""Addresses of the areas. Home stands at the root; `/account/` holds one's own settings beside the sign-in of config.urls."""

from importlib import import_module
from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

AREAS = {
    "home": "",
    "units": "units/",
    "persons": "people/",
    "programmes": "programmes/",
    "plans": "plans/",
    "classes": "classes/",
    "certificates": "certificates/",
    "reports": "reports/",
    "administration": "administration/",
    "account": "account/",
}


def _has_urls(area: str) -> bool:
    if not (find_spec(f"hocvien.web.{area}") and find_spec(f"hocvien.web.{area}.urls")):
        return False
    try:  # TEMPORARY while areas are being built
        import_module(f"hocvien.web.{area}.urls")
    except (ImportError, AttributeError):
        return False
    return True


urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hocvien.web.shell.urls")),
    # short and Vietnamese, because it is printed on papers
    path("kiem-tra/", include("hocvien.web.certificates.public_urls")),
    *(path(prefix, include(f"hocvien.web.{area}.urls")) for area, prefix in AREAS.items() if _has_urls(area)),
]

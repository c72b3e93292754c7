"""The search page and what pickers ask while someone types."""

from django.http import HttpResponse, JsonResponse

from hocvien.access import api as access
from hocvien.web.shell import search
from hocvien.web.shell.requests import ScreenRequest
from hocvien.web.ui.choices import ANYWHERE
from hocvien.web.ui.screens import page, screen

ON_PAGE, AHEAD, IN_PICKER = 20, 5, 12


@screen(signed_in=True, as_of=True)
def search_page(request: ScreenRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    groups = search.find_all(request, text, ON_PAGE)
    return page(request, "shell/search.html", {"text": text, "groups": groups, "limit": ON_PAGE})


@screen(signed_in=True, as_of=True)
def suggest(request: ScreenRequest) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:100]
    kind, permission = request.GET.get("kind", ""), request.GET.get("permission", "")
    pickers = {"unit": search.find_units, "person": search.find_people}
    if kind == "unit" and permission == ANYWHERE:
        groups = [search.Group("", search.find_units(request, text, IN_PICKER, None))]
    elif kind in pickers and permission in set(access.Permission):
        groups = [search.Group("", pickers[kind](request, text, IN_PICKER, permission))]
    else:
        groups = search.find_all(request, text, AHEAD)
    return JsonResponse({"groups": [group.as_json() for group in groups]})

"""Addresses of the API: the guide for people, the operations for programs, and an answer for every other address below."""

from django.urls import path

from hocvien.web.data_api import collected, counted, guide, organisation, past
from hocvien.web.data_api.answering import api, patterns

for _router in (organisation.router, counted.router, past.router, collected.router):
    api.add_router("", _router)

app_name = "api"
urlpatterns = [
    path("", guide.guide, name="guide"),
    *patterns(),
    path("<path:rest>", guide.unknown, name="unknown"),
]

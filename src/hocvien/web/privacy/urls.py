"""Addresses of personal data: the register and its terms, requests, what is held about one person, and where keeping ends."""

from django.urls import path

from hocvien.web.privacy.views import dossier, register, requests, retention

app_name = "privacy"
urlpatterns = [
    path("", register.register_page, name="register"),
    path("terms/", register.term_list, name="term-list"),
    path("terms/<slug:key>/", register.term_edit, name="term-edit"),
    path("holidays/<int:year>/", register.holidays_edit, name="holidays-edit"),
    path("due/", retention.due_list, name="due-list"),
    path("due/anonymise/", retention.anonymise, name="anonymise"),
    path("looks/", dossier.look_log, name="look-log"),
    path("requests/", requests.request_list, name="request-list"),
    path("requests/<uuid:uuid>/", requests.request_page, name="request-page"),
    path("people/<uuid:uuid>/requests/record/", requests.request_record, name="request-record"),
    path("people/<uuid:uuid>/dossier/", dossier.dossier_page, name="dossier"),
    path("people/<uuid:uuid>/numbers/", dossier.numbers, name="numbers"),
    path("people/<uuid:uuid>/looks/", dossier.look_list, name="look-list"),
]

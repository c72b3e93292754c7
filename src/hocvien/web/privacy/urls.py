"""Addresses of personal data: the register, requests, and what is held about one person."""

from django.urls import path

from hocvien.web.privacy import views

app_name = "privacy"
urlpatterns = [
    path("", views.register_page, name="register"),
    path("requests/", views.request_list, name="request-list"),
    path("requests/<uuid:uuid>/", views.request_page, name="request-page"),
    path("people/<uuid:uuid>/requests/record/", views.request_record, name="request-record"),
    path("people/<uuid:uuid>/dossier/", views.dossier_page, name="dossier"),
    path("people/<uuid:uuid>/numbers/", views.numbers, name="numbers"),
    path("people/<uuid:uuid>/looks/", views.look_list, name="look-list"),
]

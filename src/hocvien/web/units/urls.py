"""Addresses of units."""

from django.urls import path

from hocvien.web.units import changes, views

app_name = "units"
urlpatterns = [
    path("", views.unit_list, name="unit-list"),
    path("found/", changes.unit_found, name="unit-found"),
    path("<slug:code>/", views.unit_page, name="unit-page"),
    path("<slug:code>/rename/", changes.unit_rename, name="unit-rename"),
    path("<slug:code>/kind/", changes.unit_change_kind, name="unit-change-kind"),
    path("<slug:code>/move/", changes.unit_move, name="unit-move"),
    path("<slug:code>/end/", changes.unit_dissolve, name="unit-dissolve"),
]

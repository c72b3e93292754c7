"""Addresses of units."""

from django.urls import path

from hocvien.web.units import changes, facts, views

app_name = "units"
urlpatterns = [
    path("", views.unit_list, name="unit-list"),
    path("found/", changes.unit_found, name="unit-found"),
    path("<slug:code>/", views.unit_page, name="unit-page"),
    path("<slug:code>/below/", views.unit_below, name="unit-below"),
    path("<slug:code>/rename/", changes.unit_rename, name="unit-rename"),
    path("<slug:code>/kind/", changes.unit_change_kind, name="unit-change-kind"),
    path("<slug:code>/move/", changes.unit_move, name="unit-move"),
    path("<slug:code>/facts/", facts.fact_list, name="fact-list"),
    path("<slug:code>/facts/<slug:kind>/new/", facts.fact_add, name="fact-add"),
    path("<slug:code>/facts/<uuid:uuid>/", facts.fact_edit, name="fact-edit"),
    path("<slug:code>/facts/<uuid:uuid>/remove/", facts.fact_remove, name="fact-remove"),
    path("<slug:code>/areas/new/", facts.area_add, name="area-add"),
    path("<slug:code>/areas/<uuid:uuid>/", facts.area_edit, name="area-edit"),
    path("<slug:code>/areas/<uuid:uuid>/remove/", facts.area_remove, name="area-remove"),
    path("<slug:code>/authorities/new/", facts.authority_add, name="authority-add"),
    path("<slug:code>/authorities/<uuid:uuid>/", facts.authority_edit, name="authority-edit"),
    path("<slug:code>/authorities/<uuid:uuid>/remove/", facts.authority_remove, name="authority-remove"),
    path("<slug:code>/end/", changes.unit_dissolve, name="unit-dissolve"),
]

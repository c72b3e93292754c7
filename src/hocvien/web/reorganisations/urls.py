"""Addresses of reorganisations."""

from django.urls import path

from hocvien.web.reorganisations import deeds, editing, mapping, names, steps, views

app_name = "reorganisations"
urlpatterns = [
    path("", views.reorganisation_list, name="reorganisation-list"),
    path("new/", views.reorganisation_draft, name="reorganisation-draft"),
    path("from-file/", mapping.mapping_upload, name="mapping-upload"),
    path("from-file/template/", mapping.mapping_template, name="mapping-template"),
    path("<uuid:uuid>/", views.reorganisation_page, name="reorganisation-page"),
    path("<uuid:uuid>/edit/", views.reorganisation_edit, name="reorganisation-edit"),
    path("<uuid:uuid>/add/<slug:act>/", steps.step_add, name="step-add"),
    path("<uuid:uuid>/remove/<int:number>/", steps.step_remove, name="step-remove"),
    path("<uuid:uuid>/step/<int:number>/", editing.step_edit, name="step-edit"),
    path("<uuid:uuid>/step/<int:number>/<slug:way>/", editing.step_move, name="step-move"),
    path("<uuid:uuid>/try/", deeds.reorganisation_try, name="reorganisation-try"),
    path("<uuid:uuid>/execute/", deeds.reorganisation_execute, name="reorganisation-execute"),
    path("<uuid:uuid>/wait/", deeds.reorganisation_wait, name="reorganisation-wait"),
    path("<uuid:uuid>/withdraw/", deeds.reorganisation_withdraw, name="reorganisation-withdraw"),
    path("<uuid:uuid>/undo/", deeds.reorganisation_undo, name="reorganisation-undo"),
    path("<uuid:uuid>/discard/", deeds.reorganisation_discard, name="reorganisation-discard"),
    path("<uuid:uuid>/copy/", deeds.reorganisation_copy, name="reorganisation-copy"),
    path("<uuid:uuid>/units/<slug:what>/", names.unit_names, name="unit-names"),
    path("<uuid:uuid>/things/<str:thing>/", names.thing_names, name="thing-names"),
]

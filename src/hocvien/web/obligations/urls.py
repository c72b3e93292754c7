"""Addresses of obligations."""

from django.urls import path

from hocvien.web.obligations import views

app_name = "obligations"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("list/", views.duty_list, name="duty-list"),
    path("rules/", views.obligation_list, name="obligation-list"),
    path("rules/<slug:code>/new/", views.version_add, name="version-add"),
    path("deadlines/", views.deadlines_set, name="deadlines-set"),
    path("choices/new/", views.choice_add, name="choice-add"),
    path("choices/<uuid:uuid>/remove/", views.choice_remove, name="choice-remove"),
]

"""Addresses of people and rosters."""

from django.urls import path

from hocvien.web.persons.views import facts, listing, record, roster

app_name = "persons"
urlpatterns = [
    path("", listing.person_list, name="person-list"),
    path("add/", record.person_add, name="person-add"),
    path("roster/", roster.roster_upload, name="roster-upload"),
    path("roster/template/", roster.roster_template, name="roster-template"),
    path("roster/<uuid:uuid>/", roster.roster_problems, name="roster-problems"),
    path("roster/<uuid:uuid>/effect/", roster.roster_effect, name="roster-effect"),
    path("roster/<uuid:uuid>/execute/", roster.roster_execute, name="roster-execute"),
    path("roster/<uuid:uuid>/done/", roster.roster_done, name="roster-done"),
    path("<uuid:uuid>/", record.person_page, name="person-page"),
    path("<uuid:uuid>/edit/", record.person_edit, name="person-edit"),
    path("<uuid:uuid>/transfer/", facts.person_transfer, name="person-transfer"),
    path("<uuid:uuid>/belongings/add/", facts.belonging_add, name="belonging-add"),
    path("<uuid:uuid>/belongings/<uuid:belonging>/end/", facts.belonging_end, name="belonging-end"),
    path("<uuid:uuid>/posts/add/", facts.post_add, name="post-add"),
    path("<uuid:uuid>/posts/<uuid:post>/end/", facts.post_end, name="post-end"),
    path("<uuid:uuid>/qualifications/add/", facts.qualification_add, name="qualification-add"),
    path("<uuid:uuid>/ratings/add/", facts.rating_add, name="rating-add"),
]

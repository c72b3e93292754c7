"""Addresses of people and rosters."""

from django.urls import path

from hocvien.web.persons.views import duplicates, facts, listing, record, roster, trainings, transfers

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
    path("<uuid:uuid>/transfer/", transfers.person_transfer, name="person-transfer"),
    path("<uuid:uuid>/belongings/add/", facts.belonging_add, name="belonging-add"),
    path("<uuid:uuid>/belongings/<uuid:belonging>/end/", facts.belonging_end, name="belonging-end"),
    path("<uuid:uuid>/posts/add/", facts.post_add, name="post-add"),
    path("<uuid:uuid>/posts/<uuid:post>/end/", facts.post_end, name="post-end"),
    path("<uuid:uuid>/qualifications/add/", facts.qualification_add, name="qualification-add"),
    path("<uuid:uuid>/ratings/add/", facts.rating_add, name="rating-add"),
    path("<uuid:uuid>/managements/add/", facts.management_add, name="management-add"),
    path("<uuid:uuid>/managements/<uuid:fact>/end/", facts.management_end, name="management-end"),
    path("<uuid:uuid>/leaves/add/", facts.leave_add, name="leave-add"),
    path("<uuid:uuid>/leaves/<uuid:fact>/end/", facts.leave_end, name="leave-end"),
    path("<uuid:uuid>/facts/<slug:kind>/<uuid:fact>/", facts.fact_correct, name="fact-correct"),
    path("<uuid:uuid>/facts/<slug:kind>/<uuid:fact>/remove/", facts.fact_remove, name="fact-remove"),
    path("<uuid:uuid>/trainings/add/", trainings.training_add, name="training-add"),
    path("<uuid:uuid>/trainings/<uuid:training>/", trainings.training_correct, name="training-correct"),
    path("<uuid:uuid>/trainings/<uuid:training>/confirm/", trainings.training_confirm, name="training-confirm"),
    path("<uuid:uuid>/trainings/<uuid:training>/remove/", trainings.training_remove, name="training-remove"),
    path("transfers/", transfers.transfer_list, name="transfer-list"),
    path("transfers/<uuid:uuid>/", transfers.transfer_page, name="transfer-page"),
    path("transfers/<uuid:uuid>/accept/", transfers.transfer_accept, name="transfer-accept"),
    path("transfers/<uuid:uuid>/withdraw/", transfers.transfer_withdraw, name="transfer-withdraw"),
    path("duplicates/", duplicates.duplicate_list, name="duplicate-list"),
    path("duplicates/questions/<uuid:question>/same/", duplicates.pair_same, name="pair-same"),
    path("merges/<uuid:merge>/undo/", duplicates.merge_undo, name="merge-undo"),
    path("<uuid:uuid>/merge/", duplicates.merge_choose, name="merge-choose"),
    path("<uuid:uuid>/merge/<uuid:other>/", duplicates.merge_page, name="merge-page"),
    path("<uuid:uuid>/distinct/<uuid:other>/", duplicates.pair_distinct, name="pair-distinct"),
    path("<uuid:uuid>/distinct/<uuid:other>/undo/", duplicates.pair_distinct_undo, name="pair-distinct-undo"),
    path("<uuid:uuid>/ask/<uuid:other>/", duplicates.pair_ask, name="pair-ask"),
]

"""Addresses of rules. A programme's code follows `of/`, so that no code can hide another screen."""

from django.urls import path

from hocvien.web.rules import views
from hocvien.web.rules.views import drafts, people, regulations

app_name = "rules"
urlpatterns = [
    path("", views.rule_list, name="rule-list"),
    path("regulations/", views.regulation_list, name="regulation-list"),
    path("regulations/new/", regulations.regulation_add, name="regulation-add"),
    path("regulations/of/<slug:code>/", regulations.regulation_edit, name="regulation-edit"),
    path("regulations/of/<slug:code>/remove/", regulations.regulation_remove, name="regulation-remove"),
    path("file/", drafts.rule_upload, name="rule-upload"),
    path("of/<slug:code>/", views.rule_page, name="rule-page"),
    path("of/<slug:code>/file/", views.rule_download, name="rule-download"),
    path("of/<slug:code>/edit/", drafts.rule_edit, name="rule-edit"),
    path("drafts/<uuid:uuid>/", drafts.draft_page, name="draft-page"),
    path("drafts/<uuid:uuid>/edit/", drafts.draft_edit, name="draft-edit"),
    path("drafts/<uuid:uuid>/try/", drafts.draft_try, name="draft-try"),
    path("drafts/<uuid:uuid>/stop/", drafts.draft_stop, name="draft-stop"),
    path("drafts/<uuid:uuid>/publish/", drafts.draft_publish, name="draft-publish"),
    path("drafts/<uuid:uuid>/discard/", drafts.draft_discard, name="draft-discard"),
    path("people/<uuid:uuid>/", people.person_verdict, name="person-verdict"),
    path("people/<uuid:uuid>/plannings/add/", people.planning_add, name="planning-add"),
    path("people/<uuid:uuid>/attestations/add/", people.attestation_add, name="attestation-add"),
    path("people/<uuid:uuid>/attestations/<uuid:fact>/remove/", people.attestation_remove, name="attestation-remove"),
    path("people/<uuid:uuid>/exceptions/add/", people.exception_add, name="exception-add"),
    path("people/<uuid:uuid>/exceptions/<uuid:fact>/remove/", people.exception_remove, name="exception-remove"),
]

from django.urls import path

from hocvien.web.sending.views import decisions, figures, notices, people, results

app_name = "sending"
urlpatterns = [
    path("", notices.notice_list, name="notice-list"),
    path("figures/", figures.sent_figures, name="sent-figures"),
    path("figures/people/", figures.people_sent, name="people-sent"),
    path("new/", notices.notice_record, name="notice-record"),
    path("<uuid:uuid>/", notices.notice_page, name="notice-page"),
    path("<uuid:uuid>/edit/", notices.notice_edit, name="notice-edit"),
    path("<uuid:uuid>/cancel/", notices.notice_cancel, name="notice-cancel"),
    path("<uuid:uuid>/seats/", notices.seats_split, name="seats-split"),
    path("<uuid:uuid>/events/new/", results.events_record, name="events-record"),
    path("<uuid:uuid>/select/", people.person_select, name="person-select"),
    path("<uuid:uuid>/decide/", decisions.list_decide, name="list-decide"),
    path("<uuid:uuid>/send/", decisions.decision_record, name="decision-record"),
    path("<uuid:uuid>/decisions/<uuid:decision>/", decisions.decision_paper, name="decision-paper"),
    path("<uuid:uuid>/decisions/<uuid:decision>/annul/", decisions.decision_annul, name="decision-annul"),
    path("people/<uuid:uuid>/", people.sending_page, name="sending-page"),
    path("people/<uuid:uuid>/recall/", decisions.person_recall, name="person-recall"),
    path("people/<uuid:uuid>/events/new/", results.event_record, name="event-record"),
    path("people/<uuid:uuid>/events/<uuid:event>/remove/", results.event_remove, name="event-remove"),
    path("people/<uuid:uuid>/diploma/", results.diploma_record, name="diploma-record"),
    path("people/<uuid:uuid>/diploma/confirm/", results.diploma_confirm, name="diploma-confirm"),
    path("people/<uuid:uuid>/diploma/remove/", results.diploma_remove, name="diploma-remove"),
    path("people/<uuid:uuid>/transcript/", results.transcript_record, name="transcript-record"),
    path("people/<uuid:uuid>/transcript/print/", results.transcript_print, name="transcript-print"),
    path("people/<uuid:uuid>/transcript/remove/", results.transcript_remove, name="transcript-remove"),
]

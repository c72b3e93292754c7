from django.urls import path

from hocvien.web.meetings.views import headcounts, names, points, reports, sessions

app_name = "meetings"
urlpatterns = [
    path("", sessions.session_list, name="session-list"),
    path("new/", sessions.session_call, name="session-call"),
    path("units/", reports.report_page, name="report-page"),
    path("units/sessions/", reports.report_sessions, name="report-sessions"),
    path("<uuid:uuid>/", sessions.session_page, name="session-page"),
    path("<uuid:uuid>/edit/", sessions.session_edit, name="session-edit"),
    path("<uuid:uuid>/lock/", sessions.session_lock, name="session-lock"),
    path("<uuid:uuid>/reopen/", sessions.session_reopen, name="session-reopen"),
    path("<uuid:uuid>/recount/", sessions.session_recount, name="session-recount"),
    path("<uuid:uuid>/remove/", sessions.session_remove, name="session-remove"),
    path("<uuid:uuid>/points/new/", points.point_add, name="point-add"),
    path("<uuid:uuid>/points/<uuid:point>/", headcounts.headcount_page, name="headcount-page"),
    path("<uuid:uuid>/points/<uuid:point>/names/", names.name_list, name="name-list"),
    path("<uuid:uuid>/points/<uuid:point>/workbook/", headcounts.headcount_workbook, name="headcount-workbook"),
    path("<uuid:uuid>/points/<uuid:point>/edit/", points.point_edit, name="point-edit"),
    path("<uuid:uuid>/points/<uuid:point>/remove/", points.point_remove, name="point-remove"),
    path("<uuid:uuid>/points/<uuid:point>/units/", points.unit_summon, name="unit-summon"),
    path("<uuid:uuid>/points/<uuid:point>/units/release/", points.unit_release, name="unit-release"),
]

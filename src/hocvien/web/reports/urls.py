from django.urls import path

from hocvien.web.reports import breakdowns, keeping, views

app_name = "reports"
urlpatterns = [
    path("", views.report_page, name="report-page"),
    path("workbook/", views.report_workbook, name="report-workbook"),
    path("document/", views.report_document, name="report-document"),
    path("json/", views.report_json, name="report-json"),
    path("people/", views.people_counted, name="people-counted"),
    path("classes/", views.classes_counted, name="classes-counted"),
    path("breakdown/", breakdowns.breakdown, name="breakdown"),
    path("breakdown/workbook/", breakdowns.breakdown_workbook, name="breakdown-workbook"),
    path("breakdown/json/", breakdowns.breakdown_json, name="breakdown-json"),
    path("breakdown/csv/", breakdowns.breakdown_csv, name="breakdown-csv"),
    path("breakdown/behind/", breakdowns.breakdown_behind, name="breakdown-behind"),
    path("questions/", keeping.question_list, name="question-list"),
    path("questions/<uuid:uuid>/", keeping.question_change, name="question-change"),
    path("frozen/", keeping.frozen_list, name="frozen-list"),
    path("frozen/<uuid:uuid>/", keeping.frozen_page, name="frozen-page"),
]

from django.urls import path

from hocvien.web.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.report_page, name="report-page"),
    path("workbook/", views.report_workbook, name="report-workbook"),
    path("document/", views.report_document, name="report-document"),
    path("people/", views.people_counted, name="people-counted"),
    path("classes/", views.classes_counted, name="classes-counted"),
]

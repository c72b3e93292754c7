"""One page for each item of the thread: a plan line, a class, a name on its list, a certificate."""

from django.urls import path

from hocvien.web.threads import views

app_name = "threads"
urlpatterns = [
    path("line/<uuid:uuid>/", views.thread_of_line, name="thread-of-line"),
    path("class/<uuid:uuid>/", views.thread_of_class, name="thread-of-class"),
    path("class/<uuid:uuid>/<uuid:nomination>/", views.thread_of_person, name="thread-of-person"),
    path("certificate/<uuid:uuid>/", views.thread_of_certificate, name="thread-of-certificate"),
]

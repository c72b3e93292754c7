"""The address printed for whoever holds a paper; no sign-in."""

from django.urls import path

from hocvien.web.certificates.public import paper_verify

app_name = "verification"
urlpatterns = [path("", paper_verify, name="paper-verify")]

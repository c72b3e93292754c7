from django.urls import path

from hocvien.web.account import views

app_name = "account"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("language/", views.language, name="language"),
]

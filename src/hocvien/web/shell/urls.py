from django.urls import path

from hocvien.web.shell import views

app_name = "shell"
urlpatterns = [
    path("search/", views.search_page, name="search"),
    path("search/suggest/", views.suggest, name="suggest"),
]

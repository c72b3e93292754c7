from django.urls import path

from hocvien.web.home import views

app_name = "home"
urlpatterns = [path("", views.work_list, name="work-list")]

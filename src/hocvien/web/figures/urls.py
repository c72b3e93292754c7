from django.urls import path

from hocvien.web.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.statement_list, name="statement-list"),
    path("series/", views.series_page, name="series-page"),
    path("read/", views.statement_read, name="statement-read"),
    path("<uuid:uuid>/", views.statement_page, name="statement-page"),
    path("<uuid:uuid>/withdraw/", views.statement_withdraw, name="statement-withdraw"),
]

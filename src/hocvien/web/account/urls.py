from django.urls import path

from hocvien.web.account import exports, views

app_name = "account"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("exports/", exports.export_list, name="export-list"),
    path("exports/<uuid:uuid>/", exports.export_page, name="export-page"),
    path("exports/<uuid:uuid>/file/", exports.export_file, name="export-file"),
    path("exports/<uuid:uuid>/stop/", exports.export_stop, name="export-stop"),
    path("exports/<uuid:uuid>/again/", exports.export_again, name="export-again"),
    path("language/", views.language, name="language"),
]

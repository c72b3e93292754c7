from django.urls import path

from hocvien.web.figures import cells, entering, files, views

app_name = "figures"
urlpatterns = [
    path("", views.statement_list, name="statement-list"),
    path("series/", views.series_page, name="series-page"),
    path("read/", views.statement_read, name="statement-read"),
    path("enter/", entering.statement_enter, name="statement-enter"),
    path("from-file/", files.file_upload, name="file-upload"),
    path("from-file/template/", files.statement_template, name="statement-template"),
    path("from-file/<uuid:uuid>/", files.file_page, name="file-page"),
    path("from-file/<uuid:uuid>/cells/", cells.file_cells, name="file-cells"),
    path("<uuid:uuid>/", views.statement_page, name="statement-page"),
    path("<uuid:uuid>/withdraw/", views.statement_withdraw, name="statement-withdraw"),
]

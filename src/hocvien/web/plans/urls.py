from django.urls import path

from hocvien.web.plans import views

app_name = "plans"
urlpatterns = [
    path("", views.plan_list, name="plan-list"),
    path("new/", views.plan_create, name="plan-create"),
    path("<uuid:uuid>/", views.plan_page, name="plan-page"),
    path("<uuid:uuid>/lines/new/", views.line_add, name="line-add"),
    path("<uuid:uuid>/lines/<uuid:line>/", views.line_edit, name="line-edit"),
    path("<uuid:uuid>/lines/<uuid:line>/remove/", views.line_remove, name="line-remove"),
    path("<uuid:uuid>/submit/", views.plan_submit, name="plan-submit"),
    path("<uuid:uuid>/return/", views.plan_return, name="plan-return"),
    path("<uuid:uuid>/approve/", views.plan_approve, name="plan-approve"),
]

"""Addresses of official papers: templates of an office, papers of a class and of a plan."""

from django.urls import path

from hocvien.web.papers import making, templates

app_name = "papers"
urlpatterns = [
    path("", templates.template_list, name="template-list"),
    path("of/<str:kind>/", templates.template_page, name="template-page"),
    path("of/<str:kind>/file/", templates.template_file, name="template-file"),
    path("kept/<uuid:uuid>/file/", templates.template_kept, name="template-kept"),
    path("kept/<uuid:uuid>/withdraw/", templates.template_withdraw, name="template-withdraw"),
    path("class/<uuid:uuid>/", making.class_papers, name="class-papers"),
    path("class/<uuid:uuid>/message/<uuid:participation>/", making.class_message, name="class-message"),
    path("class/<uuid:uuid>/<str:kind>/", making.class_paper, name="class-paper"),
    path("sending/<uuid:uuid>/<uuid:decision>/", making.sending_paper, name="sending-paper"),
    path("plan/<uuid:uuid>/", making.plan_paper, name="plan-paper"),
]

from django.urls import path

from hocvien.web.programmes import views
from hocvien.web.programmes.views import editing, lecturers

app_name = "programmes"
urlpatterns = [
    path("", views.programme_list, name="programme-list"),
    path("new/", editing.programme_add, name="programme-add"),
    path("lecturers/", lecturers.lecturer_list, name="lecturer-list"),
    path("lecturers/new/", lecturers.lecturer_add, name="lecturer-add"),
    path("lecturers/<uuid:uuid>/", lecturers.lecturer_page, name="lecturer-page"),
    path("lecturers/<uuid:uuid>/edit/", lecturers.lecturer_edit, name="lecturer-edit"),
    path("<slug:code>/", views.programme_page, name="programme-page"),
    path("<slug:code>/edit/", editing.programme_edit, name="programme-edit"),
    path("<slug:code>/curriculum/", editing.curriculum_add, name="curriculum-add"),
    path("<slug:code>/assessment/", editing.assessment_edit, name="assessment-edit"),
    path("<slug:code>/chain/", editing.chain_edit, name="chain-edit"),
    path("<slug:code>/opening/", editing.opening_edit, name="opening-edit"),
    path("<slug:code>/paper/", editing.paper_edit, name="paper-edit"),
]

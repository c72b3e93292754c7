from django.urls import path

from hocvien.web.classes import views

app_name = "classes"
urlpatterns = [
    path("", views.class_list, name="class-list"),
    path("open/", views.class_open, name="class-open"),
    path("<uuid:uuid>/", views.class_page, name="class-page"),
    path("<uuid:uuid>/edit/", views.class_edit, name="class-edit"),
    path("<uuid:uuid>/start/", views.class_start, name="class-start"),
    path("<uuid:uuid>/finish/", views.class_finish, name="class-finish"),
    path("<uuid:uuid>/cancel/", views.class_cancel, name="class-cancel"),
    path("<uuid:uuid>/invitations/", views.invitation_list, name="invitation-list"),
    path("<uuid:uuid>/list/", views.nomination_list, name="nomination-list"),
    path("<uuid:uuid>/list/propose/", views.nomination_propose, name="nomination-propose"),
    path("<uuid:uuid>/list/decide/", views.nomination_decide, name="nomination-decide"),
    path("<uuid:uuid>/list/admit-by-reason/", views.nomination_admit_by_reason, name="nomination-admit-by-reason"),
    path("<uuid:uuid>/list/reserve/", views.nomination_fill, name="nomination-fill"),
    path("<uuid:uuid>/list/<uuid:nomination>/", views.nomination_page, name="nomination-page"),
    path("<uuid:uuid>/groups/", views.group_assign, name="group-assign"),
    path("<uuid:uuid>/learners/<uuid:participation>/end/", views.participation_end, name="participation-end"),
    path("<uuid:uuid>/timetable/", views.timetable, name="timetable"),
    path("<uuid:uuid>/timetable/propose/", views.timetable_propose, name="timetable-propose"),
    path("<uuid:uuid>/timetable/new/", views.session_add, name="session-add"),
    path("<uuid:uuid>/timetable/<uuid:session>/", views.session_edit, name="session-edit"),
    path("<uuid:uuid>/timetable/<uuid:session>/remove/", views.session_remove, name="session-remove"),
    path("<uuid:uuid>/roll/", views.roll_book, name="roll-book"),
    path("<uuid:uuid>/roll/<uuid:session>/", views.roll, name="roll"),
    path("<uuid:uuid>/results/", views.result_list, name="result-list"),
    path("<uuid:uuid>/results/recognise/", views.result_recognise, name="result-recognise"),
    path("<uuid:uuid>/results/reopen/", views.result_reopen, name="result-reopen"),
    path("<uuid:uuid>/papers/", views.paper_list, name="paper-list"),
    path("<uuid:uuid>/papers/issue/", views.certificate_issue, name="certificate-issue"),
    path("<uuid:uuid>/papers/certificates.pdf", views.certificate_pdf, name="certificate-pdf"),
    path("<uuid:uuid>/papers/sign-in-sheet/", views.sign_in_sheet, name="sign-in-sheet"),
    path("<uuid:uuid>/papers/class-book/", views.class_book, name="class-book"),
    path("<uuid:uuid>/papers/recognition/", views.recognition_paper, name="recognition-paper"),
]

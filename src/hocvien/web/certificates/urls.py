from django.urls import path

from hocvien.web.certificates import views

app_name = "certificates"
urlpatterns = [
    path("", views.certificate_list, name="certificate-list"),
    path("books/", views.register_list, name="register-list"),
    path("books/<uuid:uuid>/", views.register_book, name="register-book"),
    path("books/<uuid:uuid>/book.pdf", views.register_pdf, name="register-pdf"),
    path("books/<uuid:uuid>/receipts/", views.receipts_record, name="receipts-record"),
    path("<uuid:uuid>/", views.certificate_page, name="certificate-page"),
    path("<uuid:uuid>/paper.pdf", views.certificate_pdf, name="certificate-pdf"),
    path("<uuid:uuid>/withdraw/", views.certificate_withdraw, name="certificate-withdraw"),
    path("<uuid:uuid>/reissue/", views.certificate_reissue, name="certificate-reissue"),
    path("<uuid:uuid>/receipt/", views.certificate_receipt, name="certificate-receipt"),
    path("<uuid:uuid>/blank/", views.certificate_blank, name="certificate-blank"),
]

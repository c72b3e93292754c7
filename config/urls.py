"""Addresses: sign-in by allauth (only the pages this program uses), everything else by the screens."""

from allauth.account import views as account
from django.urls import include, path

urlpatterns = [
    path("account/login/", account.login, name="account_login"),
    path("account/logout/", account.logout, name="account_logout"),
    path("account/inactive/", account.account_inactive, name="account_inactive"),
    path("account/reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("account/password/", account.password_change, name="account_change_password"),
    path("account/second-factor/", include("allauth.mfa.urls")),
    path("", include("hocvien.web.urls")),
]

handler400 = "hocvien.web.shell.errors.bad_request"
handler403 = "hocvien.web.shell.errors.forbidden"
handler404 = "hocvien.web.shell.errors.not_found"
handler500 = "hocvien.web.shell.errors.broken"

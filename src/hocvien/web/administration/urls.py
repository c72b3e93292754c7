"""Addresses of administration: accounts and grants, the journal, backups."""

from django.urls import path

from hocvien.web.administration.views import accounts, backups, copies, journal, overview

app_name = "administration"
urlpatterns = [
    path("", overview.overview, name="overview"),
    path("accounts/", accounts.account_list, name="account-list"),
    path("accounts/open/", accounts.account_open, name="account-open"),
    path("accounts/<uuid:uuid>/", accounts.account_page, name="account-page"),
    path("accounts/<uuid:uuid>/password/", accounts.account_reset_password, name="account-reset-password"),
    path("accounts/<uuid:uuid>/close/", accounts.account_close, name="account-close"),
    path("accounts/<uuid:uuid>/reopen/", accounts.account_reopen, name="account-reopen"),
    path("accounts/<uuid:uuid>/untie/", accounts.account_untie, name="account-untie"),
    path("accounts/<uuid:uuid>/grants/give/", accounts.grant_give, name="grant-give"),
    path("grants/<uuid:uuid>/end/", accounts.grant_end, name="grant-end"),
    path("journal/", journal.journal_list, name="journal-list"),
    path("journal/check/", journal.journal_check, name="journal-check"),
    path("backups/", backups.backup_list, name="backup-list"),
    path("copy/make/", copies.copy_make, name="copy-make"),
    path("backups/make/", backups.backup_make, name="backup-make"),
    path("backups/<str:file>/", backups.backup_download, name="backup-download"),
]

from django.urls import path

from hocvien.web.account import delegations, exports, tokens, views

app_name = "account"
urlpatterns = [
    path("", views.overview, name="overview"),
    path("exports/", exports.export_list, name="export-list"),
    path("exports/<uuid:uuid>/", exports.export_page, name="export-page"),
    path("exports/<uuid:uuid>/file/", exports.export_file, name="export-file"),
    path("exports/<uuid:uuid>/stop/", exports.export_stop, name="export-stop"),
    path("exports/<uuid:uuid>/again/", exports.export_again, name="export-again"),
    path("delegations/", delegations.delegation_list, name="delegation-list"),
    path("delegations/give/", delegations.delegation_give, name="delegation-give"),
    path("delegations/stop/", delegations.delegation_stop, name="delegation-stop"),
    path("delegations/<uuid:uuid>/act/", delegations.delegation_act, name="delegation-act"),
    path("delegations/<uuid:uuid>/end/", delegations.delegation_end, name="delegation-end"),
    path("tokens/", tokens.token_list, name="token-list"),
    path("tokens/make/", tokens.token_make, name="token-make"),
    path("tokens/<uuid:uuid>/withdraw/", tokens.token_withdraw, name="token-withdraw"),
    path("language/", views.language, name="language"),
]

"""Addresses of the areas. Home stands at the root; `/account/` holds one's own settings beside the sign-in of config.urls."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hocvien.web.home.urls")),
    path("", include("hocvien.web.shell.urls")),
    path("units/", include("hocvien.web.units.urls")),
    path("reorganisations/", include("hocvien.web.reorganisations.urls")),
    path("people/", include("hocvien.web.persons.urls")),
    path("obligations/", include("hocvien.web.obligations.urls")),
    path("programmes/", include("hocvien.web.programmes.urls")),
    path("rules/", include("hocvien.web.rules.urls")),
    path("plans/", include("hocvien.web.plans.urls")),
    path("quotas/", include("hocvien.web.quotas.urls")),
    path("classes/", include("hocvien.web.classes.urls")),
    path("study/", include("hocvien.web.meetings.urls")),
    path("figures/", include("hocvien.web.figures.urls")),
    path("sendings/", include("hocvien.web.sending.urls")),
    path("threads/", include("hocvien.web.threads.urls")),
    path("papers/", include("hocvien.web.papers.urls")),
    path("certificates/", include("hocvien.web.certificates.urls")),
    # Vietnamese, because people are told it beside a paper
    path("kiem-tra/", include("hocvien.web.certificates.public_urls")),
    path("reports/papers/", include("hocvien.web.official.urls")),
    path("reports/", include("hocvien.web.reports.urls")),
    path("returns/", include("hocvien.web.returns.urls")),
    path("administration/", include("hocvien.web.administration.urls")),
    path("privacy/", include("hocvien.web.privacy.urls")),
    path("api/", include("hocvien.web.data_api.urls")),
    path("account/", include("hocvien.web.account.urls")),
]

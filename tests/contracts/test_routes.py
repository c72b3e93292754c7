"""Every address asks for a sign-in and declares a permission; what does not is named here."""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from ninja import NinjaAPI

from hocvien.access import api as access
from hocvien.web.data_api.answering import api, patterns

# Sign-in itself, by allauth. Those marked public are reached before it.
SIGN_IN = {
    "account_login": "public",
    "account_logout": "signed_in",
    "account_inactive": "public",
    "account_reauthenticate": "signed_in",
    "account_change_password": "signed_in",
    "mfa_index": "signed_in",
    "mfa_authenticate": "public",
    "mfa_reauthenticate": "signed_in",
    "mfa_activate_totp": "signed_in",
    "mfa_deactivate_totp": "signed_in",
    "mfa_view_recovery_codes": "signed_in",
    "mfa_generate_recovery_codes": "signed_in",
    "mfa_download_recovery_codes": "signed_in",
}
# answered with 401 to strangers, as programs expect, instead of being led to the sign-in
FOR_PROGRAMS = "/api/v1/"
# The screens anyone may open without signing in; adding one is a decision.
PUBLIC_SCREENS = {"account:language", "verification:paper-verify"}

SAMPLES = {
    "IntConverter": 1,
    "StringConverter": "x",
    "SlugConverter": "x",
    "PathConverter": "x",
    "UUIDConverter": uuid.UUID(int=7),
}


def walk(patterns, prefix="", namespace="", converters=None) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        known = {**(converters or {}), **getattr(pattern.pattern, "converters", {})}
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, route, below, known)
        else:
            for name, converter in known.items():
                sample = converter.to_url(SAMPLES[type(converter).__name__])
                for spelled in (f"<{name}>", *(f"<{kind}:{name}>" for kind in ("int", "str", "slug", "path", "uuid"))):
                    route = route.replace(spelled, sample)
            yield f"{namespace}{pattern.name}", f"/{route}", pattern


ROUTES = list(walk(get_resolver().url_patterns))


def declared(name, pattern):
    return SIGN_IN.get(name) or getattr(pattern.callback, "screen_permission", None)


def test_routes_are_found():
    assert len(ROUTES) > len(SIGN_IN)
    assert SIGN_IN.keys() <= {name for name, _route, _pattern in ROUTES}


@pytest.mark.parametrize(("name", "route", "pattern"), ROUTES, ids=[name for name, _route, _pattern in ROUTES])
def test_route_declares_its_permission(name, route, pattern):
    permission = declared(name, pattern)
    assert permission, f"{route}: decorate the view with @screen(permission=…)"
    assert permission in {"public", "signed_in"} | {str(p) for p in access.Permission}


def test_public_screens_are_the_ones_decided():
    found = {name for name, _route, pattern in ROUTES if name not in SIGN_IN and declared(name, pattern) == "public"}
    assert found <= PUBLIC_SCREENS


def test_every_operation_for_programs_is_among_the_routes():
    found = {route for _name, route, _pattern in ROUTES if route.startswith(FOR_PROGRAMS)}
    told = {f"{FOR_PROGRAMS}{re.sub('{[^}]*}', 'x', path)}" for path in operations()}
    assert told
    assert told <= found


def operations():
    """Addresses the API answers, as its own document tells them."""
    return [path.removeprefix(FOR_PROGRAMS) for path in api.get_openapi_schema(path_prefix="api/")["paths"]]


def test_an_operation_without_a_permission_is_seen():
    loose = NinjaAPI(urls_namespace="loose", docs_url=None, openapi_url=None)
    loose.get("/x")(lambda request: {})
    assert all(declared(pattern.name, pattern) is None for pattern in patterns(loose))


@pytest.mark.parametrize("where", ["x", "v1/x"])
def test_what_is_no_address_for_programs_tells_strangers_nothing(where):
    assert Client().get(f"/api/{where}").status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "route", "pattern"),
    [row for row in ROUTES if declared(row[0], row[2]) != "public"],
    ids=[name for name, _route, pattern in ROUTES if declared(name, pattern) != "public"],
)
def test_route_sends_strangers_to_the_sign_in(name, route, pattern):
    for method in ("get", "post"):
        response = getattr(Client(), method)(route)
        if name.startswith("api:") and name != "api:guide":
            assert response.status_code in {401, 405}, f"{method} {route} answered {response.status_code}"
            assert response["Content-Type"] == "application/problem+json"
            continue
        assert response.status_code == 302, f"{method} {route} answered {response.status_code}"
        assert response.url.startswith("/account/login/")

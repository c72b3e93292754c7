"""What every answer carries, shown on the sign-in page: the one page anyone reaches."""

import pytest

pytestmark = pytest.mark.django_db
PAGE = "/account/login/"


def directives(response):
    policy = response.headers["Content-Security-Policy"]
    return {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}


def test_policy_allows_nothing_inline_and_nothing_foreign(client):
    policy = directives(client.get(PAGE))
    assert policy["default-src"] == ["'none'"]
    assert policy["script-src"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert not any(
        "unsafe" in source or "http" in source or source == "*" for sources in policy.values() for source in sources
    )


def test_language_is_vietnamese_whatever_the_browser_prefers(client):
    response = client.get(PAGE, headers={"accept-language": "en-US,en;q=0.9"})
    assert response.headers["Content-Language"] == "vi"
    assert '<html lang="vi"' in response.content.decode()


def test_language_follows_the_cookie(client, settings):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    response = client.get(PAGE)
    assert response.headers["Content-Language"] == "en"
    assert "Cookie" in response.headers["Vary"]


@pytest.mark.parametrize("value", ["fr", "../vi", ""])
def test_language_cookie_with_nonsense_is_vietnamese(client, settings, value):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = value
    assert client.get(PAGE).headers["Content-Language"] == "vi"


def test_pages_are_not_framed_and_keep_their_referrer(client):
    headers = client.get(PAGE).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_sign_up_is_nowhere(client):
    assert client.get("/account/signup/").status_code == 404

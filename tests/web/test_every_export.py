"""Every table that offers a file gives one, on whatever page it stands."""

import re
from html import unescape

import pytest

# the samples every screen is opened with; a fixture is found by its name
from tests.e2e.test_every_page import FILES, everywhere, samples, world  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.once]

OFFERED = re.compile(r'href="([^"]*[?&;](?:[\w-]+\.)?export=[^"]*)"')


def test_every_file_offered_is_given(client, world, everywhere):  # noqa: F811 - asked for by name
    client.force_login(world.everyone)
    followed, faults = 0, []
    for name, url in everywhere.items():
        if name in FILES:
            continue
        for href in dict.fromkeys(OFFERED.findall(client.get(url).content.decode())):
            answer = client.get(re.sub(r"^\?", url.partition("?")[0] + "?", unescape(href)))
            followed += 1
            if answer.status_code != 200 or "attachment" not in answer.get("Content-Disposition", ""):
                faults.append(f"{name}: {href} {answer.status_code} {answer.get('Content-Type')}")
    assert not faults, "\n".join(faults)
    assert followed > 50

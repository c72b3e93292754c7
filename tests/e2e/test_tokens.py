"""An office lets another program read its figures: makes a token, the program asks with it, the office withdraws it."""

import json
import urllib.error
import urllib.request

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from tests import scenarios
from tests.e2e.conftest import PASSWORD, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    accounts.set_password(actor=None, user=world.users["committee"], password=PASSWORD)
    return world


def asked(server, secret):
    """(status, answer) as a program without a browser gets it."""
    request = urllib.request.Request(f"{server}/api/v1/report", headers={"Authorization": f"Bearer {secret}"})
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as refusal:
        return refusal.code, json.load(refusal)


@SIZES
def test_a_program_reads_figures_by_a_token_until_it_is_withdrawn(world, visit, viewport):
    width = viewport["width"]
    office = visit(viewport)
    page = office.sign_in("committee")
    office.goto("/account/tokens/")
    office.assert_accessible()
    office.shot(f"token-empty-{width}", full=True)
    page.get_by_role("main").get_by_role("link", name="Tạo mã truy cập").first.click()
    page.fill("[name=name]", "Bảng Excel")
    page.fill("[name=last_day]", "01/01/2099")
    page.get_by_role("button", name="Tạo mã").click()
    page.get_by_text("Mã phải có ngày hết hạn").first.wait_for()
    office.assert_accessible()
    office.shot(f"token-form-{width}", full=True)
    page.fill("[name=last_day]", scenarios.CLOSES.strftime("%d/%m/%Y"))
    page.get_by_role("button", name="Tạo mã").click()
    secret = page.locator("#secret").inner_text()
    office.assert_accessible()
    office.shot(f"token-made-{width}", full=True)

    status, answer = asked(office.server, secret)
    assert status == 200
    assert answer["asked"]["unit"] == "huyen"

    office.goto("/account/tokens/")
    office.assert_accessible()
    office.shot(f"token-list-{width}", full=True)
    page.get_by_role("button", name="Rút mã").click()
    page.get_by_text("Đã rút mã").first.wait_for()
    status, answer = asked(office.server, secret)
    assert (status, answer["code"]) == (401, "token_needed")

    office.goto("/api/")
    office.assert_accessible()
    office.shot(f"token-guide-{width}")

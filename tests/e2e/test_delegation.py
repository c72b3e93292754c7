"""Whoever goes away lets a colleague act; the colleague does so, sees it on every page, and stops."""

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
    scenarios.add_members(world, 3)
    scenarios.give_account(world, "stand_in")
    for name in ("committee", "stand_in"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    return world


@SIZES
def test_a_colleague_acts_for_who_is_away(world, visit, viewport):
    width = viewport["width"]
    giver = visit(viewport)
    page = giver.sign_in("committee")
    giver.goto("/account/delegations/")
    giver.assert_accessible()
    giver.shot(f"delegation-empty-{width}", full=True)
    page.get_by_role("main").get_by_role("link", name="Ủy quyền cho người khác").first.click()
    page.fill("[name=to_user]", "khong.co")
    page.get_by_label("Sửa hồ sơ cá nhân").check()
    page.get_by_role("button", name="Ủy quyền").click()
    page.get_by_text("Không có tài khoản đang mở").first.wait_for()
    giver.assert_accessible()
    giver.shot(f"delegation-form-{width}", full=True)
    page.fill("[name=to_user]", "stand_in")
    page.get_by_role("button", name="Ủy quyền").click()
    page.get_by_text("Đã ủy quyền cho").wait_for()
    giver.assert_accessible()
    giver.shot(f"delegation-given-{width}", full=True)

    other = visit(viewport)
    page = other.sign_in("stand_in")
    other.goto("/account/delegations/")
    other.assert_accessible()
    other.shot(f"delegation-received-{width}", full=True)
    page.get_by_role("button", name="Làm thay").click()
    page.get_by_text("Bạn đang làm thay Tài khoản committee").wait_for()
    other.assert_accessible()
    other.shot(f"delegation-acting-home-{width}", full=True)
    other.goto("/people/")
    other.assert_accessible()
    other.shot(f"delegation-acting-people-{width}")
    page.get_by_role("button", name="Thôi làm thay").click()
    page.get_by_text("Bạn đã thôi làm thay").wait_for()
    other.goto("/people/")
    assert page.get_by_text("Bạn đang làm thay").count() == 0

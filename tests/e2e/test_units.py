"""The tree of units by mouse and by keys, at the desk and on a phone; a unit's life; another day."""

from datetime import date

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.org import api as org
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, PHONE

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
DAY = date(2025, 7, 1)


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    org.found_units(
        actor=None,
        units=[
            org.NewUnit(f"cb-{n:03d}", f"Chi bộ thôn {n:03d}", "cell", scenarios.FOUNDED, "xa-b") for n in range(130)
        ],
    )
    scenarios.add_members(world, 12)
    scenarios.open_class(
        world, invited=("xa-b",), proposals_close_on=None, opens_on=scenarios.TODAY, closes_on=scenarios.TODAY
    )
    org.rename_unit(
        actor=None, unit=world.units["xa-a"], name="Đảng ủy xã An Bình mới", on=date(2022, 3, 1), source="NQ 12"
    )
    org.record_reorganisation(
        actor=None,
        title="Sắp xếp năm 2025",
        resolution="NQ 1665/NQ-UBTVQH15",
        steps=[
            org.Found("xa-az", "Đảng ủy xã An Zét", "commune_committee", "huyen"),
            org.Merge(("xa-a", "xa-z"), "xa-az"),
        ],
        on=DAY,
        today=DAY,
        now=scenarios.at(DAY),
    )
    user = scenarios.give_account(world, "everyone", ("inspector", "tinh"), ("administrator", "tinh"))
    accounts.set_password(actor=None, user=user, password=PASSWORD)
    return world


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_tree_opens_by_mouse_and_keys(world, visit, size):
    visitor = visit(size)
    page = visitor.sign_in("everyone")
    visitor.goto("/units/")
    visitor.shot(f"units-tree-{size['width']}")
    visitor.assert_accessible()
    tree = page.locator("[role=tree]")
    item = tree.locator("[data-unit=huyen]")
    item.locator("> .leaf > [data-toggle]").click()
    tree.locator("[data-unit=xa-b]").wait_for()
    assert item.get_attribute("aria-expanded") == "true"
    assert "open=huyen" in page.url
    tree.locator("[data-unit=xa-b]").focus()
    page.keyboard.press("ArrowRight")
    tree.locator("[data-unit=cb-000]").wait_for()
    page.keyboard.press("ArrowRight")
    assert focused(page) == "cb-000"
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert focused(page) == "tinh"
    more = tree.locator("[data-more]")
    more.click()
    tree.locator("[data-unit=cb-129]").wait_for()
    assert tree.locator("[data-unit^=cb-]").count() == 130
    assert tree.locator("[data-more]").count() == 0
    visitor.shot(f"units-open-{size['width']}")
    visitor.assert_accessible()
    tree.locator("[data-unit=cb-129]").focus()
    page.keyboard.press("ArrowLeft")
    assert focused(page) == "xa-b"
    page.keyboard.press("ArrowLeft")
    assert tree.locator("[data-unit=xa-b]").get_attribute("aria-expanded") == "false"
    page.reload()
    assert page.locator("[data-unit=xa-b]").is_visible()
    assert page.locator("[data-unit=cb-000]").count() == 0
    page.locator("[data-unit=xa-b]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/units/xa-b/**")


def focused(page):
    return page.evaluate("document.activeElement.dataset.unit")


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_another_day_is_said_and_left(world, visit, size):
    visitor = visit(size)
    page = visitor.sign_in("everyone")
    visitor.goto("/units/?unit=huyen")
    assert page.locator("[data-unit=xa-az]").is_visible()
    page.locator("summary", has_text="hôm nay").click()
    visitor.shot(f"as-of-choose-{size['width']}")
    page.fill("#scope-on", "30/6/2025")
    page.keyboard.press("Enter")
    page.wait_for_url("**on=2025-06-30**")
    assert page.locator("[data-unit=xa-a]").is_visible()
    assert page.locator("[data-unit=xa-az]").count() == 0
    visitor.shot(f"as-of-tree-{size['width']}")
    visitor.assert_accessible()
    visitor.goto("/units/xa-az/?unit=xa-az&on=2025-06-30")
    assert "khi đó chưa thành lập" in page.inner_text("body")
    visitor.shot(f"as-of-not-yet-{size['width']}")
    visitor.assert_accessible()
    visitor.goto("/units/xa-a/?unit=xa-a&on=2025-06-30")
    visitor.shot(f"as-of-unit-{size['width']}")
    visitor.assert_accessible()
    page.get_by_role("link", name="trở về hôm nay").first.click()
    page.wait_for_url(lambda url: "on=" not in url)
    assert "đã kết thúc hoạt động" in page.inner_text("main")
    visitor.shot(f"unit-ended-{size['width']}")
    visitor.assert_accessible()
    visitor.goto("/units/xa-az/?unit=xa-az")
    visitor.shot(f"unit-life-{size['width']}")
    visitor.assert_accessible()
    visitor.goto("/units/?q=an+binh")
    visitor.shot(f"units-found-{size['width']}")
    visitor.assert_accessible()
    visitor.goto("/?on=2025-06-30")
    visitor.shot(f"as-of-home-{size['width']}")
    visitor.assert_accessible()
    visitor.goto("/people/?unit=xa-a&on=2025-06-30&of=unit")
    visitor.shot(f"as-of-people-{size['width']}")
    visitor.assert_accessible()


def test_the_tree_works_without_scripts(world, browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    page.goto(live_server.url + "/account/login/")
    page.fill("[name=login]", "everyone")
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button[type=submit]")
    page.goto(live_server.url + "/units/")
    page.click("[data-unit=huyen] > .leaf > [data-toggle]")
    page.click("[data-unit=xa-b] > .leaf > [data-toggle]")
    assert page.locator("[data-unit=cb-000]").is_visible()
    page.click("[data-more]")
    assert page.locator("[data-unit=cb-129]").is_visible()
    context.close()


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_term_is_chosen_in_the_bar_and_one_that_is_unknown_is_said(world, visit, size):
    for name, first, last in (
        ("2015–2020", scenarios.FOUNDED, date(2020, 10, 1)),
        ("2020–2025", date(2020, 10, 1), date(2025, 10, 1)),
    ):
        org.record_fact(
            actor=None, unit=world.units["tinh"], value=org.Term(name), valid_from=first, valid_to=last, source="NQ ĐH"
        )
    visitor = visit(size)
    page = visitor.sign_in("everyone")
    visitor.goto("/reports/?unit=huyen")
    page.locator("summary.pick", has_text="Kỳ đang xem").click()
    chosen = page.get_by_role("link", name="2020–2025 (01/10/2020–30/9/2025)")
    chosen.wait_for()
    visitor.shot(f"term-picker-{size['width']}")
    visitor.assert_accessible()
    chosen.click()
    page.wait_for_url("**period=nk20*")
    assert "nhiệm kỳ 2020–2025 (từ 01/10/2020 đến 30/9/2025)" in page.inner_text("h1")
    visitor.shot(f"term-report-{size['width']}")
    visitor.assert_accessible()
    visitor.goto("/reports/?unit=huyen&period=nk1995")
    assert "không có nhiệm kỳ mang mã “nk1995”" in page.inner_text("main")
    visitor.shot(f"term-unknown-{size['width']}")
    visitor.assert_accessible()

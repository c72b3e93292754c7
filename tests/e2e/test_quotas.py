"""Seats handed to many units at once by keyboard and from a sheet, then named and asked about by a commune; at the desk and on a phone."""

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.quotas import api as quotas
from tests import scenarios
from tests.e2e.conftest import PASSWORD, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def quota(settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    scenarios.add_candidates(world, 3)
    for name in ("committee", "commune"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    return quotas.issue_quota(
        actor=None,
        owner=world.units["huyen"],
        source=quotas.Notice("15-TB/TCT", scenarios.TODAY, "Chiêu sinh đợt II", catalogue.get_programme("NTVD").pk),
        seats=20,
        names_due_on=scenarios.LIST_CLOSES,
        today=scenarios.TODAY,
        now=scenarios.at(scenarios.TODAY),
    )


@SIZES
def test_seats_are_handed_down_by_keyboard_and_from_a_sheet(visit, quota, viewport, request):
    size = request.node.callspec.id
    office = visit(viewport)
    page = office.sign_in("committee")
    office.goto(f"/quotas/{quota.uuid}/?unit=huyen&period=2026")
    office.assert_accessible()
    page.click("text=Phân bổ >> nth=0")
    boxes = page.locator("[data-seats]")
    assert boxes.count() == 3
    boxes.nth(0).click()
    page.keyboard.type("12")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("9")
    assert page.inner_text("[data-seats-sum]") == "21"
    assert page.inner_text("[data-seats-left]") == "-1"
    assert page.is_visible("[data-seats-over]")
    boxes.nth(0).click()
    page.evaluate(PASTE, "dang uy xa BINH MINH\t5\nĐảng ủy xã An Bình\t1.2\nKhông có\t3\n")
    assert "1 dòng không tìm thấy" in page.inner_text("[data-seats-pasted]")
    page.evaluate(PASTE, "12\n5\n")
    assert page.inner_text("[data-seats-left]") == "3"
    assert page.is_hidden("[data-seats-over]")
    office.assert_accessible()
    office.shot(f"quota-grid-{size}", full=True)
    page.click("form[data-seats-form] button[type=submit]")
    assert "Đã phân bổ 17 chỉ tiêu." in page.inner_text("main")
    office.assert_accessible()
    office.shot(f"quota-page-{size}", full=True)

    commune = visit(viewport)
    page = commune.sign_in("commune")
    assert "12 chỉ tiêu cần ghi tên" in page.inner_text("main")
    page.click("text=12 chỉ tiêu cần ghi tên")
    page.locator("main").get_by_role("link", name="Ghi tên", exact=True).first.click()
    page.fill("[name=person]", "Trần")
    page.click("[role=option] >> nth=0")
    commune.shot(f"quota-name-{size}", full=True)
    page.click("form.form button[type=submit]")
    assert "Đã ghi tên." in page.inner_text("main")
    commune.assert_accessible()
    commune.shot(f"quota-commune-{size}", full=True)
    page.click("text=Sổ chỉ tiêu")
    commune.assert_accessible()
    commune.shot(f"quota-ledger-{size}", full=True)

"""An office asks its own question of the figures: chooses, narrows, opens the people behind one, keeps the question, fixes the answer, sees what came late."""

import io

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from hocvien.accounts import api as accounts
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, PHONE, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

_FIFTY_COLUMNS_MORE = """table => [...table.rows].forEach(row => {
  for (let n = 0; n < 50; n++) row.append(row.cells[row.cells.length - 1].cloneNode(true));
})"""


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2026-06-30"
    cache.clear()
    world = scenarios.found_place()
    accounts.set_password(actor=None, user=world.users["centre"], password=PASSWORD)
    world.taught = scenarios.open_class(world)
    scenarios.admit_people(world, world.taught, 3)
    scenarios.admit_people(world, world.taught, 2, unit="xa-b")
    return world


@SIZES
def test_a_question_of_ones_own_is_asked_kept_and_fixed(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    faults = []
    clerk = Person(visit(viewport), "centre", size, faults).sign_in()
    clerk.menu("Báo cáo")
    clerk.link("Thống kê theo chỉ tiêu")
    clerk.choose(rows="Đơn vị cử")
    clerk.press("Xem")
    clerk.reads("Lượt học viên", "Tất cả")
    clerk.look("breakdown")
    clerk.main.locator("tfoot a").nth(1).click()
    clerk.reads("Đứng sau con số", "5")
    clerk.look("breakdown-behind")
    clerk.link("Thống kê theo chỉ tiêu")
    clerk.fill(title="Theo đơn vị cử")
    clerk.press("Lưu câu hỏi")
    clerk.reads("Đã lưu câu hỏi", "Theo đơn vị cử")
    clerk.look("breakdown-questions")
    clerk.link("Theo đơn vị cử")
    clerk.fill(title="Sáu tháng đầu năm")
    clerk.press("Chốt số liệu")
    clerk.reads("đúng từng số", "Chưa có gì khác")
    scenarios.admit_people(world, world.taught, 1, unit="xa-b")
    clerk.page.reload()
    clerk.reads("Nhập muộn, sau khi chốt", "đúng từng số")
    clerk.look("breakdown-frozen")
    assert faults == []


def test_a_table_of_many_columns_is_printed_whole(visit, world):
    clerk = Person(visit(DESK), "centre", "desk", []).sign_in()
    clerk.menu("Báo cáo")
    clerk.link("Thống kê theo chỉ tiêu")
    clerk.main.locator("table").first.evaluate(_FIFTY_COLUMNS_MORE)
    # the table is measured anew when the window changes
    clerk.page.set_viewport_size(PHONE)
    clerk.page.set_viewport_size(DESK)
    clerk.page.wait_for_selector(".scroll.is-widest")
    sheet = PdfReader(io.BytesIO(clerk.page.pdf(prefer_css_page_size=True))).pages[0].mediabox
    assert (round(sheet.width / 72 * 2.54), round(sheet.height / 72 * 2.54)) == (42, 30)

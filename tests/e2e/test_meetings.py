"""A study session by clicking alone, as two people: called, summoned, pasted and typed, told by a commune, made up, locked."""

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.meetings import api as meetings
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

TOPIC = "Học tập, quán triệt nghị quyết mẫu"


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2026-05-20"
    cache.clear()
    world = scenarios.found_place(seeded=False)
    scenarios.add_members(world, 5, cell="xa-a-cb1")
    scenarios.add_members(world, 3, cell="xa-b-cb1")
    for name in ("commune", "committee"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    return world


@SIZES
def test_a_study_session_is_called_told_and_locked(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    faults = []
    office, officer = (Person(visit(viewport), name, size, faults).sign_in() for name in ("committee", "commune"))
    call(office)
    officer.work("Nhập số")
    officer.reads("Bạn thấy số của các đơn vị trong phạm vi của mình")
    officer.link("Hội trường huyện")
    officer.fill(**{"invited-xa-a": "5", "present-xa-a": "3"})
    officer.look("study-own-numbers")
    officer.press("Lưu số")
    officer.reads("Đã ghi số của 1 đơn vị")
    tell(office)
    make_up(office)
    office.press("Khóa số")
    office.reads("Đã khóa số")
    office.look("study-locked")
    see_by_unit(office)
    assert not faults, "\n\n".join(faults)


def call(office):
    office.menu("Phiên học tập")
    office.look("study-empty")
    office.link("Lập phiên học tập")
    office.fill(topic=TOPIC, document_number="57-NQ/TW", issued_by="Bộ Chính trị", answers_due_on="25/5/2026")
    office.look("study-form")
    office.press("Lưu")
    office.look("study-new")
    office.link("Thêm điểm học")
    office.fill(place="Hội trường huyện")
    office.look("study-point")
    office.press("Lưu điểm học")
    office.look("study-summon")
    office.press("Thêm vào điểm học")
    office.reads("Đã triệu tập: 3 đơn vị")


def tell(office):
    office.work("Xem đơn vị nào")
    office.look("study-waiting")
    office.link("Hội trường huyện")
    first = office.main.locator("[name=invited-xa-a]")
    first.focus()
    # groups of an English workbook are left to be put right, never shortened
    office.paste(first, "12,000\t250,000")
    assert first.input_value() == "12,000"
    assert office.main.locator("[name=present-xa-a]").input_value() == "250,000"
    office.paste(first, "5\t4\n3\t2\n1\tba")
    assert office.main.locator("[name=present-xa-b]").input_value() == "2"
    assert office.main.locator("[data-sum=invited]").inner_text() == "9"
    office.press("Lưu số")
    office.reads("“ba” không phải số người")
    office.look("study-wrong")
    last = office.main.locator("[name=present-ttct]")
    last.fill("1")
    last.press("ArrowUp")
    assert office.page.evaluate("document.activeElement.name") == "present-xa-b"
    office.press("Lưu số")
    office.reads("Đã ghi số của 3 đơn vị")
    office.look("study-told")
    assert meetings.Headcount.objects.filter(present=4).exists()


def make_up(office):
    office.link(TOPIC)
    office.link("Thêm điểm học")
    office.fill(place="Hội trường xã An Bình", on="23/5/2026")
    office.main.get_by_label("Học bù").check()
    office.press("Lưu điểm học")
    office.fill(**{"present-xa-a": "2"})
    office.look("study-makeup")
    office.press("Lưu số")
    office.link(TOPIC)
    office.reads("Nhiều hơn số đảng viên")
    office.look("study-page")


def see_by_unit(office):
    office.menu("Phiên học tập")
    office.look("study-list")
    office.link("Tổng hợp theo đơn vị")
    office.reads("Đây không phải số lớp")
    office.look("study-by-unit")
    office.link("Đảng ủy xã An Bình")
    office.reads("Số của chính đơn vị")
    office.page.go_back()
    office.follow(office.main.locator("table").get_by_role("link", name="1", exact=True).first)
    office.reads("Phiên học tập được tính", TOPIC)
    office.look("study-counted")

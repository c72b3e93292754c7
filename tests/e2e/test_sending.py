"""Somebody is sent out and the diploma comes back, by clicking alone, at both sizes: notice, selection, decision, progress, transcript, paper, figures."""

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person
from tests.sending import office

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    """Cadres of a commune, one of them too young; the day stands so late that the course is over, as paper is often recorded afterwards."""
    settings.HOCVIEN_TODAY = "2026-05-20"
    cache.clear()
    world = scenarios.found_place()
    office.cadres(world, 3)
    office.cadres(world, 1, birth_year=1992)
    accounts.set_password(actor=None, user=world.committee, password=PASSWORD)
    return world


@SIZES
def test_somebody_is_sent_and_the_diploma_comes_back(visit, world, viewport):
    faults = []
    one = Person(visit(viewport), "committee", "desk" if viewport is DESK else "phone", faults).sign_in()
    one.menu("Cử đi học")
    one.look("sendings-empty")
    one.link("Ghi thông báo chiêu sinh")
    one.look("sending-notice-new")
    one.fill(
        issuer_name="Trường Chính trị tỉnh Mẫu",
        number="12-TB/TCT",
        issued_on="04/05/2026",
        name="Lớp cao cấp lý luận chính trị K71",
        seats="2",
        opens_on="11/05/2026",
        ends_on="15/05/2026",
        place="Hà Nội",
    )
    one.page.select_option("[name=programme]", str(office.new_notice().programme_id))
    one.page.select_option("[name=study_mode]", "part_time")
    one.press("Ghi thông báo")
    one.reads("Đã ghi thông báo", "2, đã cử 0, còn 2")
    one.look("sending-notice")
    one.link("Chọn người")
    one.reads("Đủ", "Chưa đủ", "Hệ không tập trung")
    one.look("sending-select")
    one.page.locator("tr", has_text="Cán bộ Văn An An").first.locator("[name=row]").check()
    one.press("Đưa vào danh sách")
    one.reads("Đã đưa 1 người vào danh sách")
    one.look("sending-listed")
    one.page.locator("tbody [name=row]").first.check()
    one.press("Quyết định cử đi học")
    one.reads("Cử thêm 1 người: Cán bộ Văn An An")
    one.look("sending-decide")
    one.fill(number="45-QĐ/HU", decided_on="08/05/2026", signer_name="Nguyễn Văn Ký", signer_title="Phó Bí thư")
    one.press("Ghi quyết định")
    one.reads("Đã ghi quyết định cử 1 người đi học", "Số 45-QĐ/HU, ngày 08/05/2026")
    one.look("sending-sent")
    one.link("Số 45-QĐ/HU, ngày 08/05/2026")
    one.look("sending-decision")
    one.link("Lớp cao cấp lý luận chính trị K71")
    one.link("Cán bộ Văn An An")
    one.reads("Đã qua ngày dự kiến bế giảng mà chưa ghi bằng, giấy")
    one.link("Ghi tiến độ")
    one.fill(on="11/05/2026")
    one.look("sending-event")
    one.press("Ghi")
    one.reads("Đã ghi tiến độ học", "Nhập học")
    one.link("Ghi bảng điểm")
    one.page.fill("[name=text]", "Triết học Mác - Lênin; 60; 8,5\nXây dựng Đảng; 45; 9")
    one.look("sending-transcript-new")
    one.press("Lưu bảng điểm")
    one.reads("Triết học Mác - Lênin")
    one.link("Bản in")
    one.look("sending-transcript")
    one.link("Cán bộ Văn An An")
    one.link("Ghi bằng, giấy")
    one.fill(number="CC-17", issued_on="18/05/2026", finished_on="15/05/2026", band="Giỏi")
    one.page.check("[name=is_seen]")
    one.look("sending-diploma")
    one.press("Ghi bằng, giấy")
    one.reads("Đã ghi bằng, giấy vào hồ sơ", "Đã xem giấy tờ", "Đã học xong")
    one.look("sending-person")
    one.link("Mở hồ sơ cá nhân")
    one.reads("Được cử đi học", "CC-17", "Cao cấp, cử nhân")
    one.look("sending-record")
    one.menu("Cử đi học")
    one.reads("Lớp cao cấp lý luận chính trị K71", "Đã học xong")
    one.look("sendings")
    one.link("Số liệu cử đi học")
    one.reads("Theo ngày quyết định cử", "Cao cấp")
    one.look("sending-figures")
    one.page.get_by_role("link", name="1", exact=True).first.click()
    one.reads("Cán bộ Văn An An")
    one.look("sending-people")
    assert not faults, "\n\n".join(faults)

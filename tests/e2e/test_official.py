"""An office writes the eight-month report by clicking, in two layouts, changes a figure, is warned, puts it right and numbers it; at both sizes."""

import pytest
from django.core.cache import cache
from docx import Document

from hocvien.accounts import api as accounts
from hocvien.org import api as org
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2026-09-05"
    cache.clear()
    world = scenarios.found_place()
    accounts.set_password(actor=None, user=world.users["centre"], password=PASSWORD)
    org.record_fact(
        actor=None,
        unit=world.units["ttct"],
        value=org.Letterhead(place="Mẫu", symbol="TTCT"),
        valid_from=scenarios.FOUNDED,
    )
    training_class = scenarios.open_class(world)
    scenarios.admit_people(world, training_class, 3)
    return world


@SIZES
def test_the_eight_month_report_is_written_in_both_layouts(visit, world, viewport, tmp_path):
    size = "desk" if viewport is DESK else "phone"
    faults = []
    clerk = Person(visit(viewport), "centre", size, faults).sign_in()
    clerk.menu("Văn bản báo cáo")
    clerk.reads("Chưa có văn bản nào")
    clerk.look("official-empty")
    clerk.page.goto(f"{clerk.page.url.split('/reports')[0]}/reports/?unit=ttct&period=2026-8m")
    clerk.press("Lập văn bản")
    clerk.reads("Bản thảo, chưa cấp số", "ĐẢNG CỘNG SẢN VIỆT NAM", "01 lớp cho 03 quần chúng", "[mặc định]")
    clerk.look("official-draft")
    party = Document(str(clerk.download_link("Xuất DOCX", tmp_path)))
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in party.tables[0].rows[0].cells[1].text

    clerk.link("Đoạn số liệu")
    text = clerk.main.locator("[name=text]").input_value()
    clerk.fill(text=text.replace("03 quần chúng", "30 quần chúng"))
    clerk.look("official-section")
    clerk.press("Ghi")
    clerk.reads("Số trong bài không khớp số liệu", "“30”", "số liệu đang tính là 03")
    clerk.look("official-warned")
    clerk.link("Hạn chế")
    clerk.fill(text="Một số chi bộ cử chưa đủ người.")
    clerk.press("Ghi")
    clerk.link("Cấp số")
    clerk.look("official-number")
    clerk.press("Cấp số")
    clerk.reads("Trong bài có 1 số không khớp")
    clerk.press("Sửa thành 03")
    clerk.reads("Đã sửa số trong bài theo số liệu.", "HẠN CHẾ")

    clerk.link("Phần đầu và phần ký")
    clerk.choose(layout="nhà nước")
    clerk.fill(recipients="Huyện ủy Mẫu\nLưu Văn phòng", signer_post="Giám đốc", signer_name="Lê Thị Mẫu")
    clerk.look("official-head")
    clerk.press("Ghi")
    clerk.reads("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "/BC-TTCT")
    clerk.link("Cấp số")
    clerk.press("Cấp số")
    clerk.reads("Văn bản đã có số 01/BC-TTCT.", "Số: 01/BC-TTCT", "Mẫu, ngày 05 tháng 9 năm 2026")
    clerk.look("official-numbered")
    state = Document(str(clerk.download_link("Xuất DOCX", tmp_path)))
    assert "CỘNG HÒA XÃ HỘI" in state.tables[0].rows[0].cells[1].text
    assert clerk.download_link("Xuất PDF", tmp_path).read_bytes().startswith(b"%PDF")
    clerk.menu("Văn bản báo cáo")
    clerk.reads("01/BC-TTCT", "Đã cấp số")
    clerk.look("official-list")
    assert faults == []

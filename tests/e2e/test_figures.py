"""A paragraph of 2015 is pasted, read, corrected, taken over with its source, and joins the years of the program."""

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

TEXT = (
    "Năm 2015, Trung tâm đã mở 12 lớp bồi dưỡng cho 903 lượt học viên, đạt 105% kế hoạch, tăng 2 lớp so với cùng kỳ. Trong đó, bồi dưỡng "
    "nhận thức về Đảng 05 lớp cho 393 quần chúng ưu tú; bồi dưỡng đảng viên mới 07 lớp với gần 600 học viên."
)


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2026-12-01"
    cache.clear()
    world = scenarios.found_place()
    accounts.set_password(actor=None, user=world.users["centre"], password=PASSWORD)
    scenarios.open_class(world)
    return world


@SIZES
def test_a_paragraph_is_read_corrected_and_joins_the_years(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    faults = []
    clerk = Person(visit(viewport), "centre", size, faults).sign_in()
    clerk.menu("Số liệu nhiều năm")
    clerk.link("Số liệu đã công bố")
    clerk.reads("Chưa có số liệu đã công bố")
    clerk.look("figures-empty")
    clerk.link("Đọc từ đoạn văn")
    clerk.fill(text=TEXT)
    clerk.look("figures-paste")
    clerk.press("Đọc số liệu")
    clerk.reads("393 + 600 = 993, tổng ghi 903", "số tăng, giảm so với kỳ khác")
    assert clerk.main.locator(".lit mark").all_inner_texts()[:3] == ["12 lớp", "903 lượt học viên", "105%"]
    clerk.look("figures-read")
    wrong = clerk.main.locator("[name=lines-2-participants]")
    clerk.fill(**{"lines-1-participants_to": "-3", "lines-2-participants": "năm trăm"})
    with clerk.page.expect_navigation():
        wrong.press("Enter")
    clerk.reads("Chưa ghi được: có 3 chỗ cần sửa.", "Học viên, dòng 3: “năm trăm” không phải một số đếm.")
    # the first of them has the focus and what was typed; the next is one tab away
    focused = clerk.main.locator(":focus")
    assert (focused.get_attribute("name"), focused.input_value()) == ("lines-1-participants_to", "-3")
    clerk.look("figures-wrong")
    focused.fill("")
    clerk.page.keyboard.press("Tab")
    assert clerk.main.locator(":focus").get_attribute("name") == "lines-1-counted_as"
    clerk.fill(**{"lines-2-participants": "904", "source_title": "Báo cáo mẫu năm 2015"})
    clerk.press("Ghi số liệu")
    clerk.reads("Dòng 3: số học viên ghi 904, nhiều hơn tổng 903.", "Nguồn ghi đúng như vậy, vẫn ghi")
    clerk.look("figures-doubtful")
    clerk.fill(**{"lines-2-participants": "510"})
    clerk.choose(**{"lines-2-qualifier": "đúng"})
    clerk.press("Ghi số liệu")
    clerk.reads("Đã ghi số liệu với nguồn của nó.", "học viên: 600")
    clerk.look("figures-statement")
    clerk.menu("Số liệu nhiều năm")
    clerk.reads("2015", "903", "Đã công bố", "2026", "Chương trình")
    clerk.look("figures-series")
    assert faults == []


@SIZES
def test_wrong_cells_of_a_workbook_are_put_right_beside_what_is_said(visit, world, viewport, tmp_path):
    size = "desk" if viewport is DESK else "phone"
    listed = tmp_path / "so-lieu.csv"
    rows = ["ttct;2015;Tổng;2;4o0;Báo cáo mẫu", ";;NTVD;1;200;", ";;NTVT;1;200;", ";;;3;1;"]
    listed.write_text("\n".join(["Đơn vị;Kỳ;Chương trình;Số lớp;Số học viên;Nguồn", *rows, ""]), "utf-8-sig")
    faults = []
    clerk = Person(visit(viewport), "centre", size, faults).sign_in()
    clerk.menu("Số liệu nhiều năm")
    clerk.link("Số liệu đã công bố")
    clerk.link("Nạp từ tệp")
    clerk.main.locator("[name=file]").set_input_files(str(listed))
    clerk.press("Đọc tệp")
    clerk.reads("Chưa ghi được: còn ô cần sửa.")
    clerk.look("figures-file")
    clerk.link("Sửa các ô")
    clerk.reads("“4o0” không phải một số đếm.", "3 ô phải sửa")
    clerk.look("figures-cells")
    cell = clerk.main.locator("[name='cell:participants2']")
    cell.fill("400")
    with clerk.page.expect_navigation():
        cell.press("Enter")
    clerk.reads("Đã lưu. Còn 2 ô phải sửa.", "Trong tệp ghi “4o0”.", "Các hàng đã sửa, như đọc lại")
    clerk.fill(**{"'cell:programme4'": "DVM"})
    clerk.press("Lưu và xét lại")
    clerk.press("Bỏ qua hàng 5")
    clerk.reads("Không còn ô nào phải sửa.", "Lấy lại hàng 5")
    clerk.look("figures-cells-right")
    clerk.link("Xem lại từng hàng rồi ghi cả tệp")
    clerk.reads("Đã sửa 2 ô. Bỏ qua hàng 5.")
    clerk.look("figures-file-right")
    clerk.press("Ghi cả tệp")
    clerk.reads("Số liệu của tệp đã ghi.")
    assert faults == []

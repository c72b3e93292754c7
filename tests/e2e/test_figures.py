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
    clerk.fill(**{"lines-2-participants": "510", "source_title": "Báo cáo mẫu năm 2015"})
    clerk.choose(**{"lines-2-qualifier": "đúng"})
    clerk.press("Ghi số liệu")
    clerk.reads("Đã ghi số liệu với nguồn của nó.", "học viên: 600")
    clerk.look("figures-statement")
    clerk.menu("Số liệu nhiều năm")
    clerk.reads("2015", "903", "Đã công bố", "2026", "Chương trình")
    clerk.look("figures-series")
    assert faults == []

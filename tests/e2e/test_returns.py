"""A province collects a return from thirty units, by clicking alone: three are late, one contradicts itself and is sent back, mended, locked."""

import io
from datetime import date

import pytest
from django.core.cache import cache
from pypdf import PdfReader

from hocvien.accounts import api as accounts
from hocvien.org import api as org
from hocvien.returns import api as returns
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

UNITS = 30
LATE = 3
BEFORE = date(2026, 7, 10)


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2026-07-01"
    cache.clear()
    world = scenarios.found_place()
    returns.load_seed(actor=None)
    more = org.found_units(
        actor=None,
        units=[
            org.NewUnit(
                code=f"huyen-{n:02d}",
                name=f"Huyện ủy Mẫu số {n}",
                kind="district_committee",
                parent_code="tinh",
                valid_from=scenarios.FOUNDED,
            )
            for n in range(4, UNITS + 1)
        ],
    )
    world.units |= {unit.code: unit for unit in more}
    scenarios.give_account(world, "province", ("committee_office", "tinh"))
    for name in ("province", "committee"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    return world


@SIZES
def test_a_province_collects_from_thirty_units(visit, world, viewport, settings):
    size = "desk" if viewport is DESK else "phone"
    faults = []
    province, district = (Person(visit(viewport), name, size, faults).sign_in() for name in ("province", "committee"))
    open_return(province)
    asked = returns.Return.objects.get()
    assert asked.sheets.count() == UNITS
    answer_wrongly(district)
    others_answer(world, asked)
    settings.HOCVIEN_TODAY = "2026-07-16"
    check(province)
    mend(district)
    lock(province)
    assert not faults, "\n\n".join(faults)


def open_return(province):
    province.menu("Biểu báo cáo")
    province.look("returns-empty")
    province.link("Biểu mẫu")
    province.look("returns-forms")
    province.link("HV-XA")
    province.look("returns-form")
    province.menu("Biểu báo cáo")
    province.link("Mở biểu báo cáo")
    province.choose(form="HV-XA")
    province.fill(period="2026-6m", due_on="15/7/2026")
    province.look("returns-open")
    province.press("Mở biểu báo cáo")
    province.reads("Đã yêu cầu 30 đơn vị", "Chưa nộp")
    province.look("returns-opened")


def answer_wrongly(district):
    """More women than learners, explained, and handed in."""
    district.work("Lập biểu")
    district.look("returns-sheet-new")
    district.press("Tính số liệu")
    district.reads("Đã tính số liệu")
    district.main.locator("[name='cell-r1.c2']").fill("30")
    district.main.locator("[name='cell-r1.c4']").fill("45")
    # the third cell of the line is crossed out, and keeps its place in the range
    district.paste(district.main.locator("[name='cell-r8.c1']"), "-\t120\tx\t60,0\t–")
    district.reads("Đã dán 4 ô, chưa lưu.")
    held = [district.main.locator(f"[name='cell-r8.c{at}']").input_value() for at in (1, 2, 4, 5)]
    assert held == ["", "120", "60", ""]
    district.press("Nộp biểu")
    district.reads("ô cần giải trình trước khi nộp", "Số nữ không được nhiều hơn số lượt học viên")
    district.look("returns-sheet-unexplained")
    for field in district.main.locator("input[name^='why-']").all():
        field.fill("Theo sổ theo dõi của huyện")
    district.press("Nộp biểu")
    district.reads("Đã nộp. Nơi nhận thấy biểu này ngay.")
    district.look("returns-sheet-submitted")


def others_answer(world, asked):
    """All but three hand in, through the door."""
    sheets = list(asked.sheets.exclude(unit__code="huyen").select_related("unit").order_by("unit__code"))
    for at, sheet in enumerate(sheets[: UNITS - 1 - LATE], start=1):
        cells = {"r1.c1": 1, "r1.c2": 20 + at, "r1.c4": 8 + at % 5}
        told = returns.Told(cells, dict.fromkeys(cells, "Theo sổ"))
        returns.record_sheet(actor=world.province, sheet=sheet, told=told, on=BEFORE)
        returns.submit_sheet(actor=world.province, sheet=sheet, on=BEFORE)


def check(province):
    province.work("Xem đơn vị nào")
    province.look("returns-late")
    assert province.main.locator("tbody tr").count() == LATE
    province.reads("Quá hạn, chưa nộp")
    province.menu("Biểu báo cáo")
    province.look("returns-list")
    province.link("HV-XA, 6 tháng đầu năm 2026")
    province.look("returns-overview")
    province.reads("2 chỗ mâu thuẫn")
    province.follow(province.main.locator(".fig2 a", has_text="1").first)
    assert province.main.locator("tbody tr").count() == 1
    province.look("returns-contradicting")
    province.link("Huyện ủy Mẫu")
    province.look("returns-checking")
    province.link("Trả lại để sửa")
    province.main.locator("[name='words-r1.c4']").fill("Nữ 45 nhiều hơn 30 lượt")
    province.look("returns-remarks")
    province.press("Trả lại để sửa")
    province.reads("Đã trả lại biểu cho đơn vị")


def mend(district):
    district.work("Sửa biểu")
    district.reads("Không khớp tổng: Nữ 45 nhiều hơn 30 lượt")
    district.look("returns-sheet-back")
    district.main.locator("[name='cell-r1.c4']").fill("15")
    district.press("Nộp biểu")
    district.reads("Đã nộp.")
    district.link("So hai lần nộp")
    district.reads("Bồi dưỡng nhận thức về Đảng, Nữ")
    district.look("returns-versions")


def lock(province):
    province.work("Kiểm tra biểu")
    province.look("returns-to-check")
    province.main.locator(".head a", has_text="Số tổng hợp").first.wait_for()
    province.link("Số tổng hợp")
    province.reads("Cộng 27/30 đơn vị đã nộp", "kể cả của 3 đơn vị chưa nộp", "Số người chưa gồm 27 đơn vị")
    province.look("returns-total")
    printed = PdfReader(io.BytesIO(province.page.pdf(prefer_css_page_size=True))).pages[0].mediabox
    assert printed.width > printed.height
    province.page.go_back()
    province.press("Chốt số liệu")
    province.reads("Đã chốt số liệu")
    province.look("returns-locked")
    province.link("Số tổng hợp")
    province.reads("27/30 đơn vị", "Số này giữ nguyên", "kể cả của 3 đơn vị chưa nộp")
    total = returns.Return.objects.get().locked_values["values"]
    # twenty-six units with 20 + n, and the district's 30
    assert total["r1.c2"] == sum(20 + n for n in range(1, UNITS - LATE)) + 30
    assert total["r1.c4"] == sum(8 + n % 5 for n in range(1, UNITS - LATE)) + 15

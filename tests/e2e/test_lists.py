"""Lists in a real browser: many people at once and back, a long export, columns remembered; at a desk and on a phone."""

import pytest

from hocvien.accounts import api as accounts
from hocvien.jobs import api as jobs
from hocvien.people import api as people
from tests.e2e.conftest import DESK, PHONE, SIZES
from tests.web.office import account, add_people, found_units

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PASSWORD = "bay-con-cho-sua-trang"


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2023-06-01"
    units = found_units()
    rows = add_people(units["dong-hoa"], 60)
    people.add_facts(actor=None, person=rows[0], ratings=[people.NewRating(2021, "party_member", "good")])
    officer = account("officer", "unit_officer", units["duc-thinh"])
    accounts.set_password(actor=None, user=officer, password=PASSWORD)
    return {**units, "people": rows, "officer": officer}


def look(visitor, name):
    visitor.shot(name, full=True)
    visitor.assert_accessible()


@SIZES
def test_many_people_at_once_and_back(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    visitor = visit(viewport)
    page = visitor.sign_in("officer")
    visitor.goto("/people/?unit=duc-thinh&sex=female")
    look(visitor, f"lists-people-{size}")
    # by keyboard: space ticks the row the arrows stand on
    page.locator("table[data-rows] tbody tr").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    assert page.inner_text(".bulk .n") == "Đã chọn 2"
    visitor.shot(f"lists-ticked-{size}")
    page.select_option(".bulk [name=who]", "all")
    page.select_option(".bulk [name=kind]", "rating")
    page.click(".bulk button")
    page.wait_for_url("**/batches/*/**")
    assert "30 người được chọn" in page.inner_text("main")
    look(visitor, f"lists-form-{size}")
    page.fill("[name=year]", "2021")
    page.select_option("[name=grade]", "excellent")
    page.click("form.form button.p")
    page.wait_for_selector("text=Sẽ ghi cho")
    look(visitor, f"lists-preview-{size}")
    page.click("button:has-text('Ghi cho 30 người')")
    page.wait_for_selector("text=Đã ghi cho 30 người")
    look(visitor, f"lists-done-{size}")
    assert people.ratings().filter(year=2021, grade="excellent").count() == 30
    page.click("button:has-text('Hoàn tác')")
    page.wait_for_selector("text=Mọi hồ sơ trở lại như trước")
    look(visitor, f"lists-back-{size}")
    assert people.ratings().filter(year=2021).count() == 1
    visitor.goto("/people/batches/")
    look(visitor, f"lists-batches-{size}")


@SIZES
def test_a_long_list_is_made_beside_and_fetched(visit, world, viewport, settings, monkeypatch):
    settings.JOBS_INLINE = False
    monkeypatch.setattr("hocvien.web.ui.tables.table.LONG", 10)
    size = "desk" if viewport is DESK else "phone"
    visitor = visit(viewport)
    page = visitor.sign_in("officer")
    visitor.goto("/people/?unit=duc-thinh")
    page.click("a:has-text('Xuất 60 hàng')")
    page.wait_for_url("**/account/exports/**")
    look(visitor, f"lists-export-waiting-{size}")
    # the page is left; the work goes on, and is found again beside one's name
    visitor.goto("/people/")
    assert jobs.work_once(worker="here")
    visitor.goto("/account/exports/")
    look(visitor, f"lists-exports-{size}")
    page.click("main a:has-text('Danh sách hồ sơ cá nhân')")
    page.wait_for_selector("text=Tệp đã xong: 60 hàng")
    look(visitor, f"lists-export-done-{size}")
    with page.expect_download() as waiting:
        page.click("a:has-text('Tải tệp về')")
    assert waiting.value.suggested_filename == "people.xlsx"


def test_the_page_of_a_long_export_moves_on_by_itself(visit, world, settings, monkeypatch):
    settings.JOBS_INLINE = False
    monkeypatch.setattr("hocvien.web.ui.tables.table.LONG", 10)
    visitor = visit()
    page = visitor.sign_in("officer")
    visitor.goto("/people/?unit=duc-thinh&export=xlsx")
    assert "Đang chờ đến lượt" in page.inner_text("main")
    assert jobs.work_once(worker="here")
    page.wait_for_selector("text=Tệp đã xong: 60 hàng")


@SIZES
def test_chosen_columns_are_remembered(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    visitor = visit(viewport)
    page = visitor.sign_in("officer")
    visitor.goto("/people/?unit=duc-thinh")
    page.click("details.drop summary:has-text('Cột')")
    for key in ("birth", "unit", "post", "membership", "theory"):
        page.uncheck(f"[name=cols][value={key}]")
    page.check("[name=cols][value=education]")
    visitor.shot(f"lists-columns-open-{size}")
    page.click("button:has-text('Dùng các cột này')")
    page.wait_for_url("**cols=**")
    visitor.goto("/people/?unit=duc-thinh")
    cells = page.locator("table[data-rows] tbody tr").first.locator("td[data-label]")
    assert cells.evaluate_all("cells => cells.map(cell => cell.dataset.label)") == ["Giới tính", "Học vấn"]
    look(visitor, f"lists-columns-{size}")


@SIZES
def test_pages_go_to_the_end_and_back(visit, world, viewport):
    visitor = visit(viewport)
    page = visitor.sign_in("officer")
    visitor.goto("/people/?unit=duc-thinh&sort=-birth")
    assert page.inner_text(".tools .count b") == "60 người"
    page.click(".pager a:has-text('Trang cuối')")
    assert "51 đến 60 trong 60 người" in page.inner_text(".pager")
    assert page.locator("table[data-rows] tbody tr").count() == 10
    page.click(".pager a:has-text('Trang trước')")
    assert "1 đến 50 trong 60 người" in page.inner_text(".pager")


def test_the_search_of_transfers_has_room_on_a_phone(visit, world):
    visitor = visit(PHONE)
    page = visitor.sign_in("officer")
    visitor.goto("/people/transfers/?unit=duc-thinh")
    look(visitor, "lists-transfers-phone")
    box = page.locator(".tools input[type=search]").bounding_box()
    assert box["width"] > 200, box


def test_without_script_many_people_at_once_works_as_well(visit, world):
    visitor = visit(PHONE, java_script_enabled=False)
    page = visitor.sign_in("officer")
    visitor.goto("/people/?unit=duc-thinh")
    page.locator("[name=row]").nth(0).check()
    page.locator("[name=row]").nth(1).check()
    page.select_option(".bulk [name=kind]", "leave")
    page.click(".bulk button")
    assert "2 người được chọn" in page.inner_text("main")
    page.fill("[name=valid_from]", "01/06/2023")
    page.click("form.form button.p")
    page.click("button:has-text('Ghi cho 2 người')")
    assert "Đã ghi cho 2 người" in page.inner_text("main")
    page.click("button:has-text('Hoàn tác')")
    assert "Đã hoàn tác cho 2 người" in page.inner_text("main")

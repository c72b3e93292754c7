"""A nomination list handed in as a file in a real browser: read, looked at row by row, sent, taken back; at a desk and on a phone."""

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    accounts.set_password(actor=None, user=world.commune, password=PASSWORD)
    return world


@SIZES
def test_a_file_is_read_sent_and_taken_back(visit, world, viewport, tmp_path):
    size = "desk" if viewport is DESK else "phone"
    opened = scenarios.open_class(world)
    persons = [*scenarios.add_candidates(world, 2), *scenarios.add_members(world, 1)]
    rows = [f"{one.full_name},{one.birth_words},Nam,{'x' if n else ''}" for n, one in enumerate(persons)]
    rows += ["Trần Văn Không,01/02/1991,Nam,", "Lê Văn Sai,31/02/1991,Nam,"]
    listed = tmp_path / "de-cu.csv"
    listed.write_text("\n".join(["Họ và tên,Ngày sinh,Giới tính,Danh sách dự bị", *rows, ""]), "utf-8")
    visitor = visit(viewport)
    page = visitor.sign_in("commune")
    visitor.goto(f"/classes/{opened.uuid}/list/?unit=xa-a&period=2026")
    page.click("a:has-text('Nạp từ tệp')")
    visitor.assert_accessible()
    visitor.shot(f"list-upload-{size}", full=True)
    page.set_input_files("[name=file]", str(listed))
    page.click("button:has-text('Đọc tệp')")
    page.wait_for_selector("text=3 trên 5 hàng gửi được")
    visitor.assert_accessible()
    visitor.shot(f"list-file-{size}", full=True)
    page.click("button:has-text('Gửi mọi hàng gửi được')")
    page.wait_for_selector("text=Đã gửi 3 người.")
    visitor.assert_accessible()
    visitor.shot(f"list-file-sent-{size}", full=True)
    page.click("button:has-text('Rút những người đã gửi')")
    page.wait_for_selector("text=Đã rút 3 người")

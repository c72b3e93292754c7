"""An office downloads a template, sends it back edited, makes the papers of a class, and copies a message for one person."""

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from tests import scenarios
from tests.e2e.conftest import PASSWORD, SIZES
from tests.papers.test_templates import text_of, word_file

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    world.opened = scenarios.open_class(world)
    scenarios.admit_people(world, world.opened, 3)
    accounts.set_password(actor=None, user=world.centre, password=PASSWORD)
    return world


@SIZES
def test_a_template_is_edited_and_papers_are_made(world, visit, viewport):
    visitor = visit(viewport)
    page, width = visitor.sign_in("centre"), viewport["width"]
    visitor.goto("/papers/?unit=ttct")
    visitor.assert_accessible()
    visitor.shot(f"papers-list-{width}", full=True)
    page.get_by_role("link", name="Giấy triệu tập").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải mẫu đang dùng").click()
    assert "{{ giay.ho_ten }}" in text_of(download.value.path().read_bytes())
    edited = {"name": "mau.docx", "mimeType": "application/octet-stream", "buffer": word_file("Kính mời {{ ho_tenn }}")}
    page.set_input_files("[name=file]", edited)
    page.get_by_role("button", name="Thử và dùng mẫu này").click()
    page.get_by_text("Không có ô tên").first.wait_for()
    visitor.assert_accessible()
    visitor.shot(f"papers-refused-{width}", full=True)
    edited["buffer"] = word_file("{%p for g in cac_giay %}", "Kính mời {{ g.ho_ten }}", "{%p endfor %}")
    page.set_input_files("[name=file]", edited)
    page.get_by_role("button", name="Thử và dùng mẫu này").click()
    page.get_by_text("Từ giờ Giấy triệu tập").wait_for()
    visitor.shot(f"papers-template-{width}", full=True)

    visitor.goto(f"/classes/{world.opened.uuid}/?unit=ttct")
    page.get_by_role("link", name="Lập văn bản").click()
    visitor.assert_accessible()
    visitor.shot(f"papers-class-{width}", full=True)
    page.get_by_role("link", name="Giấy triệu tập", exact=True).click()
    visitor.assert_accessible()
    visitor.shot(f"papers-form-{width}", full=True)
    page.fill("[name=number]", "15-GM/TTCT")
    with page.expect_download() as download:
        page.get_by_role("button", name="Lập tệp Word").click()
    assert text_of(download.value.path().read_bytes()).count("Kính mời") == 3
    visitor.goto(f"/papers/class/{world.opened.uuid}/?unit=ttct")
    page.locator("ul.lines a").last.click()
    page.get_by_text("Lời nhắn").wait_for()
    visitor.assert_accessible()
    visitor.shot(f"papers-message-{width}", full=True)

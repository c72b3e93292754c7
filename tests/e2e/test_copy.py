"""A server that keeps a copy for large figures: written by one click, told on the administration page and in the register of personal fields."""

import pytest
from django.urls import reverse

from hocvien.accounts import api as accounts
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.web.office import ON, account, found_units

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@SIZES
def test_a_copy_is_written_and_told(visit, settings, tmp_path, viewport):
    settings.HOCVIEN_TODAY = ON.isoformat()
    settings.DATA_DIR, settings.PARQUET_ENABLED, settings.JOBS_INLINE = tmp_path, True, True
    keeper = account("quan-tri", "administrator", found_units()["tinh"])
    accounts.set_password(actor=None, user=keeper, password=PASSWORD)
    visitor = visit(viewport)
    page = visitor.sign_in("quan-tri")
    size = "desk" if viewport is DESK else "phone"
    visitor.goto(reverse("administration:overview"))
    page.get_by_role("button", name="Chép ngay").click()
    page.get_by_text("Đang chép số liệu lớn").first.wait_for()
    page.get_by_text("chép trong").wait_for()
    visitor.shot(f"copy-overview-{size}", full=True)
    visitor.assert_accessible()
    visitor.goto(reverse("privacy:register"))
    page.get_by_text("Đứng ở nơi khác ngoài cơ sở dữ liệu").wait_for()
    visitor.shot(f"copy-register-{size}", full=True)
    visitor.assert_accessible()

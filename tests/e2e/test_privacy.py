"""An office ends the keeping of records, sets a term, answers a request: by clicking, at a desk and on a phone."""

from datetime import date

import pytest
from django.urls import reverse

from hocvien.accounts import api as accounts
from hocvien.common import clock
from hocvien.people import api as people
from hocvien.privacy import api as privacy
from tests.e2e.conftest import DESK, PASSWORD, SIZES
from tests.web.office import ON, account, add_people, found_units

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
LEFT = date(2017, 1, 1)


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = ON.isoformat()
    units = found_units()
    persons = add_people(units["dong-hoa"], 4)
    for person in persons[:3]:
        for row in [*people.list_posts(person), *people.list_belongings(person)]:
            row.valid_from, row.valid_to = date(2015, 1, 1), LEFT
            row.save()
    keeper = account("keeper", "committee_office", units["tinh"])
    accounts.set_password(actor=None, user=keeper, password=PASSWORD)
    return {"persons": persons, "unit": units["dong-hoa"], "keeper": keeper}


@SIZES
def test_an_office_ends_what_is_over_and_answers_a_request(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    visitor = visit(viewport)
    page = visitor.sign_in("keeper")

    def look(name):
        visitor.shot(f"privacy-{name}-{size}", full=True)
        visitor.assert_accessible()

    visitor.goto(reverse("privacy:due-list"))
    look("due")
    for box in page.locator("input[name=row]").all()[:2]:
        box.check()
    page.click("text=Xem trước khi ẩn danh")
    assert "không hoàn tác được" in page.inner_text("main")
    look("preview")
    page.fill("[name=count]", "2")
    page.click("form.form button[type=submit]")
    assert "Đã ẩn danh 2 người." in page.inner_text("body")
    assert people.people().exclude(anonymised_on=None).count() == 2
    look("done")

    visitor.goto(reverse("privacy:term-list"))
    look("terms")
    page.click("text=Nhật ký ai đã xem hồ sơ")
    look("term")
    page.fill("[name=amount]", "36")
    page.fill("[name=citation]", "Quy chế số 02-QC/TU")
    page.click("form.form button[type=submit]")
    assert privacy.term_on("look", ON).amount == 36
    visitor.goto(reverse("privacy:holidays-edit", kwargs={"year": 2023}))
    look("holidays")

    person = world["persons"][3]
    asked = privacy.record_request(
        actor=None,
        person=person,
        unit=world["unit"],
        kind="access",
        asked_on=date(2023, 5, 24),
        now=clock.now(),
    )
    visitor.goto(reverse("privacy:request-list"))
    assert "Quá hạn" in page.inner_text("main")
    look("requests")
    page.click(f"text={person.full_name}")
    look("request")
    visitor.goto(reverse("privacy:dossier", kwargs={"uuid": person.uuid}))
    look("dossier")
    with page.expect_download() as download:
        page.click("text=Bản giao cho người yêu cầu")
    assert download.value.suggested_filename.endswith(".pdf")
    visitor.goto(reverse("privacy:request-page", kwargs={"uuid": asked.uuid}))
    page.check("[name=decision][value=done]")
    page.click("form.form button[type=submit]")
    assert "Đã thực hiện" in page.inner_text("main")
    visitor.goto(reverse("privacy:look-log"))
    assert "Xuất toàn bộ dữ liệu" in page.inner_text("main")
    look("looks")
    assert not visitor.complaints

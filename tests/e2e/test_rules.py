"""A rule is read, changed as a draft, tried on real people and published; a person is judged by it and what is missing is filled in."""

from datetime import date

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.catalogue import api as catalogue
from hocvien.eligibility import api as eligibility
from tests import scenarios
from tests.e2e.conftest import PASSWORD, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = "2026-09-08"
    cache.clear()
    world = scenarios.found_place()
    world.members = scenarios.add_members(world, 8)
    user = scenarios.give_account(world, "office", ("committee_office", "tinh"))
    accounts.set_password(actor=None, user=user, password=PASSWORD)
    return world


@SIZES
def test_a_rule_is_changed_tried_and_published(world, visit, viewport):
    visitor = visit(viewport)
    page, width = visitor.sign_in("office"), viewport["width"]
    visitor.goto("/rules/?unit=tinh")
    visitor.assert_accessible()
    visitor.shot(f"rules-list-{width}")
    visitor.goto("/rules/regulations/?unit=tinh")
    visitor.assert_accessible()
    visitor.goto("/rules/of/TCLLCT/?unit=tinh")
    visitor.assert_accessible()
    visitor.shot(f"rules-of-programme-{width}", full=True)
    page.get_by_role("link", name="Soạn phiên bản mới").click()
    page.fill("[name=valid_from]", "01/09/2026")
    page.fill("[name=female_5]", "20")
    page.fill("[name=male_5]", "20")
    page.uncheck("[name=keep_4]")
    visitor.assert_accessible()
    visitor.shot(f"rules-form-{width}", full=True)
    page.get_by_role("button", name="Ghi bản nháp").click()
    page.select_option("select[name=mode]", "part_time")
    page.get_by_role("button", name="Thử với đơn vị ở thanh phạm vi").click()
    page.get_by_role("heading", name="Thử trên người thật").wait_for()
    assert page.get_by_text("Nếu bỏ một điều kiện, thêm bao nhiêu người đủ").is_visible()
    visitor.assert_accessible()
    visitor.shot(f"rules-what-if-{width}", full=True)
    page.get_by_role("button", name="Ban hành").click()
    page.get_by_text("Đã ban hành quy định").wait_for()
    newest = eligibility.rule_sets(catalogue.get_programme("TCLLCT").pk)[0]
    assert newest.valid_from == date(2026, 9, 1)
    assert "ratings_last_years" not in {clause.kind for clause in newest.clauses}


@SIZES
def test_what_a_person_lacks_is_recorded_from_the_verdict(world, visit, viewport):
    visitor = visit(viewport)
    page, width = visitor.sign_in("office"), viewport["width"]
    person = world.members[0]
    visitor.goto(f"/people/{person.uuid}/?unit=tinh")
    page.get_by_role("link", name="Điều kiện đi học").click()
    page.select_option("select[name=programme]", "TCLLCT")
    page.get_by_role("button", name="Xét", exact=True).click()
    page.select_option("select[name=mode]", "part_time")
    page.get_by_role("button", name="Xét", exact=True).click()
    visitor.assert_accessible()
    visitor.shot(f"rules-person-{width}", full=True)
    page.get_by_role("link", name="Thêm xếp loại").click()
    assert f"/people/{person.uuid}/ratings/add/" in page.url
    visitor.goto(f"/rules/people/{person.uuid}/?unit=tinh&programme=TCLLCT")
    page.get_by_role("link", name="Ghi quyết định đặc cách").click()
    visitor.assert_accessible()
    page.select_option("select[name=programme]", label=catalogue.get_programme("TCLLCT").name)
    page.fill("[name=number]", "15-QĐ/TU")
    page.fill("[name=decided_on]", "01/09/2026")
    page.fill("[name=authority]", "Ban Thường vụ Tỉnh ủy")
    page.get_by_role("button", name="Ghi", exact=True).click()
    page.get_by_text("đặc cách theo quyết định số 15-QĐ/TU").first.wait_for()
    visitor.assert_accessible()
    visitor.shot(f"rules-person-exception-{width}", full=True)

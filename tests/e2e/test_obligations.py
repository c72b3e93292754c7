"""The clock in a browser: from the figures of a unit down to the person, at the desk and on a phone."""

from datetime import date

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.obligations import api as obligations
from hocvien.org import api as org
from hocvien.people import api as people
from tests import scenarios
from tests.e2e.conftest import PASSWORD, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    cells = org.found_units(
        actor=None,
        units=[
            org.NewUnit(f"cb-{n}", f"Chi bộ thôn số {n} An Bình", "cell", scenarios.FOUNDED, "xa-a")
            for n in range(2, 9)
        ],
    )
    for at, cell in enumerate(cells):
        for n in range(1 + at * 2):
            people.add_person(
                actor=None,
                new=people.NewPerson(
                    full_name=f"Nguyễn Văn {'ABCDEFGHIKLMN'[n]}{at}",
                    birth="1980-01-01",
                    admitted_on=date(2010, 1, 1),
                    official_on=date(2011, 1, 1),
                    belongings=(people.NewBelonging(cell.pk, "official_cell", scenarios.FOUNDED),),
                    posts=(people.NewPost(cell.pk, "cell_secretary", "Bí thư chi bộ", date(2024 + n % 3, 1 + at, 10)),),
                ),
            )
    people.add_person(
        actor=None,
        new=people.NewPerson(
            full_name="Trần Thị Mới",
            birth="2000-01-01",
            admitted_on=date(2025, 7, 5),
            belongings=(people.NewBelonging(cells[0].pk, "official_cell", scenarios.FOUNDED),),
            leaves=(people.NewLeave("other", date(2025, 9, 1), date(2025, 12, 1)),),
        ),
    )
    office = scenarios.give_account(world, "office", ("committee_office", "xa-a"))
    accounts.set_password(actor=None, user=office, password=PASSWORD)
    obligations.compute_all(on=scenarios.TODAY)
    return world


@SIZES
def test_from_the_figures_to_the_person(world, visit, viewport):
    visitor = visit(viewport)
    page = visitor.sign_in("office")
    size = viewport["width"]
    visitor.goto("/?unit=xa-a")
    visitor.shot(f"duties-home-{size}", full=True)
    visitor.assert_accessible()
    page.click("a:has-text('Nghĩa vụ học tập quá hạn')")
    visitor.goto("/obligations/?unit=xa-a")
    visitor.shot(f"duties-overview-{size}", full=True)
    visitor.assert_accessible()
    assert page.locator("svg.treemap g title").count() == 7
    page.click("main table a:has-text('Chi bộ thôn số 5 An Bình')")
    visitor.assert_accessible()
    visitor.goto("/obligations/list/?unit=xa-a&due=year")
    visitor.shot(f"duties-list-{size}", full=True)
    visitor.assert_accessible()
    page.click("main table a:has-text('Trần Thị Mới')")
    page.locator("#duties").scroll_into_view_if_needed()
    assert "+ 12 tháng = 05/7/2026 + 91 ngày nghỉ" in page.inner_text("main")
    visitor.shot(f"duties-person-{size}", full=True)
    visitor.assert_accessible()


@SIZES
def test_a_committee_chooses(world, visit, viewport):
    visitor = visit(viewport)
    page = visitor.sign_in("office")
    visitor.goto("/obligations/choices/new/?unit=xa-a")
    visitor.assert_accessible()
    page.click("main form button:has-text('Ghi')")
    assert "Mỗi năm" in page.inner_text("main")
    visitor.assert_accessible()
    visitor.goto("/obligations/deadlines/?unit=xa-a")
    visitor.assert_accessible()
    page.fill("[name=soon_days]", "45")
    page.click("main form button:has-text('Ghi')")
    assert "còn không quá 45 ngày" in page.inner_text("main")
    visitor.shot(f"duties-deadlines-{viewport['width']}", full=True)
    visitor.assert_accessible()
    visitor.goto("/obligations/rules/?unit=xa-a")
    visitor.shot(f"duties-rules-{viewport['width']}", full=True)
    visitor.assert_accessible()
    visitor.goto("/obligations/rules/new-member/new/?unit=xa-a")
    visitor.assert_accessible()

"""A list on its way in a real browser: steps, one name, the reserve, rounds, an exception; at a desk and on a phone."""

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.classes import api as classes
from hocvien.org import api as org
from tests import scenarios
from tests.e2e.conftest import DESK, PASSWORD, SIZES

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(settings):
    settings.HOCVIEN_TODAY = scenarios.TODAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    org.found_unit(
        actor=None,
        code="xa-a-xdd",
        name="Ban Xây dựng Đảng xã An Bình",
        kind="board",
        parent=world.units["xa-a"],
        valid_from=scenarios.FOUNDED,
    )
    for name in ("committee", "centre"):
        accounts.set_password(actor=None, user=world.users[name], password=PASSWORD)
    return world


@SIZES
def test_a_list_goes_its_way(visit, world, viewport):
    size = "desk" if viewport is DESK else "phone"
    opened = scenarios.open_class(world, seats=1)
    outcomes = scenarios.propose(world, opened, scenarios.add_candidates(world, 3))
    scenarios.propose(world, opened, scenarios.add_candidates(world, 2, cell="xa-b-cb1"), unit="xa-b")
    visitor = visit(viewport)
    page = visitor.sign_in("committee")
    visitor.shot(f"list-home-{size}", full=True)
    visitor.goto(f"/classes/{opened.uuid}/list/")
    visitor.shot(f"list-first-{size}", full=True)
    visitor.assert_accessible()
    # by keyboard: the first row, then approve
    page.locator("table[data-rows] tbody tr").first.focus()
    page.keyboard.press("Space")
    page.click("button:has-text('Duyệt danh sách')")
    page.wait_for_selector("text=Đã duyệt 1 người")
    visitor.shot(f"list-second-{size}", full=True)
    rows = [o.nomination for o in outcomes]
    for _step in range(2):
        waiting = classes.Nomination.objects.filter(pk__in=[n.pk for n in rows], status="proposed")
        scenarios.approve(world, list(waiting))
    (held,) = scenarios.admit(world, opened, rows[:1])
    classes.reserve_nominations(
        actor=None, training_class=opened, nominations=rows[1:], now=scenarios.at(scenarios.TODAY)
    )
    classes.end_participation(actor=None, participation=held, reason="Đi công tác", on=scenarios.TODAY)
    visitor.goto(f"/classes/{opened.uuid}/list/{rows[1].uuid}/")
    visitor.shot(f"list-name-{size}", full=True)
    visitor.assert_accessible()
    visitor = visit(viewport)
    page = visitor.sign_in("centre")
    visitor.goto(f"/classes/{opened.uuid}/list/")
    visitor.shot(f"list-reserve-{size}", full=True)
    page.click("a:has-text('Gọi người dự bị')")
    visitor.shot(f"list-offers-{size}", full=True)
    visitor.assert_accessible()
    page.click("button:has-text('Tiếp nhận những người này')")
    page.wait_for_selector("text=Đã tiếp nhận 1 người từ danh sách dự bị")
    visitor.goto(f"/classes/{opened.uuid}/rounds/")
    visitor.shot(f"list-rounds-{size}", full=True)
    visitor.assert_accessible()

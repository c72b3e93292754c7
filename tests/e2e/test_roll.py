"""The roll of a large class: 87 learners, 4 of them away, in at most 8 actions, at a desk and on a phone."""

import pytest
from django.core.cache import cache

from hocvien.accounts import api as accounts
from hocvien.classes import api as classes
from tests import scenarios
from tests.e2e.conftest import PASSWORD, SIZES
from tests.e2e.person import Person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ACTIONS = 8


@SIZES
def test_a_class_of_87_with_4_away_takes_eight_actions(visit, settings, viewport):
    settings.HOCVIEN_TODAY = scenarios.OPENS.isoformat()
    cache.clear()
    world = scenarios.found_place()
    accounts.set_password(actor=None, user=world.head, password=PASSWORD)
    training_class = scenarios.open_class(world, seats=90)
    learners = scenarios.admit_people(world, training_class, 87)
    session = scenarios.plan_timetable(world, training_class)[0]
    classes.start_class(actor=world.centre, training_class=training_class, today=scenarios.OPENS)
    faults: list[str] = []
    head = Person(visit(viewport), "head", "roll", faults).sign_in()
    # from the work list of the morning to the saved roll
    head.follow(head.main.locator("td.do a[href*='/roll/']").first)
    head.reads("Sĩ số 87")
    for at in (3, 20, 41, 86):
        row = head.main.locator("li[data-name]").nth(at)
        row.locator("label", has_text="Vắng không phép").click()
        head.clicks += 1
    head.press("Ghi điểm danh 87 người")
    assert head.clicks <= ACTIONS
    (row,) = [row for row in classes.session_rows(training_class) if row.uuid == session.uuid]
    assert (row.present, row.without_leave, row.unrecorded) == (83, 4, 0)
    assert len(learners) == 87
    assert not faults

"""Pages that draw on many rooms stay within twenty queries where much is recorded and the reader has many offices."""

from datetime import date

import pytest
from django.core.cache import cache

from hocvien.access import api as access
from hocvien.people import api as people
from tests import scenarios

pytestmark = pytest.mark.django_db
DAY = scenarios.TODAY
MOST = 20


@pytest.fixture
def world(db, settings):
    settings.HOCVIEN_TODAY = DAY.isoformat()
    cache.clear()
    world = scenarios.found_place()
    opened = scenarios.open_class(world)
    (learner, *_others) = scenarios.admit_people(world, opened, 2)
    scenarios.propose(world, opened, scenarios.add_candidates(world, 3))
    cadre = learner.person
    cell, commune = world.units["xa-a-cb1"].pk, world.units["xa-a"].pk
    people.add_facts(
        actor=None,
        person=cadre,
        posts=[people.NewPost(cell, "cell_secretary", "Bí thư chi bộ", date(2024, 3, 5))],
        plannings=[
            people.NewPlanning(
                unit_id=commune, kind="committee_member", number="12-QH/HU", decided_on=DAY, valid_from=DAY
            )
        ],
    )
    world.cadre = cadre
    hats = ("clerk", "class_head", "unit_officer", "committee_office", "administrator", "inspector")
    scenarios.give_account(
        world,
        "all_hats",
        *[(role, "ttct") for role in hats],
        *[(role, "huyen") for role in hats],
        ("inspector", "tinh"),
    )
    access.tie_account(actor=None, username="all_hats", person=cadre, today=DAY, now=scenarios.at(DAY))
    return world


@pytest.mark.parametrize("page", ["/people/{}/", "/people/{}/needs/", "/people/own/", "/units/xa-a/", "/"])
@pytest.mark.parametrize("unit", ["", "xa-b", "xa-a"])
def test_a_busy_page_stays_within_the_most(world, client, page, unit, django_assert_max_num_queries):
    client.force_login(world.all_hats)
    url = page.format(world.cadre.uuid)
    # as it is opened for the first time: that somebody looked is written down, too
    with django_assert_max_num_queries(MOST):
        assert client.get(url, {"unit": unit} if unit else {}).status_code == 200

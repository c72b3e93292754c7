"""Pages that draw on many rooms stay within twenty queries where much is recorded and the reader has many offices."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.people import api as people
from hocvien.quotas import api as quotas
from tests import scenarios
from tests.kept import kept

pytestmark = pytest.mark.django_db
DAY = scenarios.TODAY
MOST = 20


@kept(today=DAY)
def world():
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


@kept()
def busy(world):
    """A class of a line whose seats are split, its list taken in rounds: names at two steps, one returned, two in reserve, one asked for."""
    line = scenarios.approved_line(world, unit="huyen", number=2)
    said = {"actor": None, "today": DAY, "now": scenarios.at(DAY)}
    quota = quotas.issue_quota(
        owner=world.units["huyen"], source=quotas.Line(line.pk), seats=30, names_due_on=DAY + timedelta(9), **said
    )
    for code, seats in (("xa-a", 12), ("xa-b", 6)):
        quotas.allot_seats(quota=quota, unit_id=quota.owner_id, seats={world.units[code].pk: seats}, **said)
    opened = scenarios.open_class(
        world,
        actor=None,
        opened_by="huyen",
        hosted_by="ttct",
        plan_line_id=line.pk,
        outside_plan_decision="",
        authority="",
        name="Lớp theo chỉ tiêu",
        place="Phòng hai",
    )
    invited = {world.units[code].pk: None for code in ("xa-a", "xa-b")}
    classes.invite_units(actor=None, training_class=opened, seats=invited, today=DAY)
    classes.open_round(
        actor=None, training_class=opened, opens_on=DAY, closes_on=DAY + timedelta(3), seats=20, today=DAY
    )
    sent = scenarios.propose(world, opened, scenarios.add_candidates(world, 6))
    other = scenarios.add_candidates(world, 2, cell="xa-b-cb1")
    sent += scenarios.propose(world, opened, other, unit="xa-b")
    spare = scenarios.propose(world, opened, scenarios.add_candidates(world, 2), is_reserve=True)
    names = [one.nomination for one in sent]
    approved = scenarios.approve(world, [*names[:4], *(one.nomination for one in spare)])
    scenarios.admit(world, opened, approved[:2])
    classes.return_nominations(
        actor=None, nominations=[names[5].uuid], reason="paper_missing", note="", now=scenarios.at(DAY)
    )
    world.busy, world.waiting = opened, names[4]
    return world


@pytest.mark.parametrize("unit", ["", "xa-a"])
def test_the_list_of_a_busy_class_stays_within_the_most(busy, client, unit):
    client.force_login(busy.all_hats)
    own = ("", "list/", f"list/{busy.waiting.uuid}/", "list/propose/", "list/reserve/", "invitations/", "rounds/")
    pages = [f"/classes/{busy.busy.uuid}/{page}" for page in own] + ["/"]
    costs = {
        page: _cost(client, page, {"unit": unit} if unit else {}) for page in pages if unit or "propose" not in page
    }
    assert {page: cost for page, cost in costs.items() if cost > MOST} == {}, costs


def test_a_past_day_stays_within_the_most(world, client):
    client.force_login(world.all_hats)
    pages = ("/units/xa-a/", f"/people/{world.cadre.uuid}/", "/units/")
    costs = {page: _cost(client, page, {"unit": "xa-a", "on": "2026-03-01"}) for page in pages}
    assert {page: cost for page, cost in costs.items() if cost > MOST} == {}, costs


def _cost(client, page, query):
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(page, query)
    assert answer.status_code == 200, page
    return len(asked)

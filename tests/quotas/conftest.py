from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.quotas import api as quotas
from tests import scenarios
from tests.kept import kept

DUE = date(2026, 5, 31)


@kept()
def world():
    world = scenarios.found_place()
    scenarios.give_account(world, "province", ("committee_office", "tinh"))
    return world


@pytest.fixture
def do(world):
    """An operation of the door today, by the office of the district: `do(quotas.allot_seats, quota=…, …)`."""

    def run(operation, *, actor=..., on=scenarios.TODAY, **said):
        who = world.committee if actor is ... else actor
        return operation(actor=who, today=on, now=scenarios.at(on), **said)

    return run


@pytest.fixture
def quota(world, do):
    """Twenty seats of a notice at the district."""
    return do(
        quotas.issue_quota,
        owner=world.units["huyen"],
        source=quotas.Notice(
            "15-TB/TCT",
            scenarios.TODAY,
            "Mở lớp bồi dưỡng nhận thức về Đảng",
            catalogue.get_programme("NTVD").pk,
        ),
        seats=20,
        names_due_on=DUE,
    )

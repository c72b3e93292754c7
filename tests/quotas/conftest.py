from datetime import date

import pytest

from hocvien.catalogue import api as catalogue
from hocvien.quotas import api as quotas
from tests import scenarios

DUE = date(2026, 5, 31)


@pytest.fixture(scope="module")
def _place(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        world = scenarios.found_place()
        scenarios.give_account(world, "province", ("committee_office", "tinh"))
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(_place, db):
    return _place


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

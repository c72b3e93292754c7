"""One place for the tests of a module: founded once, each test's own changes rolled back over it."""

from dataclasses import replace

import pytest
from django.db import transaction
from django.utils import translation

from tests import scenarios


@pytest.fixture(scope="module")
def _place(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), translation.override("vi"), transaction.atomic():
        yield scenarios.found_place()
        transaction.set_rollback(True)


@pytest.fixture
def world(_place, db):
    """The place of `tests/scenarios.py`; accounts a test adds are its own."""
    return replace(_place, users=dict(_place.users))

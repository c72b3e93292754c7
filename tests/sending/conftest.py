import pytest

from tests import scenarios


@pytest.fixture(scope="module")
def _place(django_db_setup, django_db_blocker):
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        yield scenarios.found_place()
        transaction.set_rollback(True)


@pytest.fixture
def world(_place, db):
    return _place

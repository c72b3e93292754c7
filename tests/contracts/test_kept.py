"""What tests begin with is kept from one to the next, and nothing that a test does reaches another."""

import pytest
from django.db import IntegrityError, connection

from hocvien.accounts import api as accounts
from hocvien.org import api as org
from tests import scenarios
from tests.kept import ground, kept

BUILT = []


@kept(today=scenarios.TODAY)
def world():
    BUILT.append("world")
    return scenarios.found_place(seeded=False)


@kept()
def people(world):
    BUILT.append("people")
    return scenarios.add_members(world, 2)


@pytest.mark.django_db
def test_who_asks_for_none_begins_with_nothing():
    assert not ground.steps
    assert not org.Unit.objects.exists()


@pytest.mark.parametrize("time", range(3))
def test_what_a_test_changes_is_not_in_the_next(world, settings, time):
    assert scenarios.TODAY.isoformat() == settings.HOCVIEN_TODAY
    assert BUILT.count("world") == 1
    assert [step.name for step in ground.steps] == ["world"]
    assert "odd" not in world.users
    assert world.centre.full_name == accounts.find_user("centre").full_name == "Tài khoản centre"
    assert next(world.numbers) == 1
    scenarios.give_account(world, "odd")
    world.centre.full_name = "Tên khác"
    world.centre.save()


@pytest.mark.parametrize("time", range(2))
def test_one_stands_on_the_other_and_both_are_copied_together(people, world, time):
    assert (BUILT.count("world"), BUILT.count("people")) == (1, 1)
    assert next(world.numbers) == len(people) + 1


@pytest.mark.parametrize("time", range(2))
def test_a_connection_that_was_closed_takes_nothing_along(world, time):
    assert org.find_unit("xa-a") == world.units["xa-a"]
    connection.close()


@pytest.mark.django_db(transaction=True)
def test_tests_that_commit_have_theirs_built_for_them(world):
    assert not ground.steps
    assert not connection.in_atomic_block
    assert org.find_unit("xa-a") == world.units["xa-a"]


@pytest.mark.django_db
def test_and_who_asks_for_none_still_begins_with_nothing():
    assert not ground.steps
    assert not org.Unit.objects.exists()


def test_a_refused_statement_leaves_what_is_kept(world):
    with pytest.raises(IntegrityError):
        accounts.User.objects.create(username="centre")


def test_and_it_still_stands(world):
    assert org.find_unit("xa-a") == world.units["xa-a"]

"""Whose record an account reads as its own: one to one, by who keeps the record, never in another's stead, and gone with the person."""

import pytest
from django.db import IntegrityError, transaction

from hocvien.access import api as access
from hocvien.access.models import OwnRecord
from hocvien.journal import api as journal
from hocvien.people import api as people
from tests.access.test_delegation import WEEK
from tests.kept import kept
from tests.scenarios import TODAY, add_members, at, found_place, give_account

pytestmark = pytest.mark.django_db
P = access.Permission
NOW = at(TODAY)


@kept()
def world():
    world = found_place(seeded=False)
    give_account(world, "learner")
    give_account(world, "second")
    return world


def tie(world, person, username="learner", who="commune"):
    actor = world.users[who] if who else None
    return access.tie_account(actor=actor, username=username, person=person, today=TODAY, now=NOW)


def test_who_keeps_the_record_ties_it_and_it_is_journalled(world):
    (person,) = add_members(world, 1)
    assert access.own_person_of(world.learner) is None
    tie(world, person, " learner ")
    assert access.own_person_of(world.learner) == person
    entry = journal.list_entries(subject_uuid=person.uuid).filter(verb="access.tie_account").get()
    assert entry.actor_id == world.commune.pk
    row = access.tie_of_person(person)
    access.untie_account(actor=world.commune, tie=row, today=TODAY, now=NOW)
    assert access.own_person_of(world.learner) is None
    assert journal.list_entries(subject_uuid=person.uuid).filter(verb="access.untie_account").exists()


def test_nobody_ties_who_does_not_keep_the_record(world):
    (person,) = add_members(world, 1)
    with pytest.raises(access.OutOfSight):
        tie(world, person, who="outsider")
    with pytest.raises(access.OutOfSight):
        tie(world, person, who="learner")


def test_one_account_one_record(world):
    first, second = add_members(world, 2)
    tie(world, first)
    with pytest.raises(access.AccountTied):
        tie(world, second)
    with pytest.raises(access.PersonTied):
        tie(world, first, "second")
    with pytest.raises(access.AccountNotToTie):
        tie(world, second, "nobody")
    for fields in ({"user": world.second, "person": first}, {"user": world.learner, "person": second}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OwnRecord.objects.create(tied_at=NOW, **fields)


def test_delegation_neither_ties_nor_reads(world):
    (person, other) = add_members(world, 2)
    tie(world, person)
    given = access.delegate(
        actor=world.commune,
        to_user=world.learner,
        unit=world.units["xa-a"],
        includes_below=True,
        permissions=(P.PERSON_EDIT,),
        valid_from=TODAY,
        valid_to=TODAY + WEEK,
        today=TODAY,
    )
    acting = type(world.learner).objects.get(pk=world.learner.pk)
    access.act_for(acting, access.find_delegation_for(acting, given.uuid, TODAY))
    assert access.own_person_of(acting) is None
    assert not access.can_tie(acting, other, TODAY)
    with pytest.raises(access.TieNotDelegated):
        access.tie_account(actor=acting, username="second", person=other, today=TODAY, now=NOW)
    with pytest.raises(access.TieNotDelegated):
        access.untie_account(actor=acting, tie=access.tie_of_person(person), today=TODAY, now=NOW)


def test_an_administrator_of_the_account_unties(world):
    (person,) = add_members(world, 1)
    tie(world, person)
    give_account(world, "administrator", ("administrator", "tinh"))
    access.untie_account(actor=world.administrator, tie=access.tie_of_account(world.learner), today=TODAY, now=NOW)
    assert access.tie_of_person(person) is None


def test_a_merge_takes_the_tie_along_and_two_accounts_are_refused(world):
    survivor, merged, third = add_members(world, 3)
    tie(world, merged)
    people.merge_people(actor=None, survivor=survivor, merged=merged, now=NOW)
    assert access.own_person_of(world.learner) == survivor
    tie(world, third, "second")
    assert access.tie_of_person(third) is not None
    refusals = people.get_merge_preview(survivor, third, TODAY).refusals
    assert any("gắn với tài khoản" in str(one) for one in refusals)


def test_it_goes_with_the_person(world):
    (person,) = add_members(world, 1)
    tie(world, person)
    access.untie_forgotten(actor=None, person_ids=[person.pk], now=NOW)
    assert not OwnRecord.objects.exists()


def test_a_closed_account_reads_nothing(world):
    (person,) = add_members(world, 1)
    tie(world, person)
    access.close_account(actor=None, user=world.learner)
    world.learner.refresh_from_db()
    assert access.own_person_of(world.learner) is None

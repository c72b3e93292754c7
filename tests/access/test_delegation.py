"""Acting for somebody: for a time, in a subtree, to do what was named, and no more than who delegated holds; the journal says for whom."""

from datetime import date, timedelta

import pytest

from hocvien.access import api as access
from hocvien.common.errors import NotVisible
from hocvien.journal import api as journal
from hocvien.org import api as org
from tests.kept import kept
from tests.scenarios import TODAY, found_place, give_account

pytestmark = pytest.mark.django_db
P = access.Permission
WEEK = timedelta(days=7)


@kept()
def world():
    world = found_place(seeded=False)
    give_account(world, "stand_in", ("inspector", "huyen-khac"))
    return world


def delegate(world, who="committee", unit="huyen", permissions=(P.LIST_APPROVE,), **more):
    terms = {
        "includes_below": True,
        "valid_from": TODAY,
        "valid_to": TODAY + WEEK,
        "today": TODAY,
        "to_user": world.stand_in,
        **more,
    }
    return access.delegate(actor=world.users[who], unit=world.units[unit], permissions=permissions, **terms)


def acting(world, delegation, on=TODAY):
    """The other's account as a request has it while it acts."""
    user = type(world.stand_in).objects.get(pk=world.stand_in.pk)
    access.act_for(user, access.find_delegation_for(user, delegation.uuid, on))
    return user


def test_one_acts_with_what_was_named_and_what_must_be_seen_for_it(world):
    user = acting(world, delegate(world))
    assert access.can(user, P.LIST_APPROVE, world.units["xa-a"], TODAY)
    assert access.can(user, P.CLASS_VIEW, world.units["xa-a"], TODAY)
    assert not access.can(user, P.LIST_PROPOSE, world.units["xa-a"], TODAY)
    assert not access.can(user, P.JOURNAL_VIEW, world.units["xa-a"], TODAY)
    assert access.permissions_of(user, TODAY) == {
        P.LIST_APPROVE, P.UNIT_VIEW, P.PROGRAMME_VIEW, P.CLASS_VIEW, P.PERSON_VIEW, P.LECTURER_VIEW,
    }  # fmt: skip


def test_ones_own_roles_rest_meanwhile(world):
    own = world.units["huyen-khac"]
    assert access.can(world.stand_in, P.UNIT_VIEW, own, TODAY)
    assert not access.can(acting(world, delegate(world)), P.UNIT_VIEW, own, TODAY)


def test_a_subtree_is_all_one_gets_of_a_wider_role(world):
    user = acting(world, delegate(world, unit="xa-a"))
    assert access.can(user, P.LIST_APPROVE, world.units["xa-a-cb1"], TODAY)
    assert not access.can(user, P.LIST_APPROVE, world.units["xa-b"], TODAY)
    assert set(access.unit_ids_for(user, P.LIST_APPROVE, TODAY)) == {
        world.units["xa-a"].pk, world.units["xa-a-cb1"].pk,
    }  # fmt: skip


def test_a_unit_alone_is_without_what_lies_below(world):
    user = acting(world, delegate(world, unit="xa-a", includes_below=False))
    assert access.can(user, P.LIST_APPROVE, world.units["xa-a"], TODAY)
    assert not access.can(user, P.LIST_APPROVE, world.units["xa-a-cb1"], TODAY)


def test_predicate_and_queryset_say_the_same_of_every_unit(world):
    user = acting(world, delegate(world, unit="xa-a", permissions=[P.LIST_APPROVE, P.PLAN_EDIT]))
    for permission in P:
        there = set(access.unit_ids_for(user, permission, TODAY))
        by_permission = set(access.unit_ids_by_permission(user, [permission], TODAY)[permission])
        said = {unit.pk for unit in world.units.values() if access.can(user, permission, unit, TODAY)}
        at = {
            pk
            for pk, held in access.permissions_at(user, [u.pk for u in world.units.values()], TODAY).items()
            if permission in held
        }
        assert there == said == at == by_permission


def test_the_first_and_the_last_day(world):
    delegation = delegate(world, valid_from=TODAY + timedelta(days=1), valid_to=TODAY + WEEK)
    with pytest.raises(access.DelegationOver):
        acting(world, delegation)
    acting(world, delegation, TODAY + timedelta(days=1))
    acting(world, delegation, TODAY + WEEK - timedelta(days=1))
    with pytest.raises(NotVisible):
        acting(world, delegation, TODAY + WEEK)


def test_what_the_giver_loses_the_other_loses(world):
    user = acting(world, delegate(world))
    grant = access.list_grants(world.committee, TODAY)[0]
    access.end_grant(actor=None, grant=grant, on=TODAY)
    user = acting(world, access.delegations_given(world.committee).get())
    assert not access.can(user, P.LIST_APPROVE, world.units["xa-a"], TODAY)


def test_a_closed_account_lends_nothing(world):
    delegation = delegate(world)
    access.close_account(actor=None, user=world.committee)
    with pytest.raises(access.DelegationOver):
        acting(world, delegation)


def test_the_journal_says_for_whom_without_the_operation_knowing(world):
    delegation = delegate(world, who="centre", unit="ttct", permissions=[P.PLAN_EDIT])
    user = acting(world, delegation)
    access.open_account(actor=user, username="x", full_name="X", password=None)
    entry = journal.list_entries().first()
    assert (entry.actor, entry.on_behalf_of) == (world.stand_in, "Tài khoản centre (centre)")
    access.open_account(actor=world.stand_in, username="y", full_name="Y", password=None)
    assert journal.list_entries().first().on_behalf_of == ""
    assert journal.verify_chain().is_sound


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"permissions": [P.LIST_ADMIT]}, "delegates_more_than_held"),
        ({"unit": "tinh"}, "delegates_more_than_held"),
        ({"permissions": [P.GRANT_EDIT, P.BACKUP_MAKE]}, "nothing_delegated"),
        ({"permissions": []}, "nothing_delegated"),
        ({"valid_to": TODAY}, "delegation_period_wrong"),
        ({"valid_from": TODAY + WEEK}, "delegation_period_wrong"),
        ({"valid_from": date(2020, 1, 1), "valid_to": date(2021, 1, 1)}, "delegation_period_wrong"),
    ],
)
def test_what_cannot_be_delegated_is_refused(world, changes, code):
    with pytest.raises(access.DelegationRefused) as refused:
        delegate(world, **changes)
    assert refused.value.code == code
    assert not access.delegations_given(world.committee).exists()


def test_not_to_oneself_not_to_a_closed_account_and_not_passed_on(world):
    with pytest.raises(access.DelegationRefused, match="chính mình"):
        delegate(world, to_user=world.committee)
    user = acting(world, delegate(world))
    with pytest.raises(access.DelegationRefused) as refused:
        access.delegate(
            actor=user, to_user=world.centre, unit=world.units["xa-a"], includes_below=True,
            permissions=[P.LIST_APPROVE], valid_from=TODAY, valid_to=TODAY + WEEK, today=TODAY,
        )  # fmt: skip
    assert refused.value.code == "acts_for_another"
    access.close_account(actor=None, user=world.neighbour)
    world.neighbour.refresh_from_db()
    with pytest.raises(access.DelegateUnknown):
        delegate(world, to_user=world.neighbour)


def test_ended_it_gives_nothing_more_and_stays_on_record(world):
    delegation = delegate(world)
    assert access.get_delegation_for(world.committee, delegation.uuid, on=TODAY) == delegation
    with pytest.raises(access.OutOfSight):
        access.get_delegation_for(world.stand_in, delegation.uuid, on=TODAY)
    access.end_delegation(actor=world.committee, delegation=delegation, on=TODAY)
    with pytest.raises(access.DelegationOver):
        acting(world, delegation)
    assert list(access.delegations_given(world.committee)) == [delegation]
    assert journal.list_entries().first().verb == "access.end_delegation"


def test_it_does_not_follow_a_unit_that_ends_to_its_heir(world):
    delegation = delegate(world, unit="xa-a-cb1")
    user = acting(world, delegation)
    org.dissolve_unit(actor=None, unit=world.units["xa-a-cb1"], on=TODAY + timedelta(days=2))
    later = TODAY + timedelta(days=3)
    assert access.can(world.committee, P.LIST_APPROVE, world.units["xa-a"], later)
    assert not access.can(user, P.LIST_APPROVE, world.units["xa-a"], later)


def test_a_delegated_grant_is_never_a_row(world):
    grant = access.list_grants(acting(world, delegate(world)), TODAY)[0]
    with pytest.raises(RuntimeError):
        grant.save()


def test_two_queries_more_however_many_roles(world, django_assert_num_queries):
    for unit in ("xa-a", "xa-b", "ttct"):
        access.give_grant(
            actor=None, user=world.committee, role="committee_office", unit=world.units[unit], valid_from=TODAY
        )
    user = acting(world, delegate(world))
    with django_assert_num_queries(2):
        assert len(access.list_grants(user, TODAY)) == 4


def test_to_head_a_class_is_not_lent(world):
    """Neither the other's headship nor one's own counts while one acts."""
    from hocvien.classes.queries.visibility import acts_as_head

    assert acts_as_head(world.stand_in)
    assert not acts_as_head(acting(world, delegate(world)))


def test_every_action_that_can_be_delegated_has_its_words():
    assert set(access.Action.values) == {str(one) for one in access.DELEGABLE}

"""Who sees and does what with a class, read as a story of four people and the places they stand for.

The centre runs the class; commune A is invited; the committee stands above both; the outsider holds every role, in another district.
"""

from uuid import uuid4

import pytest

from hocvien.access import api as access
from hocvien.classes import api as classes
from tests import scenarios
from tests.kept import kept

P = access.Permission
DAY = scenarios.TODAY


@kept()
def story(world):
    """A class that invites commune A alone, with two of its people and one on the list."""
    training_class = scenarios.open_class(world, invited=("xa-a",))
    scenarios.admit_people(world, training_class, 2)
    scenarios.approved_list(world, training_class, 1)
    return world, training_class


def sees(actor, training_class):
    return classes.classes_visible_to(actor, DAY).filter(pk=training_class.pk).exists()


def test_centre_sees_and_runs_its_class(story):
    world, training_class = story
    assert classes.get_class_for(world.centre, training_class.uuid, DAY, P.LIST_ADMIT) == training_class
    may = classes.actions_of(world.centre, training_class, DAY)
    assert (may.edit, may.admit, may.record_roll, may.enter_results, may.issue_certificates) == (True,) * 5
    assert may.decide_results is False
    assert len(classes.learner_rows(world.centre, training_class, DAY)) == 2


def test_invited_commune_sees_the_class_and_its_own_people(story):
    world, training_class = story
    assert sees(world.commune, training_class)
    assert len(classes.nomination_rows(world.commune, training_class, DAY)) == 3
    may = classes.actions_of(world.commune, training_class, DAY)
    assert (may.propose, may.admit, may.record_roll, may.sees_everybody) == (True, False, False, False)
    with pytest.raises(access.NotAllowed):
        classes.get_class_for(world.commune, training_class.uuid, DAY, P.LIST_ADMIT)


def test_commune_does_not_see_people_of_the_next_commune(story):
    world, training_class = story
    classes.invite_units(
        actor=world.centre, training_class=training_class, unit_ids=[world.units["xa-b"].pk], today=DAY
    )
    scenarios.admit_people(world, training_class, 1, unit="xa-b")
    assert len(classes.learner_rows(world.commune, training_class, DAY)) == 2
    assert len(classes.learner_rows(world.neighbour, training_class, DAY)) == 1
    assert len(classes.learner_rows(world.centre, training_class, DAY)) == 3
    assert len(classes.nomination_rows(world.neighbour, training_class, DAY)) == 1


def test_commune_not_invited_does_not_see_the_class(story):
    world, training_class = story
    assert not sees(world.neighbour, training_class)
    with pytest.raises(classes.ClassNotFound):
        classes.get_class_for(world.neighbour, training_class.uuid, DAY)


def test_cell_below_an_invited_commune_sees_the_class(story):
    world, training_class = story
    scenarios.give_account(world, "cell", ("unit_officer", "xa-a-cb1"))
    assert sees(world.cell, training_class)


def test_committee_sees_what_lies_below_and_decides(story):
    world, training_class = story
    assert sees(world.committee, training_class)
    may = classes.actions_of(world.committee, training_class, DAY)
    assert (may.decide_results, may.admit, may.edit) == (True, False, False)
    assert len(classes.learner_rows(world.committee, training_class, DAY)) == 2


def test_outsider_meets_nothing_but_404(story):
    world, training_class = story
    assert not sees(world.outsider, training_class)
    for permission in (P.CLASS_VIEW, P.LIST_ADMIT, P.ROLL_RECORD, P.RESULT_DECIDE):
        with pytest.raises(classes.ClassNotFound):
            classes.get_class_for(world.outsider, training_class.uuid, DAY, permission)
    assert classes.learner_rows(world.outsider, training_class, DAY) == []
    assert classes.nomination_rows(world.outsider, training_class, DAY) == []
    assert classes.search_classes(world.outsider, "nhan thuc", DAY) == []
    assert classes.work_items(world.outsider, scenarios.OPENS) == []
    unknown = classes.ClassNotFound
    with pytest.raises(unknown):
        classes.get_class_for(world.centre, uuid4(), DAY)  # the same answer as for the invisible


def test_head_sees_and_teaches_without_a_grant(world):
    headed = scenarios.open_class(world, head_id=world.outsider.pk, invited=("xa-a",))
    assert sees(world.outsider, headed)
    may = classes.actions_of(world.outsider, headed, DAY)
    assert (may.record_roll, may.enter_results, may.admit, may.decide_results) == (True, True, False, False)


def test_account_closed_sees_nothing(story):
    world, training_class = story
    access.close_account(actor=None, user=type(world.centre).objects.get(pk=world.centre.pk))
    assert not sees(type(world.centre).objects.get(pk=world.centre.pk), training_class)


def test_open_invitation_reaches_all_below_the_opener(world):
    opened = scenarios.open_class(world, opened_by="huyen", hosted_by="ttct", invited=(), actor=None)
    assert sees(world.commune, opened)
    assert not sees(world.outsider, opened)
    assert not sees(world.school, opened)


def test_partner_and_host_see_the_joint_class(world):
    joint = scenarios.open_class(
        world, opened_by="truong", hosted_by="ttct", is_joint=True, joint_with="truong", invited=("xa-a",)
    )
    assert all(sees(actor, joint) for actor in (world.school, world.centre, world.commune))
    assert not sees(world.neighbour, joint)


def test_whoever_runs_the_class_sees_its_people(story):
    world, training_class = story
    ids = set(classes.people_in_classes_visible_to(world.centre, DAY))
    assert ids == set(training_class.nominations.values_list("person_id", flat=True))
    assert not set(classes.people_in_classes_visible_to(world.outsider, DAY))
    assert not set(classes.people_in_classes_visible_to(world.commune, DAY))  # sends people, runs nothing


def test_permissions_at_agree_with_can(story):
    world, _training_class = story
    units = [unit.pk for unit in world.units.values()]
    for actor in (world.centre, world.commune, world.committee, world.outsider, None):
        held = access.permissions_at(actor, units, DAY)
        scopes = access.unit_ids_by_permission(actor, list(P), DAY)
        for permission in (P.CLASS_VIEW, P.LIST_ADMIT, P.RESULT_DECIDE):
            reached = set(scopes[permission])
            for unit_id in units:
                can = access.can(actor, permission, unit_id, DAY)
                assert (permission in held[unit_id]) == can == (unit_id in reached)

"""The predicate and its queryset twin answer alike for every actor, permission and class."""

from itertools import product

import pytest
from django.db import transaction

from hocvien.classes import api as classes
from hocvien.classes.constants import PLACES_OF
from tests import scenarios

ROLES = ("clerk", "class_head", "committee_office", "inspector")
PLACES = ("huyen", "ttct", "truong")


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        world = scenarios.found_place()
        for role, place, below in product(ROLES, PLACES, (True, False)):
            scenarios.give_account(world, f"{role}.{place}.{below}", (role, place), includes_below=below)
        opened = [
            scenarios.open_class(world, name="Của trung tâm"),
            scenarios.open_class(world, name="Của huyện", opened_by="huyen", hosted_by="ttct", actor=None),
            scenarios.open_class(
                world, name="Phối hợp", opened_by="truong", hosted_by="ttct", is_joint=True, joint_with="truong"
            ),
            scenarios.open_class(
                world,
                name="Nhiều nơi",
                actor=None,
                opened_by="huyen",
                taught_by="truong",
                certified_by="truong",
                paid_by="xa-a",
                head_id=world.users["inspector.huyen.False"].pk,
            ),
        ]
        yield world, opened
        transaction.set_rollback(True)


def test_predicate_and_queryset_agree(story, db):
    world, opened = story
    disagreements = []
    for name, actor in [*world.users.items(), ("console", None)]:
        for permission in PLACES_OF:
            reached = set(classes.classes_where(actor, permission, scenarios.TODAY).values_list("pk", flat=True))
            for training_class in opened:
                may = classes.can_for_class(actor, permission, training_class, scenarios.TODAY)
                if may != (training_class.pk in reached):
                    disagreements.append((name, permission, training_class.name, may))
    assert disagreements == []


def test_actions_agree_with_the_predicate(story, db):
    world, opened = story
    pairs = (
        ("edit", "class.edit"),
        ("admit", "list.admit"),
        ("edit_sessions", "session.edit"),
        ("record_roll", "roll.record"),
        ("enter_results", "result.edit"),
        ("decide_results", "result.decide"),
        ("issue_certificates", "certificate.issue"),
        ("sees_everybody", "class.view"),
    )
    for actor in world.users.values():
        for training_class in opened:
            actions = classes.actions_of(actor, training_class, scenarios.TODAY)
            for field, permission in pairs:
                may = classes.can_for_class(actor, permission, training_class, scenarios.TODAY)
                assert getattr(actions, field) == may, (actor.username, permission, training_class.name)


def test_whoever_may_act_on_a_class_sees_it(story, db):
    world, _opened = story
    for actor in world.users.values():
        visible = set(classes.classes_visible_to(actor, scenarios.TODAY).values_list("pk", flat=True))
        for permission in PLACES_OF:
            if permission == "person.view":
                continue
            reached = set(classes.classes_where(actor, permission, scenarios.TODAY).values_list("pk", flat=True))
            assert reached <= visible, (actor.username, permission)

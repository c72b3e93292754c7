"""Whom a user sees: people of their units, and people of the classes they run, wherever those belong."""

from uuid import UUID

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.common.errors import NotVisible
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.requests import ScreenRequest


def people_of_scope(request: ScreenRequest) -> QuerySet[people.Person]:
    """People who belong today to the unit in the bar or below it, as far as the user may see them."""
    scope = request.scope
    if scope.unit is None:
        return access.people_visible_to(request.user, scope.on)
    return people_below(request, scope.unit)


def people_below(request: ScreenRequest, unit: org.Unit) -> QuerySet[people.Person]:
    """People who belong today to this unit or below it, as far as the user may see them. Two queries to build."""
    on = request.scope.on
    there = people.person_ids_at(org.descendant_ids_as_of(unit.pk, on), on)
    if access.can_below(request.user, access.Permission.PERSON_VIEW, unit, on):
        return people.people().filter(pk__in=there)
    return access.people_visible_to(request.user, on).filter(pk__in=there)


def people_of_classes(request: ScreenRequest) -> QuerySet[people.Person]:
    """People on the lists of the classes the user runs."""
    return people.people().filter(pk__in=classes.people_in_classes_visible_to(request.user, request.scope.on))


def get_person(request: ScreenRequest, uuid: UUID) -> people.Person:
    """The person, if seen through a unit or through a class; else NotVisible (a 404). At most four queries."""
    try:
        return access.get_person_for(request.user, uuid, on=request.scope.on)
    except NotVisible:
        person = people_of_classes(request).filter(uuid=uuid).first()
        if person is None:
            raise
        return person


def get_person_to_edit(request: ScreenRequest, uuid: UUID) -> people.Person:
    """The person, if the user keeps records at a unit of theirs; else NotVisible."""
    return access.get_person_for(request.user, uuid, access.Permission.PERSON_EDIT, on=request.scope.on)


def may_edit(request: ScreenRequest, person: people.Person) -> bool:
    """Twin of `get_person_to_edit`; at most one query."""
    permission = access.Permission.PERSON_EDIT
    if permission not in request.held_permissions:
        return False
    return access.can_for_person(request.user, permission, person, request.scope.on)

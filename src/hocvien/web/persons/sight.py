"""Whom a user sees: people of their units, and people of the classes they run, wherever those belong."""

from uuid import UUID

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.web.shell.requests import ScreenRequest


def people_of_scope(request: ScreenRequest) -> QuerySet[people.Person]:
    """People who belong, the day looked at, to the unit in the bar or below it, as far as the user may see them."""
    scope = request.scope
    if scope.unit is None:
        return access.people_visible_to(request.user, scope.on, as_of=scope.day)
    return people_below(request, scope.unit)


def people_below(request: ScreenRequest, unit: org.Unit) -> QuerySet[people.Person]:
    """People who belong, the day looked at, to this unit or below it, as far as the user may see them. Two queries to build.

    On another day only where today's grants reach: a cell that has left the commune since is its new commune's to look at.
    """
    on, day = request.scope.on, request.scope.day
    below = org.descendant_ids_as_of(unit.pk, day)
    if day == on and access.can_below(request.user, access.Permission.PERSON_VIEW, unit, on):
        return people.people().filter(pk__in=people.person_ids_at(below, on))
    if day == on:
        return access.people_visible_to(request.user, on).filter(pk__in=people.person_ids_at(below, on))
    if not access.reaches_all(request.user, access.Permission.PERSON_VIEW, on):
        below = access.unit_ids_for(request.user, access.Permission.PERSON_VIEW, on).filter(pk__in=below)
    return people.people().filter(pk__in=people.person_ids_at(below, day))


def people_of_classes(request: ScreenRequest) -> QuerySet[people.Person]:
    """People on the lists of the classes the user runs."""
    return people.people().filter(pk__in=classes.people_in_classes_visible_to(request.user, request.scope.on))


def look_at(request: ScreenRequest, uuid: UUID) -> tuple[people.Person, bool]:
    """The person and whether the user keeps their record; seen through a unit or through a class, else NotVisible (a 404).

    Who may keep a record may see it, so that is asked first. At most four queries.
    """
    person, on = people.get_person(uuid), request.scope.on
    edits, views = (
        _grants_with(request, access.Permission.PERSON_EDIT),
        _grants_with(request, access.Permission.PERSON_VIEW),
    )
    if edits and access.can_for_person(request.user, access.Permission.PERSON_EDIT, person, on):
        return person, True
    if views - edits and access.can_for_person(request.user, access.Permission.PERSON_VIEW, person, on):
        return person, False
    if not people_of_classes(request).filter(pk=person.pk).exists():
        raise access.OutOfSight
    return person, False


def _grants_with(request: ScreenRequest, permission: str) -> set[int]:
    return {grant.pk for grant in request.scope.grants if permission in grant.permissions}


def get_person_to_edit(request: ScreenRequest, uuid: UUID) -> people.Person:
    """The person, if the user keeps records at a unit of theirs; else NotVisible."""
    return access.get_person_for(request.user, uuid, access.Permission.PERSON_EDIT, on=request.scope.on)


def transfers_of(request: ScreenRequest) -> QuerySet[people.TransferRequest]:
    """Requests sent by units the user sends from and to units the user receives at, newest first. One query to build."""
    on = request.scope.on
    units = access.unit_ids_by_permission(
        request.user, (access.Permission.PERSON_TRANSFER, access.Permission.PERSON_RECEIVE), on
    )
    return people.transfers_between(
        sending=units[access.Permission.PERSON_TRANSFER], receiving=units[access.Permission.PERSON_RECEIVE], on=on
    )


def get_transfer_for(request: ScreenRequest, uuid: UUID) -> people.TransferRequest:
    """A request of the user's units, or one the user may withdraw for a person without a cell; else NotVisible (a 404)."""
    asked = transfers_of(request).filter(uuid=uuid).first()
    if asked is not None:
        return asked
    asked = people.get_transfer(uuid, request.scope.on)
    if asked.from_unit_id is not None or not access.can_for_person(
        request.user, access.Permission.PERSON_TRANSFER, asked.person, request.scope.on
    ):
        raise people.TransferNotFound
    return asked


def people_kept(request: ScreenRequest) -> QuerySet[people.Person]:
    """People of the unit in the bar (and below) whose records the user keeps. At most two queries to build."""
    scope = request.scope
    kept = access.people_visible_to(request.user, scope.on, access.Permission.PERSON_EDIT)
    if scope.unit is None:
        return kept
    there = people.person_ids_at(org.descendant_ids_as_of(scope.unit.pk, scope.on), scope.on)
    return kept.filter(pk__in=there)


def kept_ids(request: ScreenRequest, person_ids: list[int]) -> set[int]:
    """Of these people, those whose records the user keeps; one query."""
    kept = access.people_visible_to(request.user, request.scope.on, access.Permission.PERSON_EDIT)
    return set(kept.filter(pk__in=person_ids).values_list("pk", flat=True))

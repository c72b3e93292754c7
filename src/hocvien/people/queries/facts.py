"""Reads of what is dated about people. One query each unless said otherwise."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from hocvien.common.among import among
from hocvien.org import api as org
from hocvien.people.errors import FactNotFound
from hocvien.people.models import (
    Belonging,
    Leave,
    Management,
    Person,
    Planning,
    Post,
    Qualification,
    Rating,
    TheoryLevel,
)

_LEVELS = TheoryLevel.values
Fact = TypeVar("Fact", bound=Model)


def posts_as_of(person_ids: Iterable[int], on: date) -> dict[int, list[Post]]:
    """Person id → posts held that day."""
    found: dict[int, list[Post]] = {}
    rows = Post.objects.filter(among("person_id", person_ids), valid_from__lte=on, valid_to__gt=on)
    for post in rows.order_by("valid_from"):
        found.setdefault(post.person_id, []).append(post)
    return found


def list_belongings(person: Person, *, named_on: date | None = None) -> list[Belonging]:
    """All belongings, newest first; with `named_on` each has its unit at hand, and `unit_name` of that day."""
    return list(_with_unit_names(person.belongings.order_by("-valid_from", "kind"), named_on))


def list_posts(person: Person, *, named_on: date | None = None) -> list[Post]:
    """All posts, newest first; with `named_on` each has its unit at hand, and `unit_name` of that day."""
    return list(_with_unit_names(person.posts.order_by("-valid_from"), named_on))


def _with_unit_names(rows: QuerySet[Any], on: date | None) -> QuerySet[Any]:
    return rows if on is None else rows.select_related("unit").annotate(unit_name=org.name_subquery("unit_id", on))


def list_qualifications(person: Person) -> list[Qualification]:
    """Theory levels with their evidence, newest first."""
    return list(person.qualifications.order_by("-issued_on", "-pk"))


def list_ratings(person: Person) -> list[Rating]:
    """Yearly ratings, newest first."""
    return list(person.ratings.order_by("-year", "kind"))


def list_managements(person: Person, *, named_on: date | None = None) -> list[Management]:
    """Whose committee managed the cadre, newest first; with `named_on` each has its unit at hand, and `unit_name` of that day."""
    return list(_with_unit_names(person.managements.order_by("-valid_from"), named_on))


def list_leaves(person: Person) -> list[Leave]:
    """Times away that pause obligations, newest first."""
    return list(person.leaves.order_by("-valid_from"))


def leaves_on(on: date) -> QuerySet[Leave]:
    """Leaves of everyone that day, for subqueries of rules."""
    return Leave.objects.filter(valid_from__lte=on, valid_to__gt=on)


def leaves() -> QuerySet[Leave]:
    """Everyone's long leaves, for subqueries of rules."""
    return Leave.objects.all()


def managements_on(on: date) -> QuerySet[Management]:
    """Whose committee manages whom that day, for subqueries of rules."""
    return Management.objects.filter(valid_from__lte=on, valid_to__gt=on)


def list_plannings(person: Person, *, named_on: date | None = None) -> list[Planning]:
    """What posts the person is or was planned for, newest first; with `named_on` each has its unit at hand, and `unit_name` of that day."""
    return list(_with_unit_names(person.plannings.order_by("-valid_from"), named_on))


def plannings_on(on: date) -> QuerySet[Planning]:
    """Plannings of everyone that stood that day, for subqueries of rules."""
    return Planning.objects.filter(valid_from__lte=on, valid_to__gt=on)


def get_fact(model: type[Fact], person: Person, uuid: UUID) -> Fact:
    """A fact of this person; raises FactNotFound."""
    fact = model._default_manager.filter(person=person, uuid=uuid).first()
    if fact is None:
        raise FactNotFound
    return fact


def theory_levels(person_ids: Iterable[int]) -> dict[int, str]:
    """Person id → the highest theory level recorded; one query."""
    found: dict[int, str] = {}
    rows = Qualification.objects.filter(among("person_id", person_ids)).values_list("person_id", "level")
    for person_id, level in rows:
        if person_id not in found or _LEVELS.index(level) > _LEVELS.index(found[person_id]):
            found[person_id] = level
    return found


def belongings_on(on: date) -> QuerySet[Belonging]:
    """Belongings of everyone that day, for subqueries of rules."""
    return Belonging.objects.filter(valid_from__lte=on, valid_to__gt=on)


def posts_on(on: date) -> QuerySet[Post]:
    """Posts held by everyone that day, for subqueries of rules."""
    return Post.objects.filter(valid_from__lte=on, valid_to__gt=on)


def qualifications() -> QuerySet[Qualification]:
    """Everyone's theory levels, for subqueries of rules."""
    return Qualification.objects.all()


def ratings() -> QuerySet[Rating]:
    """Everyone's yearly ratings, for subqueries of rules."""
    return Rating.objects.all()

"""Reads of what is dated about people. One query each unless said otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from hocvien.common.among import among
from hocvien.common.together import read_together
from hocvien.org import api as org
from hocvien.people.errors import FactNotFound
from hocvien.people.models import (
    Belonging,
    Leave,
    Management,
    Merge,
    Person,
    Planning,
    Post,
    Qualification,
    Rating,
    TheoryLevel,
    TransferRequest,
)
from hocvien.people.queries.merges import merges_into
from hocvien.people.queries.transfers import open_transfers_of

_LEVELS = TheoryLevel.values
Fact = TypeVar("Fact", bound=Model)


@dataclass(frozen=True, slots=True)
class Record:
    """Everything dated about one person; `merges`: those that made the record and can be undone."""

    belongings: list[Belonging]
    posts: list[Post]
    managements: list[Management]
    leaves: list[Leave]
    qualifications: list[Qualification]
    ratings: list[Rating]
    transfer: TransferRequest | None
    merges: list[Merge]


def posts_as_of(person_ids: Iterable[int], on: date) -> dict[int, list[Post]]:
    """Person id → posts held that day."""
    found: dict[int, list[Post]] = {}
    rows = Post.objects.filter(among("person_id", person_ids), valid_from__lte=on, valid_to__gt=on)
    for post in rows.order_by("valid_from"):
        found.setdefault(post.person_id, []).append(post)
    return found


def record_of(person: Person, *, on: date, named_on: date) -> Record:
    """Everything dated about one person, each kind in the order of its own list here; the units by their names of `named_on`. One query.

    `on`: of which day the units of an open transfer are named.
    """
    found = read_together(
        *(_with_unit_names(rows, named_on) for rows in (_belongings(person), _posts(person), _managements(person))),
        _leaves(person),
        _qualifications(person),
        _ratings(person),
        open_transfers_of(person, on),
        merges_into(person),
    )
    belongings, posts, managements, leaves, theory, rated, asked, merges = found
    return Record(belongings, posts, managements, leaves, theory, rated, asked[0] if asked else None, merges)


def places_of(person: Person, on: date, *, with_plannings: bool) -> tuple[list[Belonging], list[Post], list[Planning]]:
    """What stands of one person that day: where they belong, posts by their first day, plannings. One query.

    Posts and plannings say of which kind their unit is that day (`unit_kind`), plannings what it is called (`unit_name`).
    """
    standing = {"valid_from__lte": on, "valid_to__gt": on}
    kind = org.kind_subquery("unit_id", on)
    asked: list[QuerySet[Any]] = [
        _belongings(person).filter(**standing),
        person.posts.filter(**standing).annotate(unit_kind=kind).order_by("valid_from"),
    ]
    if with_plannings:
        asked.append(_with_unit_names(_plannings(person).filter(**standing), on).annotate(unit_kind=kind))
    belongings, posts, *plannings = read_together(*asked)
    return belongings, posts, plannings[0] if plannings else []


def _belongings(person: Person) -> QuerySet[Belonging]:
    return person.belongings.order_by("-valid_from", "kind")


def _posts(person: Person) -> QuerySet[Post]:
    return person.posts.order_by("-valid_from")


def _managements(person: Person) -> QuerySet[Management]:
    return person.managements.order_by("-valid_from")


def _plannings(person: Person) -> QuerySet[Planning]:
    return person.plannings.order_by("-valid_from")


def _leaves(person: Person) -> QuerySet[Leave]:
    return person.leaves.order_by("-valid_from")


def _qualifications(person: Person) -> QuerySet[Qualification]:
    return person.qualifications.order_by("-issued_on", "-pk")


def _ratings(person: Person) -> QuerySet[Rating]:
    return person.ratings.order_by("-year", "kind")


def list_belongings(person: Person, *, named_on: date | None = None) -> list[Belonging]:
    """All belongings, newest first; with `named_on` each has its unit at hand, and `unit_name` of that day."""
    return list(_with_unit_names(_belongings(person), named_on))


def list_posts(person: Person, *, named_on: date | None = None) -> list[Post]:
    """All posts, newest first; with `named_on` each has its unit at hand, and `unit_name` of that day."""
    return list(_with_unit_names(_posts(person), named_on))


def _with_unit_names(rows: QuerySet[Any], on: date | None) -> QuerySet[Any]:
    return rows if on is None else rows.select_related("unit").annotate(unit_name=org.name_subquery("unit_id", on))


def list_qualifications(person: Person) -> list[Qualification]:
    """Theory levels with their evidence, newest first."""
    return list(_qualifications(person))


def list_ratings(person: Person) -> list[Rating]:
    """Yearly ratings, newest first."""
    return list(_ratings(person))


def list_managements(person: Person, *, named_on: date | None = None) -> list[Management]:
    """Whose committee managed the cadre, newest first; with `named_on` each has its unit at hand, and `unit_name` of that day."""
    return list(_with_unit_names(_managements(person), named_on))


def list_leaves(person: Person) -> list[Leave]:
    """Times away that pause obligations, newest first."""
    return list(_leaves(person))


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
    return list(_with_unit_names(_plannings(person), named_on))


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

"""Reads of people. One query each unless said otherwise."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Case, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from hocvien.common.text import fold
from hocvien.people.errors import PersonNotFound
from hocvien.people.models import Belonging, BelongingKind, Person, Post

MEMBER_KINDS = (BelongingKind.OFFICIAL_CELL, BelongingKind.PROPOSING_CELL, BelongingKind.EMPLOYER)
_KIND_RANK = Case(
    *[When(kind=kind, then=Value(rank)) for rank, kind in enumerate(MEMBER_KINDS)],
    default=Value(9),
    output_field=IntegerField(),
)


def get_person(uuid: UUID) -> Person:
    """The person; raises PersonNotFound."""
    person = Person.objects.filter(uuid=uuid).first()
    if person is None:
        raise PersonNotFound
    return person


def people() -> QuerySet[Person]:
    """Everyone, in Vietnamese name order (given name, middle, family)."""
    return Person.objects.order_by("name_key", "id")


def people_by_ids(ids: Iterable[int]) -> dict[int, Person]:
    """id → person."""
    return Person.objects.in_bulk(list(ids))


def person_ids_by_uuid(uuids: Iterable[UUID]) -> dict[UUID, int]:
    """uuid → id for those that exist."""
    return dict(Person.objects.filter(uuid__in=list(uuids)).values_list("uuid", "pk"))


def person_ids_at(unit_ids: QuerySet | Iterable[int], on: date) -> QuerySet[Belonging, int]:
    """Ids of people who belong in any way to these units on that day, as a subquery for `pk__in`."""
    return Belonging.objects.filter(unit_id__in=unit_ids, valid_from__lte=on, valid_to__gt=on).values_list(
        "person_id", flat=True
    )


def matching(queryset: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Narrow to names (marks ignored), identity numbers or party cards that hold the text."""
    needle = fold(text)
    if not needle:
        return queryset
    wanted = Q(name_folded__contains=needle)
    compact = text.strip().replace(" ", "")
    if compact.isdigit():
        wanted |= Q(identity_number__startswith=compact) | Q(party_card__startswith=compact)
    return queryset.filter(wanted)


def main_unit_subquery(on: date, outer: str = "pk") -> Subquery:
    """Id of the unit a person mainly belongs to that day: official cell, else proposing cell, else employer."""
    rows = Belonging.objects.filter(person_id=OuterRef(outer), valid_from__lte=on, valid_to__gt=on).order_by(
        _KIND_RANK, "-valid_from"
    )
    return Subquery(rows.values("unit_id")[:1])


def main_unit_ids(person_ids: Iterable[int], on: date) -> dict[int, int]:
    """person id → id of the unit they mainly belong to that day."""
    return {
        pk: unit_id
        for pk, unit_id in Person.objects.filter(pk__in=list(person_ids))
        .annotate(main_unit=main_unit_subquery(on))
        .values_list("pk", "main_unit")
        if unit_id is not None
    }


def posts_as_of(person_ids: Iterable[int], on: date) -> dict[int, list[Post]]:
    """person id → posts held that day."""
    found: dict[int, list[Post]] = {}
    for post in Post.objects.filter(person_id__in=list(person_ids), valid_from__lte=on, valid_to__gt=on).order_by(
        "valid_from"
    ):
        found.setdefault(post.person_id, []).append(post)
    return found


def list_belongings(person: Person) -> list[Belonging]:
    """All belongings, newest first."""
    return list(person.belongings.order_by("-valid_from", "kind"))


def list_posts(person: Person) -> list[Post]:
    """All posts, newest first."""
    return list(person.posts.order_by("-valid_from"))


def find_by_identity(numbers: Iterable[str]) -> dict[str, Person]:
    """Identity number → person."""
    wanted = [n for n in numbers if n]
    return {p.identity_number: p for p in Person.objects.filter(identity_number__in=wanted)}


def find_by_name_and_birth(keys: Iterable[tuple[str, date]]) -> dict[tuple[str, date], list[Person]]:
    """(folded name, birth_on) → people; two keys compared, one query for all."""
    wanted = set(keys)
    found: dict[tuple[str, date], list[Person]] = {}
    rows = Person.objects.filter(birth_on__in={b for _n, b in wanted}, name_folded__in={n for n, _b in wanted})
    for person in rows:
        key = (person.name_folded, person.birth_on)
        if person.birth_on is not None and key in wanted:
            found.setdefault((person.name_folded, person.birth_on), []).append(person)
    return found


"""Reads of people and of where they belong. One query each unless said otherwise."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Case, Func, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When

from hocvien.common.among import among
from hocvien.common.batched import batched
from hocvien.common.text import fold
from hocvien.org import api as org
from hocvien.people.errors import PersonNotFound
from hocvien.people.models import Belonging, BelongingKind, Merge, Person

MEMBER_KINDS = (BelongingKind.OFFICIAL_CELL, BelongingKind.PROPOSING_CELL, BelongingKind.EMPLOYER)
_RANKS: dict[str, int] = {kind: rank for rank, kind in enumerate(MEMBER_KINDS)}
_KIND_RANK = Case(
    *[When(kind=kind, then=Value(rank)) for kind, rank in _RANKS.items()],
    default=Value(9),
    output_field=IntegerField(),
)


def get_person(uuid: UUID) -> Person:
    """The person, or the one they were merged into; raises PersonNotFound."""
    person = find_person(uuid)
    if person is None:
        raise PersonNotFound
    return person


def find_person(uuid: UUID) -> Person | None:
    """The person, or the one their record was merged into, or None; one query, and one more for each merge passed through."""
    person = Person.objects.filter(uuid=uuid).first()
    passed = {uuid}
    while person is None:
        survivor = (
            Merge.objects.filter(merged_uuid=uuid, undone_at__isnull=True)
            .values_list("survivor_uuid", flat=True)
            .first()
        )
        if survivor is None or survivor in passed:
            return None
        passed.add(survivor)
        uuid = survivor
        person = Person.objects.filter(uuid=uuid).first()
    return person


def people() -> QuerySet[Person]:
    """Everyone, in Vietnamese name order (given name, middle, family)."""
    return Person.objects.order_by("name_key", "id")


def people_by_ids(ids: Iterable[int]) -> dict[int, Person]:
    """Id → person."""
    return Person.objects.in_bulk(list(ids))


def person_ids_by_uuid(uuids: Iterable[UUID]) -> dict[UUID, int]:
    """Uuid → id for those that exist."""
    return dict(Person.objects.filter(uuid__in=list(uuids)).values_list("uuid", "pk"))


def person_ids_at(unit_ids: QuerySet | Iterable[int], on: date) -> QuerySet[Belonging, int]:
    """Ids of people who belong in any way to these units on that day, as a subquery for `pk__in`."""
    return Belonging.objects.filter(unit_id__in=unit_ids, valid_from__lte=on, valid_to__gt=on).values_list(
        "person_id", flat=True
    )


def count_people_at(unit_ids: QuerySet | Iterable[int], on: date) -> int:
    """How many people belong in any way to these units on that day, each counted once; one query, of the belongings alone."""
    return int(person_ids_at(unit_ids, on).order_by().distinct().count())


def count_below_each(unit_ids: Iterable[int], on: date, *, reached: QuerySet | None = None) -> dict[int, int]:
    """Unit id → how many people belong that day to it or below it, each counted once; 0 is left out. One statement.

    It walks every unit below each of them, so bound how many those are. `reached`: only those who belong to these units (a subquery).
    """
    here = Belonging.objects.filter(unit_id__in=org.below_each("pk", on), valid_from__lte=on, valid_to__gt=on)
    if reached is not None:
        here = here.filter(unit_id__in=reached)
    number = Func("person_id", function="COUNT", template="%(function)s(DISTINCT %(expressions)s)")
    counted = here.order_by().annotate(number=number).values("number")
    rows = org.Unit.objects.filter(pk__in=list(unit_ids)).annotate(
        people=Subquery(counted, output_field=IntegerField())
    )
    return {pk: count for pk, count in rows.values_list("pk", "people") if count}


def matching(queryset: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Narrow to names that hold the text (marks ignored), and to who has exactly this identity number or party card.

    Only whole numbers: who may not read a number must not find it out digit by digit.
    """
    needle = fold(text)
    if not needle:
        return queryset
    wanted = Q(name_folded__contains=needle)
    compact = text.strip().replace(" ", "")
    if compact.isdigit():
        wanted |= Q(identity_number=compact) | Q(party_card=compact)
    return queryset.filter(wanted)


def matching_names(queryset: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Narrow to names that hold the text, marks ignored."""
    return queryset.filter(name_folded__contains=fold(text))


def main_unit_subquery(on: date, outer: str = "pk") -> Subquery:
    """Id of the unit a person mainly belongs to that day: official cell, else proposing cell, else employer."""
    rows = Belonging.objects.filter(person_id=OuterRef(outer), valid_from__lte=on, valid_to__gt=on).order_by(
        _KIND_RANK, "-valid_from"
    )
    return Subquery(rows.values("unit_id")[:1])


def main_unit_ids(person_ids: Iterable[int], on: date) -> dict[int, int]:
    """Person id → id of the unit they mainly belong to that day."""
    return {person_id: unit_id for person_id, (unit_id, _name) in _main_units(person_ids, on, Value("")).items()}


def main_unit_among(belongings: Iterable[Belonging]) -> int | None:
    """Of one person's belongings of one day, the unit they mainly belong to, as `main_unit_ids` says it. No query."""
    newest = sorted(belongings, key=lambda one: one.valid_from, reverse=True)
    best = min(newest, key=lambda one: _RANKS.get(one.kind, len(_RANKS)), default=None)
    return None if best is None else best.unit_id


def main_unit_names(person_ids: Iterable[int], on: date) -> dict[int, str]:
    """Person id → name of the unit they mainly belong to that day, as it was called then."""
    named = _main_units(person_ids, on, org.name_subquery("unit_id", on))
    return {person_id: name or "" for person_id, (_unit_id, name) in named.items()}


def _main_units(person_ids: Iterable[int], on: date, name: Value | Subquery) -> dict[int, tuple[int, str]]:
    rows = Belonging.objects.filter(among("person_id", person_ids), valid_from__lte=on, valid_to__gt=on)
    found: dict[int, tuple[int, date, tuple[int, str]]] = {}
    for person_id, unit_id, kind, since, called in rows.values_list("person_id", "unit_id", "kind", "valid_from", name):
        rank = _RANKS.get(kind, len(_RANKS))
        best = found.get(person_id)
        # of one kind the newest, as `main_unit_subquery` has it
        if best is None or rank < best[0] or (rank == best[0] and since > best[1]):
            found[person_id] = (rank, since, (unit_id, called))
    return {person_id: unit for person_id, (_rank, _since, unit) in found.items()}


def find_by_identity(numbers: Iterable[str]) -> dict[str, Person]:
    """Identity number → person; one query for each 5,000."""
    wanted = sorted({n for n in numbers if n})
    return {
        p.identity_number: p for part in batched(wanted) for p in Person.objects.filter(among("identity_number", part))
    }


def find_by_name_and_birth(keys: Iterable[tuple[str, date]]) -> dict[tuple[str, date], list[Person]]:
    """(folded name, birth_on) → people; both compared, one query for each 5,000 names, and one for each 5,000 people found."""
    wanted = set(keys)
    ids: list[int] = []
    # names repeat far more often than people do: only whoever was born that day is fetched whole
    for part in batched(sorted({name for name, _birth in wanted})):
        rows = Person.objects.filter(among("name_folded", part), birth_on__isnull=False)
        ids += [pk for pk, name, birth in rows.values_list("pk", "name_folded", "birth_on") if (name, birth) in wanted]
    found: dict[tuple[str, date], list[Person]] = {}
    for few in batched(sorted(ids)):
        for person in Person.objects.filter(among("pk", few)).order_by("pk"):
            if person.birth_on is not None:
                found.setdefault((person.name_folded, person.birth_on), []).append(person)
    return found


def unit_codes_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Person id → code of a unit they belong to now or belonged to last, official cell first; two queries for each 5,000."""
    ids = list(person_ids)
    unit_ids: dict[int, int] = {}
    for part in batched(ids):
        rows = Belonging.objects.filter(person_id__in=part).order_by("-valid_to", _KIND_RANK, "-valid_from")
        for person_id, unit_id in rows.values_list("person_id", "unit_id"):
            unit_ids.setdefault(person_id, unit_id)
    codes = org.codes_by_id(set(unit_ids.values()))
    return {person_id: codes[unit_id] for person_id, unit_id in unit_ids.items()}

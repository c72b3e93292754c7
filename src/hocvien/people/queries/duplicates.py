"""Who may be one person twice: found by keys that the database joins by index, then compared in `arithmetic.compare_looks`.

People of some units are held against everybody, never everybody against everybody. For n people of the units among N in all:
same name and a birth near it (about N/3,000 rows looked at for each of the n), same birth and half of the identity number
(about N/18,000), same party card, same telephone, same name in the same unit while a birth is missing. Five joins, then the
values of the pairs in batches: a few seconds for a commune of 2,000 where everybody has 300 namesakes. `MOST` bounds the n.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from hocvien.common.batched import batched
from hocvien.common.text import fold
from hocvien.people.arithmetic import compare_looks
from hocvien.people.constants import MAYBE
from hocvien.people.data import Duplicate, Looks
from hocvien.people.models import Belonging, DistinctPair, PairQuestion, Person
from hocvien.people.models.persons import partial_birth

MOST = 20_000


def find_duplicates(person_ids: Iterable[int] | QuerySet[Any], on: date) -> list[Duplicate]:
    """Pairs of one of these people (ids, or a subquery of them) and anybody, the most alike first.

    Pairs noted as two people are left out. `person_id` is of the given ones; where both are, the older record. See above for the cost.
    """
    wanted = set(person_ids)
    pairs: set[tuple[int, int]] = set()
    for part in batched(sorted(wanted), 2000):
        pairs |= _candidates(part, on)
    pairs -= set(
        DistinctPair.objects.filter(first_id__in=[low for low, _high in pairs]).values_list("first_id", "second_id")
        if len(pairs) < 500
        else DistinctPair.objects.values_list("first_id", "second_id")
    )
    looks = looks_of({pk for pair in pairs for pk in pair}, on)
    found = []
    for low, high in pairs:
        if low not in looks or high not in looks:
            continue
        likeness = compare_looks(looks[low], looks[high])
        if likeness.score >= MAYBE:
            person_id, other_id = (low, high) if low in wanted else (high, low)
            found.append(Duplicate(person_id, other_id, likeness))
    return sorted(found, key=lambda one: (-one.likeness.score, looks[one.person_id].name, one.person_id, one.other_id))


def looks_of(person_ids: Iterable[int], on: date) -> dict[int, Looks]:
    """Id → what of the record is compared; two queries for each 5,000."""
    ids = list(person_ids)
    units: dict[int, set[int]] = {}
    for part in batched(ids):
        belonging = Belonging.objects.filter(person_id__in=part, valid_from__lte=on, valid_to__gt=on)
        for person_id, unit_id in belonging.values_list("person_id", "unit_id"):
            units.setdefault(person_id, set()).add(unit_id)
    columns = (
        "pk",
        "name_folded",
        "birth_name",
        "birth_on",
        "birth_precision",
        "sex",
        "identity_number",
        "party_card",
        "profile_number",
        "phone",
    )
    return {
        pk: Looks(
            name=name,
            birth_name=fold(birth_name) if birth_name else "",
            birth=partial_birth(birth_on, precision),
            sex=sex,
            identity_number=number,
            party_card=card,
            profile_number=profile,
            phone=phone,
            unit_ids=frozenset(units.get(pk, ())),
        )
        for part in batched(ids)
        for pk, name, birth_name, birth_on, precision, sex, number, card, profile, phone in Person.objects.filter(
            pk__in=part
        ).values_list(*columns)
    }


def questions_about(person_ids: Iterable[int] | QuerySet[Any]) -> list[PairQuestion]:
    """Questions of other units about these records, the oldest first."""
    return list(
        PairQuestion.objects.filter(about_id__in=person_ids, answer="")
        .select_related("asks", "about")
        .order_by("asked_at", "pk")
    )


def questions_asked(person_ids: Iterable[int] | QuerySet[Any]) -> list[PairQuestion]:
    """Questions asked of these records, answered or not."""
    return list(
        PairQuestion.objects.filter(asks_id__in=person_ids).select_related("asks", "about").order_by("asked_at", "pk")
    )


def _candidates(ids: list[int], on: date) -> set[tuple[int, int]]:
    """(lower id, higher id) of pairs that share a key; five queries."""
    marks = ", ".join(["%s"] * len(ids))
    found: set[tuple[int, int]] = set()
    with connection.cursor() as cursor:
        for joined, more in _joins(on):
            # only names of our own tables and numbered places are written into the sentence
            sql = (
                f"SELECT a.id, b.id FROM people_person a {joined} "  # noqa: S608
                f"WHERE a.id IN ({marks}) AND b.id <> a.id"
            )
            cursor.execute(sql, [*more, *ids])
            found |= {(min(one, other), max(one, other)) for one, other in cursor.fetchall()}
    return found


def _joins(on: date) -> list[tuple[str, list[Any]]]:
    a, b = _parts("a.birth_on"), _parts("b.birth_on")
    near = (
        f"({a['year']} = {b['year']} AND ({a['month']} = {b['month']} OR {a['day']} = {b['day']}"
        " OR a.birth_precision <> 'day' OR b.birth_precision <> 'day'"
        f" OR ({a['month']} = {b['day']} AND {a['day']} = {b['month']})))"
        f" OR ({a['month']} = {b['month']} AND {a['day']} = {b['day']})"
    )
    if connection.vendor == "postgresql":
        # whole days compared first: writing every namesake's birth as text would cost more than all the rest
        apart = "abs(b.birth_on - a.birth_on)"
        near = f"({apart} <= 366 OR mod({apart}, 365) <= 25) AND ({near})"
    # people of one place born on one day share the first half of the number: there the second half must be a slip away
    slips = " + ".join(
        f"CASE WHEN substr(a.identity_number, {at}, 1) = substr(b.identity_number, {at}, 1) THEN 0 ELSE 1 END"
        for at in range(7, 13)
    )
    near_identity = (
        "JOIN people_person b ON b.birth_on = a.birth_on AND a.identity_number <> '' AND b.identity_number <> ''"
        " AND (substr(a.identity_number, 7, 6) = substr(b.identity_number, 7, 6)"
        f" OR (substr(a.identity_number, 1, 6) = substr(b.identity_number, 1, 6) AND {slips} <= 2))"
    )
    same_unit = (
        "JOIN people_belonging ua ON ua.person_id = a.id AND ua.valid_from <= %s AND ua.valid_to > %s"
        " JOIN people_belonging ub ON ub.unit_id = ua.unit_id AND ub.valid_from <= %s AND ub.valid_to > %s"
        " JOIN people_person b ON b.id = ub.person_id AND b.name_folded = a.name_folded"
        " AND (a.birth_on IS NULL OR b.birth_on IS NULL)"
    )
    return [
        (f"JOIN people_person b ON b.name_folded = a.name_folded AND ({near})", []),
        (near_identity, []),
        (_same("party_card"), []),
        (_same("phone"), []),
        (same_unit, [on, on, on, on]),
    ]


def _same(column: str) -> str:
    # the condition as the partial index has it, so that both databases use it
    return f"JOIN people_person b ON b.{column} = a.{column} AND NOT (b.{column} = '') AND NOT (a.{column} = '')"


def _parts(column: str) -> dict[str, str]:
    text = column if connection.vendor == "sqlite" else f"to_char({column}, 'YYYY-MM-DD')"
    return {
        "year": f"substr({text}, 1, 4)",
        "month": f"substr({text}, 6, 2)",
        "day": f"substr({text}, 9, 2)",
    }

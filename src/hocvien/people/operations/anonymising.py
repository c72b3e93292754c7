"""Where keeping ends: a record becomes a figure, and what a merge kept goes when its term is over. Neither can be undone.

Who is due, and what stands elsewhere about a person, is known above (`privacy`), which calls this last.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.text import fold, sort_key
from hocvien.journal import api as journal
from hocvien.people.constants import ANONYMOUS, MAJORITY, MINORITIES
from hocvien.people.models import (
    Belonging,
    BirthPrecision,
    Carried,
    DistinctPair,
    Leave,
    Management,
    Merge,
    PairQuestion,
    Person,
    Planning,
    Post,
    Qualification,
    Rating,
    TransferRequest,
)
from hocvien.people.queries.persons import unit_codes_of

# what a figure is counted from stays: sex, the year of birth, majority or minority, education, theory levels
_EMPTIED = ("birth_name", "identity_number", "phone", "email", "party_card", "profile_number")
_NO_DAY = ("admitted_on", "official_on", "left_party_on")
_REMOVED = (Belonging, Post, Management, Rating, Leave, Planning, TransferRequest, Carried)
_FORGOTTEN: dict[str, Any] = {
    "names": {},
    "fields": {},
    "person": {},
    "moved": {},
    "changed": [],
    "dropped": [],
    "made": [],
}


@transaction.atomic
def anonymise_people(*, actor: User | None, people: Sequence[Person], on: date, now: datetime) -> int:
    """Take away who these people are; returns how many were not anonymous before. A few queries for each 500.

    Name, numbers, contact, day of birth, days of the Party, belongings, posts, plannings, ratings, leaves and moves go; the year of birth, sex, the
    group of ethnicity, education and theory levels by year stay, so that figures of the past stay what they were.
    """
    done = 0
    for part in batched([person.pk for person in people], 500):
        rows = list(Person.objects.select_for_update().filter(pk__in=part, anonymised_on=None).order_by("pk"))
        ids, codes = [row.pk for row in rows], unit_codes_of(part)
        for row in rows:
            _take_away(row, on)
        Person.objects.bulk_update(
            rows,
            [
                "full_name",
                "name_folded",
                "name_key",
                "birth_on",
                "birth_precision",
                "ethnicity",
                *_EMPTIED,
                *_NO_DAY,
                "anonymised_on",
            ],
        )
        for model in _REMOVED:
            model._default_manager.filter(person_id__in=ids).delete()
        DistinctPair.objects.filter(Q(first_id__in=ids) | Q(second_id__in=ids)).delete()
        PairQuestion.objects.filter(Q(asks_id__in=ids) | Q(about_id__in=ids)).delete()
        levels = list(Qualification.objects.filter(person_id__in=ids))
        for level in levels:
            level.number = level.issued_by = ""
            level.issued_on = None if level.issued_on is None else date(level.issued_on.year, 1, 1)
        Qualification.objects.bulk_update(levels, ["number", "issued_by", "issued_on"])
        _forget(Merge.objects.filter(survivor_uuid__in=[row.uuid for row in rows], forgotten_at=None), now)
        journal.record_many(
            [
                journal.Change(
                    actor=actor,
                    verb="people.anonymise_person",
                    subject=row,
                    unit_code=codes.get(row.pk, ""),
                    after={"on": on.isoformat()},
                    at=now,
                )
                for row in rows
            ]
        )
        done += len(rows)
    return done


def _take_away(row: Person, on: date) -> None:
    row.full_name = ANONYMOUS
    row.name_folded, row.name_key = fold(ANONYMOUS), sort_key(ANONYMOUS)
    for name in _EMPTIED:
        setattr(row, name, "")
    for name in _NO_DAY:
        setattr(row, name, None)
    if row.birth_on is not None:
        row.birth_on, row.birth_precision = date(row.birth_on.year, 1, 1), BirthPrecision.YEAR
    if row.ethnicity and row.ethnicity.casefold() != MAJORITY.casefold():
        row.ethnicity = MINORITIES
    row.anonymised_on = on


@transaction.atomic
def forget_merges(*, before: datetime, now: datetime) -> int:
    """Empty what merges done before that moment kept, so that they can no longer be taken apart; returns how many. The caller journals it.

    The row stays: the merged record's address still leads to the survivor.
    """
    return _forget(Merge.objects.filter(merged_at__lt=before, forgotten_at=None), now)


def _forget(merges: QuerySet[Merge], now: datetime) -> int:
    return merges.update(kept=_FORGOTTEN, forgotten_at=now)


def journalled_under(people: Sequence[Person]) -> set[UUID]:
    """Uuids under which the journal tells of these people: their own, and those of records merged into them. A query for each 5,000."""
    uuids = {person.uuid for person in people}
    fresh = set(uuids)
    while fresh:
        found: set[UUID] = set()
        for part in batched(fresh):
            found |= set(
                Merge.objects.filter(survivor_uuid__in=part, undone_at=None).values_list("merged_uuid", flat=True)
            )
        fresh = found - uuids
        uuids |= fresh
    return uuids

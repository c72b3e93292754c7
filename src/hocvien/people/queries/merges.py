"""Reads of merges. One query each."""

from collections.abc import Iterable
from itertools import islice
from uuid import UUID

from django.db.models import QuerySet

from hocvien.people.errors import MergeNotFound
from hocvien.people.models import DistinctPair, Merge, PairQuestion, Person


def get_merge(uuid: UUID) -> Merge:
    """The merge; raises MergeNotFound."""
    merge = Merge.objects.select_related("merged_by").filter(uuid=uuid).first()
    if merge is None:
        raise MergeNotFound
    return merge


def list_merges(person: Person) -> list[Merge]:
    """Merges that made this record and can be undone, the newest first: the order in which they can be."""
    return list(merges_into(person))


def merges_into(person: Person) -> QuerySet[Merge]:
    """The same as rows."""
    rows = Merge.objects.select_related("merged_by")
    return rows.filter(survivor_uuid=person.uuid, undone_at__isnull=True, forgotten_at__isnull=True).order_by("-pk")


def list_distinct(person_ids: Iterable[int]) -> list[DistinctPair]:
    """Pairs noted as two people with one of these in them, with both records, the newest hundred first."""
    ids = set(person_ids)
    if not ids:
        return []
    rows = DistinctPair.objects.select_related("first", "second", "noted_by").order_by("-noted_at", "-pk")
    return list(islice((pair for pair in rows.iterator() if {pair.first_id, pair.second_id} & ids), 100))


def get_question(uuid: UUID) -> PairQuestion:
    """A question about a pair with both records; raises MergeNotFound."""
    question = PairQuestion.objects.select_related("asks", "about").filter(uuid=uuid).first()
    if question is None:
        raise MergeNotFound
    return question

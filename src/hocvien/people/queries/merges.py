"""Reads of merges. One query each."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from hocvien.people.errors import MergeNotFound
from hocvien.people.models import DistinctPair, Merge, PairQuestion, Person


def get_merge(uuid: UUID) -> Merge:
    """The merge; raises MergeNotFound."""
    merge = Merge.objects.select_related("merged_by").filter(uuid=uuid).first()
    if merge is None:
        raise MergeNotFound
    return merge


def list_merges(person: Person) -> list[Merge]:
    """Merges that made this record, not undone, the newest first: the order in which they can be undone."""
    return list(
        Merge.objects.select_related("merged_by")
        .filter(survivor_uuid=person.uuid, undone_at__isnull=True)
        .order_by("-pk")
    )


def distinct_pairs(person_ids: Iterable[int]) -> set[tuple[int, int]]:
    """(lower id, higher id) of pairs noted as two people, with one of these in them."""
    ids = list(person_ids)
    return set(
        DistinctPair.objects.filter(Q(first_id__in=ids) | Q(second_id__in=ids)).values_list("first_id", "second_id")
    )


def list_distinct(person: Person) -> list[DistinctPair]:
    """Pairs with this person that are noted as two people, newest first."""
    return list(
        DistinctPair.objects.filter(Q(first=person) | Q(second=person))
        .select_related("first", "second", "noted_by")
        .order_by("-noted_at", "-pk")
    )


def get_question(uuid: UUID) -> PairQuestion:
    """A question about a pair with both records; raises MergeNotFound."""
    question = PairQuestion.objects.select_related("asks", "about").filter(uuid=uuid).first()
    if question is None:
        raise MergeNotFound
    return question

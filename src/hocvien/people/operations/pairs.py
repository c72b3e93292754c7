"""What is noted of pairs of records: that they are two people, and questions to the unit that keeps the other record."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from hocvien.accounts.api import User
from hocvien.journal import api as journal
from hocvien.people.errors import MergeOfOne, PersonNotFound
from hocvien.people.models import DistinctPair, PairQuestion, Person
from hocvien.people.queries.persons import unit_codes_of


@transaction.atomic
def mark_distinct(*, actor: User | None, first: Person, second: Person, now: datetime) -> DistinctPair:
    """Two records are two people: the pair is not proposed again, and a question about it is answered. Twice is once."""
    low, high = _ordered(first, second)
    pair, is_new = DistinctPair.objects.get_or_create(
        first_id=low, second_id=high, defaults={"noted_by": actor, "noted_at": now}
    )
    if is_new:
        PairQuestion.objects.filter(Q(asks=first, about=second) | Q(asks=second, about=first)).delete()
        _record(actor, "people.mark_distinct", first, second)
    return pair


@transaction.atomic
def unmark_distinct(*, actor: User | None, first: Person, second: Person) -> None:
    """Take that back: the pair may be proposed again. Nothing happens when it was not noted."""
    low, high = _ordered(first, second)
    deleted, _rows = DistinctPair.objects.filter(first_id=low, second_id=high).delete()
    if deleted:
        _record(actor, "people.unmark_distinct", first, second)


@transaction.atomic
def ask_about_pair(*, actor: User | None, person: Person, other: Person, now: datetime) -> PairQuestion:
    """Ask those who keep the other record whether both are one person. Asked twice it is asked once."""
    _ordered(person, other)
    question, is_new = PairQuestion.objects.get_or_create(
        asks=person, about=other, defaults={"asked_by": actor, "asked_at": now}
    )
    if is_new:
        _record(actor, "people.ask_about_pair", person, other)
    return question


@transaction.atomic
def confirm_pair(*, actor: User | None, question: PairQuestion, now: datetime) -> None:
    """Answer that both records are one person: who sees both may merge them."""
    question = PairQuestion.objects.select_for_update().get(pk=question.pk)
    question.answer, question.answered_by, question.answered_at = "same", actor, now
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    _record(actor, "people.confirm_pair", question.about, question.asks)


def _ordered(first: Person, second: Person) -> tuple[int, int]:
    if first.pk == second.pk:
        raise MergeOfOne
    held = list(
        Person.objects.select_for_update()
        .filter(pk__in=[first.pk, second.pk])
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if len(held) < 2:
        raise PersonNotFound
    return held[0], held[1]


def _record(actor: User | None, verb: str, person: Person, other: Person) -> None:
    codes = unit_codes_of([person.pk])
    journal.record(
        actor=actor, verb=verb, subject=person, unit_code=codes.get(person.pk, ""), after={"other": str(other.uuid)}
    )

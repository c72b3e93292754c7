"""Whose record's term is over: decided in sets, from what the doors below say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Case, CharField, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy.models import DataRequest, RequestStatus, TermKey
from hocvien.privacy.queries.terms import over_since
from hocvien.records import api as records
from hocvien.sending import api as sending

_FAR = 9999
_DATED = (people.Belonging, people.Post, people.Management)


def people_due(actor: User | None, on: date) -> QuerySet[people.Person]:
    """People whose record's term is over and about whom nothing is open, where the actor may end the keeping; in name order.

    Each has `rule` and `last_unit_id`, the unit they belonged to last or that last sent them; who never had one is shown to who may do
    this everywhere. One query to read, some five to build. The rules:

    - person: no belonging, post, managing committee, class, sending out, paper or training later than the term ago;
    - candidate: took a course or holds a paper, was never admitted, belongs nowhere but to the cell that proposes, and the paper (without one
      the class) ended longer than its own term ago.

    Open is: on the list of a class that is not over, on the way to or in a class of others, a move that waits, a question about the record,
    a request, a paper that still stands.
    """
    gone, lapsed = over_since(TermKey.PERSON, on), over_since(TermKey.CANDIDATE, on)
    candidate = (
        Q(admitted_on=None)
        & Exists(_of(people.Belonging).filter(kind=people.BelongingKind.PROPOSING_CELL))
        & (Q(pk__in=_ids(classes.Participation)) | Q(pk__in=_ids(records.Certificate)))
        & _quiet_since(lapsed, beside=(people.BelongingKind.PROPOSING_CELL,))
    )
    somebody = Exists(_of(people.Belonging)) | Exists(_of(people.Post)) | Exists(_of(classes.Nomination))
    left_long_ago = Q(left_party_on=None) | Q(left_party_on__lte=gone)
    person = left_long_ago & _quiet_since(gone) & (somebody | Q(created_at__date__lte=gone))
    rows = people.people().filter(anonymised_on=None).filter(person | candidate).exclude(_open(on))
    rows = rows.annotate(
        rule=Case(When(person, then=Value("person")), default=Value("candidate"), output_field=CharField()),
        last_unit_id=_last_unit(),
    )
    if actor is None or _may_everywhere(actor, on):
        return rows
    return rows.filter(last_unit_id__in=access.unit_ids_for(actor, access.Permission.PRIVACY_RETAIN, on))


def last_days(person_ids: Iterable[int]) -> dict[int, date]:
    """Person id → the last day anything in the record speaks of; nine queries for any number."""
    ids = list(person_ids)
    found: dict[int, date] = {}

    def take(rows: Iterable[tuple[int, date | None]]) -> None:
        for pk, day in rows:
            if day is not None and day.year < _FAR and (pk not in found or found[pk] < day):
                found[pk] = day

    for model in _DATED:
        take(model._default_manager.filter(person_id__in=ids).values_list("person_id", "valid_to"))
        take(model._default_manager.filter(person_id__in=ids).values_list("person_id", "valid_from"))
    take(classes.Participation.objects.filter(person_id__in=ids).values_list("person_id", "training_class__closes_on"))
    papers = records.Certificate.objects.filter(person_id__in=ids)
    take(papers.values_list("person_id", "issued_on"))
    take(papers.values_list("person_id", "valid_until"))
    return found


def _quiet_since(day: date, beside: Iterable[str] = ()) -> Any:
    """Nothing in the record speaks of a later day; belongings of the kinds `beside` do not count."""
    belongings = _of(people.Belonging).filter(valid_to__gt=day).exclude(kind__in=list(beside))
    return (
        ~Exists(belongings)
        & ~Exists(_of(people.Post).filter(valid_to__gt=day))
        & ~Exists(_of(people.Management).filter(valid_to__gt=day))
        & ~Q(pk__in=classes.people_taught_since(day))
        & ~Q(pk__in=classes.people_judged_since(day))
        & ~Q(pk__in=sending.people_sent_since(day))
        & ~Exists(_of(records.Certificate).filter(Q(issued_on__gt=day) | Q(valid_until__gt=day)))
        & ~Exists(
            _of(records.ExternalTraining).filter(
                Q(finished_on__gt=day) | Q(issued_on__gt=day) | Q(recorded_at__date__gt=day, finished_on=None)
            )
        )
    )


def _open(on: date) -> Any:
    transfers = _of(people.TransferRequest).filter(status=people.TransferStatus.ASKED)
    questions = people.PairQuestion.objects.filter(answer="").filter(
        Q(asks_id=OuterRef("pk")) | Q(about_id=OuterRef("pk"))
    )
    requests = _of(DataRequest).filter(status=RequestStatus.WAITING)
    papers = _of(records.Certificate).filter(status=records.CertificateStatus.VALID, valid_until__gte=on)
    return (
        Q(pk__in=classes.people_with_open_class())
        | Q(pk__in=sending.people_on_their_way(on))
        | Exists(transfers)
        | Exists(questions)
        | Exists(requests)
        | Exists(papers)
    )


def _of(model: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.filter(person_id=OuterRef("pk"))
    return found


def _ids(model: Any) -> QuerySet[Any]:
    found: QuerySet[Any] = model._default_manager.order_by().values("person_id")
    return found


def _last_unit() -> Any:
    belonged = _of(people.Belonging).order_by("-valid_to", "-valid_from", "-pk").values("unit_id")[:1]
    sent = _of(classes.Nomination).order_by("-judged_on", "-pk").values("sending_unit_id")[:1]
    return Coalesce(Subquery(belonged), Subquery(sent), output_field=IntegerField())


def _may_everywhere(actor: User, on: date) -> bool:
    deep, _flat = access.granted_unit_ids(actor, access.Permission.PRIVACY_RETAIN, on)
    return set(org.children_ids_as_of(None, on)) <= set(deep)

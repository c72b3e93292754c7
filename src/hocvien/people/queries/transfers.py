"""Reads of requested moves. One query each."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Sum, When

from hocvien.org import api as org
from hocvien.people.data import TransferCounts
from hocvien.people.errors import TransferNotFound
from hocvien.people.models import Person, TransferRequest, TransferStatus

_HEIRS_NAMED = 8


def transfers(on: date) -> QuerySet[TransferRequest]:
    """All requests, newest first, with the person and the names both units have that day (`from_name`, `to_name`)."""
    return (
        TransferRequest.objects.select_related("person", "from_unit", "to_unit")
        .annotate(from_name=org.name_subquery("from_unit_id", on), to_name=org.name_subquery("to_unit_id", on))
        .order_by("-asked_at", "-pk")
    )


def transfers_between(*, sending: Any, receiving: Any, on: date) -> QuerySet[TransferRequest]:
    """Requests sent by units of `sending` or to units of `receiving` (lists or subqueries of ids).

    Each says whether it was sent (`is_ours_to_send`) and received (`is_ours_to_receive`) there.
    """
    ours, theirs = Q(from_unit_id__in=sending), Q(to_unit_id__in=receiving)
    return (
        transfers(on)
        .filter(ours | theirs)
        .annotate(
            is_ours_to_send=Exists(TransferRequest.objects.filter(ours, pk=OuterRef("pk"))),
            is_ours_to_receive=Exists(TransferRequest.objects.filter(theirs, pk=OuterRef("pk"))),
        )
    )


def count_transfers(*, sending: Any, receiving: Any, returned_since: date) -> TransferCounts:
    """How many wait for an answer here, wait for another unit's, or came back since that day and were not asked again."""
    asked, ours = Q(status=TransferStatus.ASKED), Q(from_unit_id__in=sending)
    to_accept = asked & Q(to_unit_id__in=receiving)
    again = TransferRequest.objects.filter(person=OuterRef("person"), asked_at__gt=OuterRef("decided_at"))
    returned = ours & Q(~Exists(again), status=TransferStatus.RETURNED, decided_at__date__gte=returned_since)
    counts = TransferRequest.objects.filter(status__in=[TransferStatus.ASKED, TransferStatus.RETURNED]).aggregate(
        to_accept=_number(to_accept), sent=_number(asked & ours & ~to_accept), returned=_number(returned)
    )
    return TransferCounts(**counts)


def _number(condition: Q) -> Sum:
    return Sum(Case(When(condition, then=1), default=0, output_field=IntegerField()), default=0)


def get_transfer(uuid: UUID, on: date) -> TransferRequest:
    """The request with its person and units; raises TransferNotFound."""
    found = transfers(on).filter(uuid=uuid).first()
    if found is None:
        raise TransferNotFound
    return found


def open_transfer_of(person: Person, on: date) -> TransferRequest | None:
    """The person's request that waits for an answer, or None."""
    return open_transfers_of(person, on).first()


def open_transfers_of(person: Person, on: date) -> QuerySet[TransferRequest]:
    """The same as rows, of which there is at most one."""
    return transfers(on).filter(person=person, status=TransferStatus.ASKED)


def heirs_of_receiving(request: TransferRequest) -> list[str]:
    """Names of the units that go on with the work of a receiving unit that ended; at most eight. Two queries."""
    ended = request.to_unit.valid_to
    heirs = org.units_after([request.to_unit_id], on=ended)[:_HEIRS_NAMED]
    labels = org.labels_as_of(heirs, ended)
    return [labels[pk].name for pk in heirs if pk in labels]

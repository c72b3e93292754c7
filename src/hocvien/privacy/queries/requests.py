"""Reads: looks, and what people ask about their own data."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.org import api as org
from hocvien.people import api as people
from hocvien.privacy.errors import RequestNotFound
from hocvien.privacy.models import DataRequest, Look, RequestStatus


def looks_at(person: people.Person) -> QuerySet[Look]:
    """Who looked at this record, newest first."""
    return Look.objects.filter(person=person).select_related("user").order_by("-at", "-pk")


def looks_visible_to(actor: User | None, on: date) -> QuerySet[Look]:
    """Who looked at records of people whose journal the actor reads, newest first."""
    seen = access.people_visible_to(actor, on, access.Permission.JOURNAL_VIEW).order_by().values("pk")
    return Look.objects.filter(person_id__in=seen).select_related("user", "person").order_by("-at", "-pk")


def requests_of(person: people.Person) -> QuerySet[DataRequest]:
    """What this person asked so far, newest first."""
    return (
        DataRequest.objects.filter(person=person)
        .select_related("unit", "recorded_by", "answered_by")
        .order_by("-asked_on", "-pk")
    )


def second_hands(request: DataRequest, on: date) -> list[User]:
    """Accounts other than who recorded it that may answer the request, by name; a correction waits for one of them."""
    line = [request.unit_id, *org.ancestor_ids_as_of(request.unit_id, on)]
    ids = set(access.user_ids_with(access.Permission.PRIVACY_ANSWER, line, on)) - {request.recorded_by_id}
    found = User.objects.filter(pk__in=ids, is_active=True).order_by("full_name", "username")
    return [user for user in found if access.can(user, access.Permission.PRIVACY_ANSWER, request.unit_id, on)]


def requests_visible_to(actor: User | None, on: date) -> QuerySet[DataRequest]:
    """Requests that units answer where the actor may answer, those that wait first."""
    units = access.unit_ids_for(actor, access.Permission.PRIVACY_ANSWER, on)
    rows = DataRequest.objects.filter(unit_id__in=units).select_related("person", "unit", "recorded_by", "answered_by")
    return rows.order_by("-status", "due_on", "pk")


def count_waiting(
    actor: User | None, on: date, within: Iterable[int] | QuerySet | None = None
) -> tuple[int, date | None]:
    """(how many wait for the actor's answer, the earliest day they are due); one query."""
    rows = requests_visible_to(actor, on).filter(status=RequestStatus.WAITING)
    if within is not None:
        rows = rows.filter(unit_id__in=within)
    days = list(rows.order_by("due_on").values_list("due_on", flat=True))
    return len(days), days[0] if days else None


def get_request_for(actor: User | None, uuid: UUID, on: date) -> DataRequest:
    """The request, if the actor may answer it; raises RequestNotFound."""
    found = requests_visible_to(actor, on).filter(uuid=uuid).first()
    if found is None:
        raise RequestNotFound
    return found


def answering_unit(person: people.Person, on: date) -> org.Unit | None:
    """The unit a person mainly belongs to that day, which answers what they ask; else None."""
    unit_id = people.main_unit_ids([person.pk], on).get(person.pk)
    return None if unit_id is None else org.Unit.objects.filter(pk=unit_id).first()

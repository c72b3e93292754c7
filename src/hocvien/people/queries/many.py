"""Who cannot be given something that many are given at once, and why. A few queries for any number of people."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from hocvien.common.batched import batched
from hocvien.common.intervals import OPEN_END
from hocvien.common.wording import say
from hocvien.people.arithmetic import membership_as_of
from hocvien.people.data import NewLeave, NewManagement, NewMove, NewRating, Reason, SetWork
from hocvien.people.models import (
    Belonging,
    BelongingKind,
    Leave,
    LeaveKind,
    Management,
    Person,
    Rating,
    RatingGrade,
    RatingKind,
    TransferRequest,
    TransferStatus,
)
from hocvien.people.wording import LEFT_OUT

_CHOICES: dict[str, Any] = {"grade": RatingGrade, "kind": LeaveKind}


def why_left_out(work: SetWork, person_ids: Iterable[int]) -> dict[int, Reason]:
    """Person id → why this cannot be done to them, of those to whom it cannot. Two or three queries for each 5,000."""
    found: dict[int, Reason] = {}
    for part in batched(person_ids):
        known = set(Person.objects.filter(pk__in=part).values_list("pk", flat=True))
        found |= {pk: ("gone", {}) for pk in part if pk not in known}
        found |= _why(work, part)
    return found


def say_left_out(code: str, data: Mapping[str, Any]) -> str:
    """The reason in the reader's language."""
    told: dict[str, Any] = dict(data)
    for key, choices in _CHOICES.items():
        if key in told:
            told[key] = str(choices(told[key]).label)
    if "day" in told:
        told["day"] = date.fromisoformat(told["day"])
    return say(LEFT_OUT[code], **told)


def _why(work: SetWork, ids: list[int]) -> dict[int, Reason]:
    if isinstance(work, NewRating):
        return _why_not_rated(work, ids)
    if isinstance(work, NewLeave):
        return _why_not_on_leave(work, ids)
    if isinstance(work, NewManagement):
        return _why_not_managed(work, ids)
    return _why_not_moved(work, ids)


def _why_not_rated(work: NewRating, ids: list[int]) -> dict[int, Reason]:
    found: dict[int, Reason] = {}
    if work.kind == RatingKind.PARTY_MEMBER:
        end = date(work.year, 12, 31)
        days = Person.objects.filter(pk__in=ids).values_list("pk", "admitted_on", "official_on", "left_party_on")
        for pk, admitted_on, official_on, left_on in days:
            if membership_as_of(admitted_on, official_on, left_on, end) == "none":
                found[pk] = ("not_member", {"year": work.year})
    rated = Rating.objects.filter(person_id__in=ids, year=work.year, kind=work.kind).values_list("person_id", "grade")
    return found | {pk: ("rated", {"year": work.year, "grade": grade}) for pk, grade in rated}


def _why_not_managed(work: NewManagement, ids: list[int]) -> dict[int, Reason]:
    found: dict[int, Reason] = {}
    end = work.valid_to or OPEN_END
    rows = Management.objects.filter(person_id__in=ids, valid_to__gt=work.valid_from, valid_from__lt=end)
    for pk, unit_id, valid_from in rows.values_list("person_id", "unit_id", "valid_from").order_by("valid_from"):
        if valid_from >= work.valid_from:
            found[pk] = ("managed_later", {"day": valid_from.isoformat()})
        elif unit_id == work.unit_id:
            found[pk] = ("managed_there", {})
    return found


def _why_not_on_leave(work: NewLeave, ids: list[int]) -> dict[int, Reason]:
    rows = Leave.objects.filter(
        person_id__in=ids, valid_to__gt=work.valid_from, valid_from__lt=work.valid_to or OPEN_END
    )
    return {
        pk: ("on_leave", {"kind": kind, "day": valid_from.isoformat()})
        for pk, kind, valid_from in rows.values_list("person_id", "kind", "valid_from").order_by("-valid_from")
    }


def _why_not_moved(work: NewMove, ids: list[int]) -> dict[int, Reason]:
    cells = Belonging.objects.filter(
        Q(valid_to__gt=work.on), person_id__in=ids, kind=BelongingKind.OFFICIAL_CELL
    ).values_list("person_id", "unit_id", "valid_from")
    found: dict[int, Reason] = {}
    for pk, unit_id, valid_from in cells.order_by("valid_from"):
        if valid_from <= work.on and unit_id == work.unit_id:
            found[pk] = ("there_already", {})
        elif valid_from > work.on or (work.is_at_once and valid_from == work.on):
            # who came on that very day would lose that cell without a trace
            found[pk] = ("cell_later", {"day": valid_from.isoformat()})
    asked = TransferRequest.objects.filter(person_id__in=ids, status=TransferStatus.ASKED)
    return found | {pk: ("asked_already", {}) for pk in asked.values_list("person_id", flat=True)}

"""Decisions that give a unit the authority to open classes of a programme, and their end with the unit."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue.errors import AuthorityOutsideLife, AuthorityOverlaps
from hocvien.catalogue.models import EndedAuthority, OpeningAuthority, Programme
from hocvien.common.batched import batched
from hocvien.common.intervals import OPEN_END, Interval
from hocvien.common.text import clean_name
from hocvien.journal import api as journal
from hocvien.org import api as org

_BATCH = 500
EDITABLE = ("includes_below", "number", "decided_on", "decided_by", "valid_from", "valid_to")


@transaction.atomic
def record_authority(
    *,
    actor: User | None,
    unit: org.Unit,
    programmes: Sequence[Programme],
    number: str,
    decided_on: date,
    decided_by: str,
    valid_from: date,
    valid_to: date = OPEN_END,
    includes_below: bool = False,
    today: date,
) -> list[OpeningAuthority]:
    """Record a decision for one or several programmes; what was in force for them ends where it begins.

    Raises NotAllowed, AuthorityOutsideLife, AuthorityOverlaps, DomainError interval_upside_down, ValidationError. Four queries a programme.
    """
    access.require(actor, access.Permission.UNIT_EDIT, unit, today)
    org.Unit.objects.select_for_update().get(pk=unit.pk)
    made = []
    for programme in programmes:
        row = OpeningAuthority(
            unit=unit,
            programme=programme,
            includes_below=includes_below,
            number=clean_name(number),
            decided_on=decided_on,
            decided_by=clean_name(decided_by),
            valid_from=valid_from,
            valid_to=min(valid_to, unit.valid_to),
        )
        _check(row, may_end_earlier=True)
        row.full_clean()
        row.save()
        made.append(row)
    journal.record_many([_change("catalogue.record_authority", actor, row, after=_told(row)) for row in made])
    return made


@transaction.atomic
def update_authority(
    *, actor: User | None, authority: OpeningAuthority, changes: dict[str, Any], today: date
) -> OpeningAuthority:
    """Set right, or end, a decision (fields of EDITABLE). Raises as `record_authority`."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    access.require(actor, access.Permission.UNIT_EDIT, authority.unit, today)
    org.Unit.objects.select_for_update().get(pk=authority.unit_id)
    row = OpeningAuthority.objects.select_related("unit", "programme").get(pk=authority.pk)
    before = _told(row)
    for key, value in changes.items():
        setattr(row, key, clean_name(value) if isinstance(value, str) else value)
    row.valid_to = min(row.valid_to, row.unit.valid_to)
    _check(row, may_end_earlier=False)
    row.full_clean()
    row.save()
    journal.record_many([_change("catalogue.update_authority", actor, row, before=before, after=_told(row))])
    return row


@transaction.atomic
def remove_authority(*, actor: User | None, authority: OpeningAuthority, today: date) -> None:
    """Take away what was recorded by mistake; classes opened meanwhile keep what they were opened by. Raises NotAllowed."""
    access.require(actor, access.Permission.UNIT_EDIT, authority.unit, today)
    journal.record_many([_change("catalogue.remove_authority", actor, authority, before=_told(authority))])
    authority.delete()


def end_authorities_of_ended_units(key: str, carries: Sequence[org.Carry], on: date) -> int:
    """End every authority of units that end that day; no heir gets it: rights never widen by a reorganisation. Returns how many.

    In the reorganisation's transaction; a few queries for every 500 units.
    """
    ended: list[OpeningAuthority] = []
    for ids in batched(sorted({one.from_id for one in carries}), _BATCH):
        rows = OpeningAuthority.objects.filter(unit_id__in=ids, unit__valid_to__lte=on, valid_to__gt=on)
        ended += rows.select_related("unit", "programme")
    kept = [EndedAuthority(key=key, was=_whole(row)) for row in ended] if key else []
    EndedAuthority.objects.bulk_create(kept, batch_size=_BATCH)
    for part in batched([row.pk for row in ended], _BATCH):
        rows = OpeningAuthority.objects.filter(pk__in=part)
        rows.filter(valid_from__gte=on).delete()
        rows.filter(valid_from__lt=on).update(valid_to=on)
    journal.record_many(
        [
            _change("catalogue.end_authority", None, row, before=_told(row), after={"valid_to": on.isoformat()})
            for row in ended
        ]
    )
    return len(ended)


def give_back_authorities(key: str) -> None:
    """Undo `end_authorities_of_ended_units`."""
    kept = [note.was for note in EndedAuthority.objects.filter(key=key).order_by("pk")]
    for part in batched([was["id"] for was in kept], _BATCH):
        OpeningAuthority.objects.filter(pk__in=part).delete()
    days = ("decided_on", "valid_from", "valid_to")
    OpeningAuthority.objects.bulk_create(
        [OpeningAuthority(**{**was, **{key: date.fromisoformat(was[key]) for key in days}}) for was in kept],
        batch_size=_BATCH,
    )
    for part in batched([was["id"] for was in kept], _BATCH):
        back = OpeningAuthority.objects.filter(pk__in=part).select_related("unit", "programme")
        journal.record_many([_change("catalogue.give_back_authority", None, row, after=_told(row)) for row in back])
    EndedAuthority.objects.filter(key=key).delete()


def count_authorities_there(unit_ids: Sequence[int], on: date) -> int:
    """Authorities in force that day at these units."""
    return sum(
        OpeningAuthority.objects.filter(unit_id__in=ids, valid_from__lte=on, valid_to__gt=on).count()
        for ids in batched(unit_ids, _BATCH)
    )


def count_authorities_ever_there(unit_ids: Sequence[int]) -> int:
    """Authorities ever recorded for these units."""
    return sum(OpeningAuthority.objects.filter(unit_id__in=ids).count() for ids in batched(unit_ids, _BATCH))


def _check(row: OpeningAuthority, *, may_end_earlier: bool) -> None:
    Interval(row.valid_from, row.valid_to)
    if row.valid_from < row.unit.valid_from:
        raise AuthorityOutsideLife(org.label_as_of(row.unit_id, row.valid_from).name, row.valid_from)
    same = OpeningAuthority.objects.filter(unit=row.unit, programme=row.programme).exclude(pk=row.pk)
    for other in same.filter(valid_from__lt=row.valid_to, valid_to__gt=row.valid_from):
        if not may_end_earlier or not other.valid_from < row.valid_from < other.valid_to <= row.valid_to:
            raise AuthorityOverlaps(row.programme.name, other.number, other.valid_from, other.valid_to)
        other.valid_to = row.valid_from
        other.save(update_fields=["valid_to"])


def _told(row: OpeningAuthority) -> dict[str, Any]:
    return {
        "programme": row.programme.code,
        "includes_below": row.includes_below,
        "number": row.number,
        "decided_on": row.decided_on.isoformat(),
        "decided_by": row.decided_by,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat(),
    }


def _whole(row: OpeningAuthority) -> dict[str, Any]:
    """Every column as JSON holds it."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return {
        key: value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, UUID) else value
        for key, value in values.items()
    }


def _change(
    verb: str,
    actor: User | None,
    row: OpeningAuthority,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> journal.Change:
    return journal.Change(
        actor=actor, verb=verb, subject=row, unit_code=row.unit.code, before=before or {}, after=after or {}
    )

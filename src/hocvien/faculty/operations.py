"""Writes of lecturers."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.catalogue import api as catalogue
from hocvien.common.text import clean_name, fold, sort_key
from hocvien.faculty.errors import LecturerExists, ProgrammeUnknown
from hocvien.faculty.models import Lecturer
from hocvien.journal import api as journal
from hocvien.org import api as org

EDITABLE = ("full_name", "kind", "title", "workplace", "phone", "is_active", "programme_codes")


@transaction.atomic
def add_lecturer(
    *,
    actor: User | None,
    unit: org.Unit,
    full_name: str,
    kind: str,
    title: str = "",
    workplace: str = "",
    phone: str = "",
    programme_codes: Iterable[str] = (),
    is_generated: bool = False,
    today: date | None = None,
) -> Lecturer:
    """Record a lecturer kept by a unit. An actor needs lecturer.edit there `today`, which only the console may leave out.

    Raises NotAllowed, LecturerExists, ProgrammeUnknown, ValidationError.
    """
    _require(actor, unit, today)
    lecturer = Lecturer(
        unit=unit,
        full_name=full_name,
        kind=kind,
        title=clean_name(title),
        workplace=clean_name(workplace),
        phone=phone.strip(),
        is_generated=is_generated,
    )
    _check(lecturer)
    programmes = _programmes(programme_codes)
    lecturer.save()
    lecturer.programmes.set(programmes)
    journal.record(
        actor=actor,
        verb="faculty.add_lecturer",
        subject=lecturer,
        unit_code=unit.code,
        after=_journalled(lecturer, programmes),
    )
    return lecturer


@transaction.atomic
def update_lecturer(
    *, actor: User | None, lecturer: Lecturer, changes: Mapping[str, Any], today: date | None = None
) -> Lecturer:
    """Change fields of EDITABLE; only what differs is written and journalled. Raises as `add_lecturer`."""
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        message = f"not editable: {sorted(unknown)}"
        raise ValueError(message)
    _require(actor, lecturer.unit, today)
    row = Lecturer.objects.select_for_update().get(pk=lecturer.pk)
    had = list(row.programmes.order_by("code"))
    before = _journalled(row, had)
    for key in set(changes) - {"programme_codes"}:
        value = changes[key]
        setattr(row, key, clean_name(value) if isinstance(value, str) and key != "kind" else value)
    programmes = _programmes(changes["programme_codes"]) if "programme_codes" in changes else had
    _check(row)
    after = _journalled(row, programmes)
    changed = [key for key in after if before[key] != after[key]]
    if not changed:
        return row
    row.save()
    row.programmes.set(programmes)
    journal.record(
        actor=actor,
        verb="faculty.update_lecturer",
        subject=row,
        unit_code=row.unit.code,
        before={key: before[key] for key in changed},
        after={key: after[key] for key in changed},
    )
    return row


@transaction.atomic
def clear_contacts(*, actor: User | None, lecturer_ids: Iterable[int], now: datetime) -> int:
    """Take the telephone and workplace of lecturers who no longer teach; their names stay with what they taught. Returns how many.

    Nobody who teaches is touched. Four queries.
    """
    rows = Lecturer.objects.select_for_update().filter(pk__in=list(lecturer_ids), is_active=False)
    gone = list(rows.exclude(phone="", workplace="").select_related(None).order_by("pk"))
    codes = org.codes_by_id({row.unit_id for row in gone})
    journal.erase_details(subject_uuids=[row.uuid for row in gone])
    for row in gone:
        row.phone = row.workplace = ""
    Lecturer.objects.bulk_update(gone, ["phone", "workplace"], batch_size=500)
    journal.record_many(
        [
            journal.Change(
                actor=actor, verb="faculty.clear_contacts", subject=row, unit_code=codes[row.unit_id], after={}, at=now
            )
            for row in gone
        ]
    )
    return len(gone)


def _require(actor: User | None, unit: org.Unit, today: date | None) -> None:
    if actor is None:
        return
    if today is None:
        message = "An actor's permission is asked for a day."
        raise ValueError(message)
    access.require(actor, access.Permission.LECTURER_EDIT, unit, today)


def _check(lecturer: Lecturer) -> None:
    lecturer.full_name = clean_name(lecturer.full_name)
    lecturer.name_folded = fold(lecturer.full_name)
    lecturer.name_key = sort_key(lecturer.full_name)
    lecturer.full_clean()
    twin = Lecturer.objects.filter(
        unit_id=lecturer.unit_id,
        name_folded=lecturer.name_folded,
        full_name=lecturer.full_name,
        workplace=lecturer.workplace,
    ).exclude(pk=lecturer.pk)
    if twin.exists():
        raise LecturerExists(lecturer.full_name, lecturer.unit.code)


def _programmes(codes: Iterable[str]) -> list[catalogue.Programme]:
    wanted = set(codes)
    found = list(catalogue.list_programmes().filter(code__in=wanted).order_by("code"))
    missing = wanted - {programme.code for programme in found}
    if missing:
        raise ProgrammeUnknown(", ".join(sorted(missing)))
    return found


def _journalled(lecturer: Lecturer, programmes: Iterable[catalogue.Programme]) -> dict[str, Any]:
    return {
        "full_name": lecturer.full_name,
        "kind": lecturer.kind,
        "title": lecturer.title,
        "workplace": lecturer.workplace,
        "phone": lecturer.phone,
        "is_active": lecturer.is_active,
        "programme_codes": [programme.code for programme in programmes],
    }

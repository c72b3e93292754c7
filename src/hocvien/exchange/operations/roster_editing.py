"""What a clerk says of a kept roster: cells, who is who, columns, unit, who is absent. No record changes here."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.exchange.models import (
    ColumnMemory,
    Decision,
    RosterDecision,
    RosterEdit,
    RosterFile,
    RosterPart,
    StoredRoster,
)
from hocvien.exchange.operations.roster_keeping import header_key, plan_again, plan_parts_again
from hocvien.exchange.operations.roster_kept import cell_text, find_roster, letters_of, lock_ready, row_of
from hocvien.exchange.operations.roster_reading import read_roster
from hocvien.org import api as org

_BATCH = 500


def edit_cells(*, actor: User | None, roster: StoredRoster, cells: Mapping[str, str], on: date, now: datetime) -> int:
    """Write other texts into cells ("0!B5" → text) and plan the parts they stand in again; how many differ from before.

    The file stays as it came. Raises RosterPlanGone, RosterBusy. A fixed number of queries for each part touched.
    """
    with transaction.atomic():
        stored = lock_ready(actor, roster.uuid)
        known = dict(stored.edits.values_list("cell", "after"))
        rows: dict[str, tuple[int, Sequence[Any]]] = {}
        letters = [{"@", *(column["letter"] for column in sheet["columns"])} for sheet in stored.layout["sheets"]]
        wanted = {row_of(cell) for cell in cells}
        for part in RosterPart.objects.filter(roster=stored, executed_at=None).iterator():
            for row in part.rows:
                if f"{row[0]}!{row[1]}" in wanted:
                    rows[f"{row[0]}!{row[1]}"] = (part.number, row)
        made = []
        for cell, text in cells.items():
            place = rows.get(row_of(cell))
            if place is None or letters_of(cell) not in letters[place[1][0]]:
                continue
            number, row = place
            before = cell_text(row, letters_of(cell))
            after = text.strip()[:500]
            if after == known.get(cell, before):
                continue
            made.append(
                RosterEdit(roster=stored, part=number, cell=cell, before=before[:500], after=after, by=actor, at=now)
            )
        RosterEdit.objects.bulk_create(
            made,
            update_conflicts=True,
            unique_fields=["roster", "cell"],
            update_fields=["after", "by", "at"],
            batch_size=_BATCH,
        )
    if made:
        plan_parts_again(actor, roster, {edit.part for edit in made}, on, now)
    return len(made)


def decide_rows(
    *,
    actor: User | None,
    roster: StoredRoster,
    choices: Mapping[str, tuple[str, UUID | None]],
    on: date,
    now: datetime,
) -> int:
    """Say of rows ("0!5") who they are: (same, person), (another, None) or (skip, None); ("", None) takes it back. How many were said.

    Raises RosterPlanGone, RosterBusy. A fixed number of queries for each part touched.
    """
    with transaction.atomic():
        stored = lock_ready(actor, roster.uuid)
        parts: dict[str, int] = {}
        for part in RosterPart.objects.filter(roster=stored, executed_at=None).iterator():
            parts |= {key: part.number for row in part.rows if (key := f"{row[0]}!{row[1]}") in choices}
        RosterDecision.objects.filter(roster=stored, row__in=[row for row in choices if row in parts]).delete()
        RosterDecision.objects.bulk_create(
            [
                RosterDecision(roster=stored, part=parts[row], row=row, choice=choice, person=person, by=actor, at=now)
                for row, (choice, person) in choices.items()
                if row in parts and choice in Decision.values
            ],
            batch_size=_BATCH,
        )
    if parts:
        plan_parts_again(actor, roster, set(parts.values()), on, now)
    return len(parts)


def choose_absent(*, actor: User | None, roster: StoredRoster, people: Iterable[UUID]) -> None:
    """Say whose belonging ends although the file does not name them; none by default. Two queries."""
    with transaction.atomic():
        stored = lock_ready(actor, roster.uuid)
        stored.absent = sorted(str(uuid) for uuid in people)
        stored.save(update_fields=["absent"])


def take_columns(
    *,
    actor: User | None,
    roster: StoredRoster,
    columns: Mapping[str, Mapping[str, str]],
    on: date,
    now: datetime,
) -> None:
    """Read the file again with these columns (sheet → letter → role, "-" for not read), and remember for the office what differs.

    What was edited and decided is forgotten: it stood in rows that may be others now. Raises RosterUnreadable, RosterBusy.
    """
    stored = find_roster(actor, roster.uuid)
    content = bytes(RosterFile.objects.values_list("content", flat=True).get(roster=stored))
    read = read_roster(content, stored.filename, columns=columns)
    parts = list(read.parts)
    with transaction.atomic():
        stored = lock_ready(actor, roster.uuid)
        _remember(actor, stored, columns, on, now)
        stored.edits.all().delete()
        stored.decisions.all().delete()
        stored.parts.all().delete()
        RosterPart.objects.bulk_create(
            [RosterPart(roster=stored, number=number, rows=part.rows) for number, part in enumerate(parts)],
            batch_size=20,
        )
        stored.layout, stored.counts = read.layout, {"rows": sum(len(part.rows) for part in parts)}
        stored.save(update_fields=["layout", "counts"])
    plan_again(actor=actor, roster=roster, on=on, now=now)


def _remember(
    actor: User | None, stored: StoredRoster, columns: Mapping[str, Mapping[str, str]], on: date, now: datetime
) -> None:
    office = _office(actor, stored.unit, on)
    headers = {
        (sheet["name"], column["letter"]): header_key(column["header"])
        for sheet in stored.layout["sheets"]
        for column in sheet["columns"]
    }
    roles_now = {
        (sheet["name"], column["letter"]): column["role"] or "-"
        for sheet in stored.layout["sheets"]
        for column in sheet["columns"]
    }
    told = {
        headers[sheet, letter]: field
        for sheet, fields in columns.items()
        for letter, field in fields.items()
        if headers.get((sheet, letter)) and field != roles_now[sheet, letter]
    }
    ColumnMemory.objects.bulk_create(
        [ColumnMemory(unit_id=office, header=header, field=field, by=actor, at=now) for header, field in told.items()],
        update_conflicts=True,
        unique_fields=["unit", "header"],
        update_fields=["field", "by", "at"],
    )


def _office(actor: User | None, unit: org.Unit, on: date) -> int:
    """The unit an import is done from: where the actor holds the permission, nearest above the roster's unit; else that unit."""
    if actor is None:
        return unit.pk
    line = set(org.ancestor_ids_as_of(unit.pk, on)) | {unit.pk}
    held = [
        grant.unit_id
        for grant in access.known_grants(actor, on)
        if access.Permission.ROSTER_IMPORT in grant.permissions and grant.unit_id in line
    ]
    return held[-1] if held else unit.pk


def change_unit(*, actor: User | None, roster: StoredRoster, unit: org.Unit, on: date, now: datetime) -> None:
    """Say that the people belong to another unit, and plan again. Raises NotAllowed, RosterBusy."""
    access.require(actor, access.Permission.ROSTER_IMPORT, unit, on)
    with transaction.atomic():
        stored = lock_ready(actor, roster.uuid)
        stored.unit, stored.absent = unit, []
        stored.save(update_fields=["unit", "absent"])
    plan_again(actor=actor, roster=roster, on=on, now=now)


def forget_roster(*, actor: User | None, roster: StoredRoster) -> None:
    """Throw away a roster that was not written. Raises RosterBusy."""
    with transaction.atomic():
        lock_ready(actor, roster.uuid).delete()

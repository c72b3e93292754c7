"""Keeping a roster in parts and planning them, so that the screens can show what it would do. No record changes here.

Lock order: the roster, its unit, its part; then whatever the doors of people lock, and the journal's head last.
"""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.memory import collection_paused
from hocvien.common.text import fold
from hocvien.exchange.constants import INLINE_ROWS, KEPT_DAYS
from hocvien.exchange.data import PlannedPart, RosterRow
from hocvien.exchange.errors import RosterBusy
from hocvien.exchange.models import (
    ColumnMemory,
    Decision,
    RosterFile,
    RosterPart,
    RosterState,
    StoredRoster,
)
from hocvien.exchange.operations.roster_kept import CellTexts, find_roster, lock_roster, part_numbers
from hocvien.exchange.operations.roster_planning import RosterPlanner
from hocvien.exchange.operations.roster_reading import ReadRoster, read_roster
from hocvien.exchange.operations.roster_units import RosterUnits
from hocvien.jobs import api as jobs
from hocvien.org import api as org

ACTIONS = ("create", "update", "unchanged", "duplicate", "problem", "skip")
# rows that are not written until somebody has put them right or decided
HELD = ("problem", "duplicate")
_ANEW = ("plan", "repeated", "counts", "found")
_PLANNED = (*_ANEW, "read")


def keep_roster(
    *,
    actor: User | None,
    content: bytes,
    filename: str,
    unit: org.Unit,
    on: date,
    now: datetime,
    at_once: bool = False,
) -> StoredRoster:
    """Read a file and keep its rows, planned: at once when they are few or with `at_once`, else as a job.

    Raises RosterUnreadable, NotAllowed. A child process of some seconds, whose rows are kept and planned while it reads on; a few
    queries for each 1,000 rows. Not journalled: nothing of anybody's changes.
    """
    access.require(actor, access.Permission.ROSTER_IMPORT, unit, on)
    _sweep(now)
    units = RosterUnits(actor, unit, on)
    read = _read(content, filename, _remembered(unit, on), units)
    stored = StoredRoster.objects.create(
        owner=actor, unit=unit, filename=filename[:200], on=on, created_at=now, layout=read.layout
    )
    planner = RosterPlanner(layout=read.layout, units=units)
    is_planned = at_once or sum(sheet["rows"] for sheet in read.layout["sheets"]) <= INLINE_ROWS
    _keep_rows(stored, content, read, planner, is_planned=is_planned)
    if is_planned:
        _planned(actor, stored.uuid, now)
        stored.refresh_from_db()
    else:
        plan_again(actor=actor, roster=stored, on=on, now=now)
    return stored


def _sweep(now: datetime) -> None:
    """What nobody executed is forgotten after a month, what was not even read to its end after a day. Executed ones stay: they can be taken back."""
    StoredRoster.objects.filter(
        state__in=(RosterState.READY, RosterState.READING), created_at__lt=now - timedelta(days=KEPT_DAYS)
    ).delete()
    StoredRoster.objects.filter(state=RosterState.READING, job=None, created_at__lt=now - timedelta(days=1)).delete()


def _read(content: bytes, filename: str, remembered: Mapping[str, str], units: RosterUnits) -> ReadRoster:
    """Read; when the office told us the meaning of some headers, read again with that."""
    read = read_roster(content, filename, reading=units.reading)
    columns: dict[str, dict[str, str]] = {}
    for sheet in read.layout["sheets"]:
        for column in sheet["columns"]:
            role = remembered.get(header_key(column["header"]))
            if role is not None and role != (column["role"] or "-"):
                columns.setdefault(sheet["name"], {})[column["letter"]] = role
    return read_roster(content, filename, columns=columns, reading=units.reading) if columns else read


def _keep_rows(
    stored: StoredRoster, content: bytes, read: ReadRoster, planner: RosterPlanner, *, is_planned: bool
) -> None:
    """A transaction a part, not one for all: reading takes seconds, and SQLite has one writer."""
    try:
        rows = 0
        for number, one in enumerate(read.parts):
            rows += len(one.rows)
            part = RosterPart(roster=stored, number=number, rows=one.rows)
            if is_planned:
                with collection_paused():
                    planned = planner.plan_part(one.rows, known=one.reads)
                    keep_plan(stored, part, planned)
                    _keep_read(planner, part, planned.reads)
            else:
                _keep_read(planner, part, one.reads)
            part.save(force_insert=True)
        stored.layout, stored.counts = read.layout, {"rows": rows}
        with transaction.atomic():
            stored.save(update_fields=["layout", "counts"])
            RosterFile.objects.update_or_create(roster=stored, defaults={"content": content})
    except BaseException:
        stored.delete()
        raise


def header_key(header: str) -> str:
    """A header by which an office is remembered: without marks, case and spaces."""
    return fold(header).replace(" ", "")[:200]


def _remembered(unit: org.Unit, on: date) -> dict[str, str]:
    """Header → field as told by the office, or by one above it; the nearest counts. Two queries."""
    line = org.ancestor_ids_as_of(unit.pk, on)
    near = {pk: place for place, pk in enumerate([*(pk for pk in line if pk != unit.pk), unit.pk])}
    rows = ColumnMemory.objects.filter(unit_id__in=near).values_list("unit_id", "header", "field")
    return {header: field for _unit, header, field in sorted(rows, key=lambda row: near[row[0]])}


# --- planning -----------------------------------------------------------------------------------------------------------


def plan_again(*, actor: User | None, roster: StoredRoster, on: date, now: datetime, at_once: bool = False) -> None:
    """Plan all parts anew: at once when they are few or with `at_once`, else as a job. RosterBusy while it is being written."""
    with transaction.atomic():
        stored = lock_roster(actor, roster.uuid)
        if stored.state not in {RosterState.READING, RosterState.READY}:
            raise RosterBusy
        many = not at_once and stored.counts.get("rows", 0) > INLINE_ROWS
        stored.state, stored.planned_at = RosterState.READING, None
        # saved first: where jobs are done at once, the job goes on from here
        stored.save(update_fields=["state", "planned_at"])
        if many:
            stored.job = jobs.enqueue(
                task="exchange.plan_roster",
                arguments={"roster": str(stored.uuid), "on": on.isoformat()},
                owner=actor,
                label=stored.filename,
                now=now,
                total=stored.counts["rows"],
            )
            stored.save(update_fields=["job"])
    if not many:
        plan_parts(actor=actor, uuid=roster.uuid, on=on, now=now)
    roster.refresh_from_db()


def plan_parts(
    *, actor: User | None, uuid: UUID, on: date, now: datetime, progress: jobs.Progress | None = None
) -> None:
    """Plan every part in order and keep what each row would do. A fixed number of queries for each part."""
    stored = find_roster(actor, uuid)
    planner = RosterPlanner(layout=stored.layout, units=RosterUnits(actor, stored.unit, on))
    done = 0
    for number in part_numbers(stored):
        with collection_paused():
            part = RosterPart.objects.defer(*_ANEW).get(roster=stored, number=number)
            _plan_and_keep(stored, planner, part)
        done += len(part.rows)
        if progress is not None:
            progress.report(done, stored.counts["rows"])
    _planned(actor, uuid, now)


def _plan_and_keep(stored: StoredRoster, planner: RosterPlanner, part: RosterPart, *, alone: bool = False) -> None:
    keep_plan(stored, part, planned := plan_part(stored, planner, part, alone=alone))
    _keep_read(planner, part, planned.reads)
    part.save(update_fields=_PLANNED)


def _planned(actor: User | None, uuid: UUID, now: datetime) -> None:
    with transaction.atomic():
        stored = lock_roster(actor, uuid)
        if stored.state == RosterState.READING:
            stored.state = RosterState.READY
        stored.planned_at, stored.is_edited = now, False
        sum_counts(stored)
        stored.save(update_fields=["state", "planned_at", "is_edited", "counts"])


def plan_part(stored: StoredRoster, planner: RosterPlanner, part: RosterPart, *, alone: bool = False) -> PlannedPart:
    """Plan one part with what was edited and decided; `alone`: not after the parts before it, but by what is kept of them. Two queries more.

    What was read of its rows before is not read again, as far as that still stands. Whom the rows mean, and what they change, is asked
    of the records anew.
    """
    kept = json.loads(part.read) if part.read else {}
    known = kept["rows"] if kept.get("basis") == planner.units.basis else None
    edits, decisions = _said_of(stored, part)
    repeated = part.repeated if alone else None
    return planner.plan_part(part.rows, edits=edits, decisions=decisions, repeated=repeated, known=known)


def _said_of(stored: StoredRoster, part: RosterPart) -> tuple[dict[str, str], dict[str, str]]:
    """What was typed over cells of the part, and what was decided of its rows. Two queries."""
    edits = dict(stored.edits.filter(part=part.number).values_list("cell", "after"))
    decisions = {
        row: choice if choice != Decision.SAME else str(person)
        for row, choice, person in stored.decisions.filter(part=part.number).values_list("row", "choice", "person")
    }
    return edits, decisions


def keep_plan(stored: StoredRoster, part: RosterPart, planned: PlannedPart, *, held_only: bool = False) -> None:
    """Keep for the screens what the rows of a part would do, with `held_only` of those that still need somebody; the part is not saved."""
    rows_kept = [row for row in planned.people if not held_only or row.action in HELD]
    shown = {(row.sheet, row.row) for row in rows_kept}
    told = [one for one in planned.problems if (one.sheet, one.row) in shown]
    problems: dict[tuple[str, int], list[list[Any]]] = {}
    for one in told:
        problems.setdefault((one.sheet, one.row), []).append(
            [one.cell, one.field, one.code, one.value, one.suggestion, one.holds, one.message_vi, one.message_en]
        )
    texts = CellTexts(stored, part)
    part.plan = [_kept(row, texts, problems.get((row.sheet, row.row), [])) for row in rows_kept]
    part.repeated = dict(planned.repeated)
    actions = Counter(row.action for row in planned.people)
    must = sum(1 for one in told if one.holds)
    part.counts = {action: actions[action] for action in ACTIONS} | {
        "must": must,
        "should": len(told) - must,
        "marked": len(problems),
    }
    part.found = {
        "people": [str(row.person_uuid) for row in planned.people if row.person_uuid],
        "names": sorted(
            {
                fold(row.full_name or row.raw.get("full_name", ""))
                for row in planned.people
                if not row.person_uuid and row.action != "create"
            }
        ),
    }


def _keep_read(planner: RosterPlanner, part: RosterPart, reads: Sequence[list[Any] | None] | None) -> None:
    """Keep what was read of the rows, for `plan_part`; the part is not saved."""
    kept = {"basis": planner.units.basis, "rows": reads}
    part.read = "" if reads is None else json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def _kept(row: RosterRow, texts: CellTexts, problems: list[list[Any]]) -> dict[str, Any]:
    kept: dict[str, Any] = {
        "at": texts.place(row.sheet, row.row),
        "name": row.full_name or row.raw.get("full_name", ""),
        "birth": row.birth or row.raw.get("birth", ""),
        "unit": row.unit_name or row.raw.get("unit_name", ""),
        "do": row.action,
    }
    if row.person_uuid:
        kept["person"] = str(row.person_uuid)
    if row.changes:
        kept["changes"] = [[c.field, c.label, c.before, c.after] for c in row.changes]
    if row.reason_vi:
        kept["why"] = [row.reason_vi, row.reason_en]
    if problems:
        kept["problems"] = []
        for cell, field, *rest in problems:
            letter = texts.letter_of(row.sheet, row.row, field, cell.rstrip("0123456789"))
            text = texts.at(row.sheet, row.row, letter)
            kept["problems"].append([f"{letter}{row.row}", text, field, *rest])
        kept["raw"] = dict(row.raw)
    return kept


def sum_counts(stored: StoredRoster) -> None:
    """Add up the parts' counts on the roster; not saved. One query."""
    total: dict[str, int] = {"rows": stored.counts.get("rows", 0)}
    for counts in RosterPart.objects.filter(roster=stored).values_list("counts", flat=True):
        for key, number in counts.items():
            total[key] = total.get(key, 0) + number
    stored.counts = total


def plan_parts_again(actor: User | None, roster: StoredRoster, numbers: set[int], on: date, now: datetime) -> None:
    """Of a small roster all parts, so that what they know of each other is right; of a large one those that were touched."""
    if roster.counts.get("rows", 0) <= INLINE_ROWS:
        plan_parts(actor=actor, uuid=roster.uuid, on=on, now=now)
        roster.refresh_from_db()
        return
    stored = find_roster(actor, roster.uuid)
    planner = RosterPlanner(layout=stored.layout, units=RosterUnits(actor, stored.unit, on))
    for number in sorted(numbers):
        _plan_and_keep(stored, planner, RosterPart.objects.get(roster=stored, number=number), alone=True)
    with transaction.atomic():
        stored = lock_roster(actor, roster.uuid)
        stored.planned_at, stored.is_edited = now, True
        sum_counts(stored)
        stored.save(update_fields=["planned_at", "is_edited", "counts"])
    roster.refresh_from_db()

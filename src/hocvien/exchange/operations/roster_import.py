"""Keeping a roster in parts, taking its columns for other fields, editing its cells, deciding its duplicates. No record changes here.

Lock order: the roster, its unit, its part; then whatever the doors of people lock, and the journal's head last.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.text import fold
from hocvien.exchange.arithmetic.columns import index_of
from hocvien.exchange.arithmetic.encodings import UNICODE, decode
from hocvien.exchange.arithmetic.layout import plain
from hocvien.exchange.constants import INLINE_ROWS, KEPT_DAYS
from hocvien.exchange.data import Candidate, FieldChange, KeptProblem, KeptRow, PlannedPart, RosterRow
from hocvien.exchange.errors import RosterBusy, RosterPlanGone
from hocvien.exchange.models import (
    ColumnMemory,
    Decision,
    RosterDecision,
    RosterEdit,
    RosterFile,
    RosterPart,
    RosterState,
    StoredRoster,
)
from hocvien.exchange.operations.roster_planning import RosterPlanner
from hocvien.exchange.operations.roster_reading import ReadRoster, read_roster
from hocvien.jobs import api as jobs
from hocvien.org import api as org
from hocvien.people import api as people

ACTIONS = ("create", "update", "unchanged", "duplicate", "problem", "skip")
_BATCH = 500


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
    """Read a file and keep its rows, then plan them: at once when they are few or with `at_once`, else as a job.

    Raises RosterUnreadable, NotAllowed. A child process of some seconds; a few queries for each 1,000 rows. Not journalled: nothing of anybody's changes.
    """
    access.require(actor, access.Permission.ROSTER_IMPORT, unit, on)
    _sweep(now)
    remembered = _remembered(unit, on)
    read = _read(content, filename, remembered)
    stored = StoredRoster.objects.create(
        owner=actor, unit=unit, filename=filename[:200], on=on, created_at=now, layout=read.layout
    )
    _keep_rows(stored, content, read)
    plan_again(actor=actor, roster=stored, on=on, now=now, at_once=at_once)
    return stored


def _sweep(now: datetime) -> None:
    """What nobody executed is forgotten after a month, what was not even read to its end after a day. Executed ones stay: they can be taken back."""
    StoredRoster.objects.filter(
        state__in=(RosterState.READY, RosterState.READING), created_at__lt=now - timedelta(days=KEPT_DAYS)
    ).delete()
    StoredRoster.objects.filter(state=RosterState.READING, job=None, created_at__lt=now - timedelta(days=1)).delete()


def _read(content: bytes, filename: str, remembered: Mapping[str, str]) -> ReadRoster:
    """Read; when the office told us the meaning of some headers, read again with that."""
    read = read_roster(content, filename)
    columns: dict[str, dict[str, str]] = {}
    for sheet in read.layout["sheets"]:
        for column in sheet["columns"]:
            role = remembered.get(header_key(column["header"]))
            if role is not None and role != (column["role"] or "-"):
                columns.setdefault(sheet["name"], {})[column["letter"]] = role
    return read_roster(content, filename, columns=columns) if columns else read


def _keep_rows(stored: StoredRoster, content: bytes, read: ReadRoster) -> None:
    """A transaction a part, not one for all: reading takes seconds, and SQLite has one writer."""
    try:
        rows = 0
        for number, part in enumerate(read.parts):
            rows += len(part)
            RosterPart.objects.create(roster=stored, number=number, rows=part)
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


def _office(actor: User | None, unit: org.Unit, on: date) -> int:
    """The unit an import is done from: where the actor holds the permission, nearest above the roster's unit; else that unit."""
    if actor is None:
        return unit.pk
    line = set(org.ancestor_ids_as_of(unit.pk, on)) | {unit.pk}
    held = [
        grant.unit_id
        for grant in access.known_grants(actor, on)
        if access.Permission.ROSTER_IMPORT in access.ROLE_PERMISSIONS[grant.role] and grant.unit_id in line
    ]
    return held[-1] if held else unit.pk


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
    planner = RosterPlanner(actor=actor, layout=stored.layout, unit=stored.unit, on=on)
    done = 0
    for number in part_numbers(stored):
        part = RosterPart.objects.get(roster=stored, number=number)
        keep_plan(stored, part, plan_part(stored, planner, part))
        done += len(part.rows)
        if progress is not None:
            progress.report(done, stored.counts["rows"])
    with transaction.atomic():
        stored = lock_roster(actor, uuid)
        if stored.state == RosterState.READING:
            stored.state = RosterState.READY
        stored.planned_at, stored.is_edited = now, False
        sum_counts(stored)
        stored.save(update_fields=["state", "planned_at", "is_edited", "counts"])


def plan_part(stored: StoredRoster, planner: RosterPlanner, part: RosterPart, *, alone: bool = False) -> PlannedPart:
    """Plan one part with what was edited and decided; `alone`: not after the parts before it, but by what is kept of them. Two queries more."""
    edits = dict(stored.edits.filter(part=part.number).values_list("cell", "after"))
    decisions = {
        row: choice if choice != Decision.SAME else str(person)
        for row, choice, person in stored.decisions.filter(part=part.number).values_list("row", "choice", "person")
    }
    return planner.plan_part(part.rows, edits=edits, decisions=decisions, repeated=part.repeated if alone else None)


def keep_plan(stored: StoredRoster, part: RosterPart, planned: PlannedPart) -> None:
    """Keep for the screens what the rows of a part would do."""
    problems: dict[tuple[str, int], list[list[Any]]] = {}
    for one in planned.problems:
        problems.setdefault((one.sheet, one.row), []).append(
            [one.cell, one.field, one.code, one.value, one.suggestion, one.holds, one.message_vi, one.message_en]
        )
    texts = CellTexts(stored, part)
    part.plan = [_kept(row, texts, problems.get((row.sheet, row.row), [])) for row in planned.people]
    part.repeated = dict(planned.repeated)
    part.counts = _count(part.plan)
    part.found = {
        "people": [row["person"] for row in part.plan if "person" in row],
        "names": sorted({fold(row["name"]) for row in part.plan if "person" not in row and row["do"] != "create"}),
    }
    part.save(update_fields=["plan", "repeated", "counts", "found"])


class CellTexts:
    """What stands in the cells of a part now: as in the file, its encoding repaired, or as it was typed over. One query."""

    def __init__(self, stored: StoredRoster, part: RosterPart) -> None:
        self._edits = dict(stored.edits.filter(part=part.number).values_list("cell", "after"))
        names = [sheet["name"] for sheet in stored.layout["sheets"]]
        self._rows = {(names[row[0]], row[1]): row for row in part.rows}
        self._encodings = [
            {column["letter"]: column["encoding"] for column in sheet["columns"]} for sheet in stored.layout["sheets"]
        ]
        self._has_unit = [
            any("unit_name" in column["field"].split("+") for column in sheet["columns"])
            for sheet in stored.layout["sheets"]
        ]

    def place(self, sheet: str, row: int) -> list[int]:
        """[index of the sheet in the layout, row]."""
        found = self._rows.get((sheet, row))
        return [found[0] if found else 0, row]

    def at(self, sheet: str, row: int, letter: str) -> str:
        """The text of one cell."""
        found = self._rows.get((sheet, row))
        if found is None:
            return ""
        edited = self._edits.get(f"{found[0]}!{letter}{row}")
        if edited is not None:
            return edited
        return decode(cell_text(found, letter), self._encodings[found[0]].get(letter, UNICODE))

    def letter_of(self, sheet: str, row: int, field: str, letter: str) -> str:
        """Where that field of a row is put right: "@", the group it stands under, where the sheet has no column for the unit."""
        found = self._rows.get((sheet, row))
        return "@" if found is not None and field == "unit_name" and not self._has_unit[found[0]] else letter


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


def _count(plan: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    counts = {action: sum(1 for row in plan if row["do"] == action) for action in ACTIONS}
    problems = [one for row in plan for one in row.get("problems", ())]
    counts["must"] = sum(1 for one in problems if one[6])
    counts["should"] = len(problems) - counts["must"]
    counts["marked"] = sum(1 for row in plan if row.get("problems"))
    return counts


def sum_counts(stored: StoredRoster) -> None:
    """Add up the parts' counts on the roster; not saved. One query."""
    total: dict[str, int] = {"rows": stored.counts.get("rows", 0)}
    for counts in RosterPart.objects.filter(roster=stored).values_list("counts", flat=True):
        for key, number in counts.items():
            total[key] = total.get(key, 0) + number
    stored.counts = total


# --- what the clerk puts right --------------------------------------------------------------------------------------------


def edit_cells(*, actor: User | None, roster: StoredRoster, cells: Mapping[str, str], on: date, now: datetime) -> int:
    """Write other texts into cells ("0!B5" → text) and plan the parts they stand in again; how many differ from before.

    The file stays as it came. Raises RosterPlanGone, RosterBusy. A fixed number of queries for each part touched.
    """
    with transaction.atomic():
        stored = _lock_ready(actor, roster.uuid)
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
        _plan_parts_again(actor, roster, {edit.part for edit in made}, on, now)
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
        stored = _lock_ready(actor, roster.uuid)
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
        _plan_parts_again(actor, roster, set(parts.values()), on, now)
    return len(parts)


def choose_absent(*, actor: User | None, roster: StoredRoster, people: Iterable[UUID]) -> None:
    """Say whose belonging ends although the file does not name them; none by default. Two queries."""
    with transaction.atomic():
        stored = _lock_ready(actor, roster.uuid)
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
        stored = _lock_ready(actor, roster.uuid)
        _remember(actor, stored, columns, on, now)
        stored.edits.all().delete()
        stored.decisions.all().delete()
        stored.parts.all().delete()
        RosterPart.objects.bulk_create(
            [RosterPart(roster=stored, number=number, rows=rows) for number, rows in enumerate(parts)], batch_size=20
        )
        stored.layout, stored.counts = read.layout, {"rows": sum(len(rows) for rows in parts)}
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


def _plan_parts_again(actor: User | None, roster: StoredRoster, numbers: set[int], on: date, now: datetime) -> None:
    """Of a small roster all parts, so that what they know of each other is right; of a large one those that were touched."""
    if roster.counts.get("rows", 0) <= INLINE_ROWS:
        plan_parts(actor=actor, uuid=roster.uuid, on=on, now=now)
        roster.refresh_from_db()
        return
    stored = find_roster(actor, roster.uuid)
    planner = RosterPlanner(actor=actor, layout=stored.layout, unit=stored.unit, on=on)
    for number in sorted(numbers):
        part = RosterPart.objects.get(roster=stored, number=number)
        keep_plan(stored, part, plan_part(stored, planner, part, alone=True))
    with transaction.atomic():
        stored = lock_roster(actor, roster.uuid)
        stored.planned_at, stored.is_edited = now, True
        sum_counts(stored)
        stored.save(update_fields=["planned_at", "is_edited", "counts"])
    roster.refresh_from_db()


def row_of(cell: str) -> str:
    """The row of a cell: "0!B5" → "0!5"."""
    sheet, _mark, place = cell.partition("!")
    return f"{sheet}!{place.removeprefix(letters_of(cell))}"


def letters_of(cell: str) -> str:
    """The column of a cell: "0!B5" → "B"."""
    return cell.partition("!")[2].rstrip("0123456789")


def cell_text(row: Sequence[Any], letter: str) -> str:
    """What the file has in that column of a row, as a person reads it; "" where the row ends before it."""
    if letter == "@":
        return str(row[3])
    if not (letter.isascii() and letter.isupper() and len(letter) < 4):
        return ""
    index = index_of(letter)
    value = row[2][index] if index < len(row[2]) else ""
    return value if isinstance(value, str) else plain(value)


# --- finding --------------------------------------------------------------------------------------------------------------


def find_roster(actor: User | None, uuid: UUID) -> StoredRoster:
    """The actor's roster with its unit; raises RosterPlanGone."""
    stored = StoredRoster.objects.select_related("unit", "job").filter(uuid=uuid, owner=actor).first()
    if stored is None:
        raise RosterPlanGone
    return stored


def lock_roster(actor: User | None, uuid: UUID) -> StoredRoster:
    """The same, held until the transaction ends."""
    rows = StoredRoster.objects.select_for_update(of=("self",)).select_related("unit")
    stored = rows.filter(uuid=uuid, owner=actor).first()
    if stored is None:
        raise RosterPlanGone
    return stored


def _lock_ready(actor: User | None, uuid: UUID) -> StoredRoster:
    stored = lock_roster(actor, uuid)
    if stored.state != RosterState.READY:
        raise RosterBusy
    return stored


def part_numbers(stored: StoredRoster) -> list[int]:
    """Numbers of the parts, in order."""
    return list(RosterPart.objects.filter(roster=stored).order_by("number").values_list("number", flat=True))


def get_roster(*, actor: User | None, uuid: UUID, on: date) -> StoredRoster:
    """The actor's roster, if they still may import at its unit. Raises RosterPlanGone, NotAllowed."""
    stored = find_roster(actor, uuid)
    access.require(actor, access.Permission.ROSTER_IMPORT, stored.unit, on)
    return stored


def list_rosters(actor: User | None) -> QuerySet[StoredRoster]:
    """The actor's rosters, newest first, without their contents."""
    return (
        StoredRoster.objects.filter(owner=actor).select_related("unit", "job").defer("layout").order_by("-created_at")
    )


def list_rows(roster: StoredRoster, *, actions: Iterable[str] = (), is_marked: bool = False) -> list[KeptRow]:
    """Rows as last planned, in file order: those with one of these actions, or with something to look at. A query for parts that have any."""
    wanted = set(actions)
    numbers = [
        number
        for number, counts in RosterPart.objects.filter(roster=roster)
        .order_by("number")
        .values_list("number", "counts")
        if (is_marked and counts.get("marked"))
        or (not is_marked and (not wanted or any(counts.get(a) for a in wanted)))
    ]
    names = [sheet["name"] for sheet in roster.layout["sheets"]]
    plans = RosterPart.objects.filter(roster=roster, number__in=numbers).order_by("number")
    return [
        _row(row, names)
        for plan in plans.values_list("plan", flat=True).iterator()
        for row in plan
        if (is_marked and "problems" in row) or (not is_marked and (not wanted or row["do"] in wanted))
    ]


def _row(row: Mapping[str, Any], names: Sequence[str]) -> KeptRow:
    index, number = row["at"]
    return KeptRow(
        key=f"{index}!{number}",
        sheet=names[index],
        row=number,
        full_name=row["name"],
        birth=row["birth"],
        unit_name=row["unit"],
        action=row["do"],
        person_uuid=UUID(row["person"]) if "person" in row else None,
        changes=tuple(FieldChange(*change) for change in row.get("changes", ())),
        reason_vi=row.get("why", ("", ""))[0],
        reason_en=row.get("why", ("", ""))[1],
        raw=row.get("raw", {}),
        problems=tuple(KeptProblem(f"{index}!{one[0]}", *one[1:]) for one in row.get("problems", ())),
    )


def list_samples(roster: StoredRoster, *, most: int = 3) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """(sheet index, letter) → up to three different texts of that column: as in the file, and as read. One query."""
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    columns = [
        [(column["letter"], column["encoding"]) for column in sheet["columns"]] for sheet in roster.layout["sheets"]
    ]
    for rows in RosterPart.objects.filter(roster=roster).order_by("number").values_list("rows", flat=True)[:2]:
        for row in rows:
            for letter, encoding in columns[row[0]]:
                seen = found.setdefault((row[0], letter), [])
                text = cell_text(row, letter) if len(seen) < most else ""
                pair = (text, decode(text, encoding))
                # a repaired column is shown by texts that needed it
                if text and pair not in seen and (encoding == UNICODE or pair[0] != pair[1]):
                    seen.append(pair)
    return found


def list_candidates(actor: User | None, rows: Iterable[KeptRow], on: date) -> dict[str, list[Candidate]]:
    """Key of a row → records of that name and birth that the actor may edit. Some five queries."""
    keys = {}
    for row in rows:
        birth = people.read_birth(row.birth)
        if birth and birth[0]:
            keys[row.key] = (fold(row.full_name), birth[0])
    found = people.find_by_name_and_birth(set(keys.values()))
    ids = {person.pk for persons in found.values() for person in persons}
    visible = access.people_visible_to(actor, on, access.Permission.PERSON_EDIT).filter(pk__in=ids)
    seen = set(visible.values_list("pk", flat=True))
    units = people.main_unit_ids(seen, on)
    labels = org.labels_as_of(set(units.values()), on)
    return {
        key: [
            Candidate(
                uuid=person.uuid,
                full_name=person.full_name,
                birth=person.birth_words,
                unit_name=labels[units[person.pk]].name if person.pk in units else "",
                identity_end=person.identity_number[-4:],
            )
            for person in found.get(pair, ())
            if person.pk in seen
        ]
        for key, pair in keys.items()
    }


def list_decisions(roster: StoredRoster) -> dict[str, str]:
    """Row → what was decided of it. One query."""
    return dict(roster.decisions.values_list("row", "choice"))


def change_unit(*, actor: User | None, roster: StoredRoster, unit: org.Unit, on: date, now: datetime) -> None:
    """Say that the people belong to another unit, and plan again. Raises NotAllowed, RosterBusy."""
    access.require(actor, access.Permission.ROSTER_IMPORT, unit, on)
    with transaction.atomic():
        stored = _lock_ready(actor, roster.uuid)
        stored.unit, stored.absent = unit, []
        stored.save(update_fields=["unit", "absent"])
    plan_again(actor=actor, roster=roster, on=on, now=now)


def forget_roster(*, actor: User | None, roster: StoredRoster) -> None:
    """Throw away a roster that was not written. Raises RosterBusy."""
    with transaction.atomic():
        _lock_ready(actor, roster.uuid).delete()

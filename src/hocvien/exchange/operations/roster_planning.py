"""From kept rows to a plan: what each row says, what is wrong with it, and what executing would do. Writes nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from typing import Any
from uuid import UUID

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.text import fold
from hocvien.exchange.arithmetic.columns import index_of
from hocvien.exchange.arithmetic.edits import GROUP, by_row, overlaid
from hocvien.exchange.arithmetic.person_row import RowReader
from hocvien.exchange.constants import DAY_FIELDS, FIELDS, RECORD_HEADER, STAMP_HEADER
from hocvien.exchange.data import ColumnRead, PlannedPart, RosterPlan, SheetRead
from hocvien.exchange.operations.roster_draft import RosterDraft
from hocvien.exchange.operations.roster_matching import match_people
from hocvien.exchange.operations.roster_reading import read_roster
from hocvien.exchange.operations.roster_units import RosterUnits
from hocvien.org import api as org
from hocvien.people import api as people


def plan_roster(
    *,
    actor: User | None,
    content: bytes,
    filename: str,
    unit: org.Unit,
    on: date,
    columns: Mapping[str, Mapping[str, str]] | None = None,
) -> RosterPlan:
    """Read a file and say what executing would do. Writes nothing. `columns`: as in `read_roster`.

    Raises RosterUnreadable, NotAllowed. A child process (see `read_roster`), then about 15 queries for each 1,000 people.
    """
    access.require(actor, access.Permission.ROSTER_IMPORT, unit, on)
    units = RosterUnits(actor, unit, on)
    read = read_roster(content, filename, columns=columns, reading=units.reading)
    planner = RosterPlanner(layout=read.layout, units=units)
    planned = [planner.plan_part(part.rows, known=part.reads) for part in read.parts]
    return RosterPlan(
        filename=filename,
        unit_id=unit.pk,
        unit_code=unit.code,
        unit_name=planner.units.name,
        on=on,
        sheets=tuple(SheetRead(s["name"], s["header_row"], s["rows"]) for s in read.layout["sheets"]),
        columns=tuple(columns_read(read.layout)),
        people=tuple(row for part in planned for row in part.people),
        problems=tuple(problem for part in planned for problem in part.problems),
    )


def columns_read(layout: Mapping[str, Any]) -> Iterator[ColumnRead]:
    """The columns with a head, and those that give a field without one."""
    for sheet in layout["sheets"]:
        for column in sheet["columns"]:
            if column["header"] or column["field"]:
                yield ColumnRead(sheet["name"], column["letter"], column["header"], column["field"], column["encoding"])


class RosterPlanner:
    """Plans the people of one file part by part, in order: it remembers who came before in the file.

    `layout` is that of `ReadRoster`. Building it asks nothing; see `plan_part`.
    """

    def __init__(self, *, layout: Mapping[str, Any], units: RosterUnits) -> None:
        self.actor = units.actor
        self.on = units.on
        self.units = units
        self.sheets = [str(sheet["name"]) for sheet in layout["sheets"]]
        self.readers = [
            RowReader(sheet["columns"], on=units.on, choices=units.choices, knows_unit=units.knows)
            for sheet in layout["sheets"]
        ]
        self.records = [_record_columns(sheet["columns"]) for sheet in layout["sheets"]]
        self.before = _Before()

    def plan_part(
        self,
        rows: Sequence[Sequence[Any]],
        *,
        edits: Mapping[str, str] | None = None,
        repeated: Mapping[str, int] | None = None,
        decisions: Mapping[str, str] | None = None,
        known: Sequence[list[Any] | None] | None = None,
    ) -> PlannedPart:
        """What these rows say, what is wrong, what executing would do; about ten queries whatever their number.

        `edits`: "<sheet index>!<letter><row>" → the text typed over that cell, "<sheet index>!@<row>" over the group the row stands
        under. `repeated`: what an earlier planning of this part found of people who came before in the file, for planning one part
        alone. `decisions`: "<sheet index>!<row>" → "skip", "another" (person than the ones recorded) or the uuid of the person it is.
        `known`: `PlannedPart.reads` of these rows, by a planner of the same `basis`, or `ReadPart.reads`; rows typed over since are
        read anew.
        """
        typed = by_row(edits or {})
        drafts = []
        for (sheet, number, row, group), read in zip(rows, known or repeat(None), strict=known is not None):
            edited = typed.get((sheet, number))
            if read is not None and edited is None:
                draft = self._known_draft(sheet, number, row, group, read)
            else:
                draft = self._draft(sheet, number, row, group, edited)
            if decisions:
                draft.decision = decisions.get(f"{sheet}!{number}", "")
            drafts.append(draft)
        found = self.before.mark(drafts, repeated)
        for draft in drafts:
            if draft.known is None:
                _check_whole(draft, self.on)
        reads = tuple(None if draft.problems or draft.is_edited else draft.known or _kept(draft) for draft in drafts)
        match_people(drafts, self.actor, self.on)
        for draft in drafts:
            if draft.decision == "skip":
                draft.action, draft.problems = "skip", []
        return PlannedPart(
            people=tuple(draft.as_row() for draft in drafts),
            problems=tuple(problem for draft in drafts for problem in draft.problems),
            repeated=found,
            reads=reads,
        )

    def _known_draft(self, sheet: int, number: int, row: Sequence[Any], group: str, read: list[Any]) -> RosterDraft:
        """A row that was read before, without a problem."""
        draft = RosterDraft(self.sheets[sheet], number, dict(zip(FIELDS, read[1:], strict=True)), index=sheet)
        draft.again = lambda: self.readers[sheet].read(row, group)
        if read[0] is None:
            self.units.settle(draft)
        else:
            draft.unit_id, draft.known = read[0], read
        if (columns := self.records[sheet]) is not None:
            draft.record, draft.stamp = _record_of(row, *columns)
        return draft

    def _draft(
        self, sheet: int, number: int, row: Sequence[Any], group: str, edited: dict[int, str] | None
    ) -> RosterDraft:
        if edited is not None:
            group = edited.pop(GROUP, group)
            row = overlaid(row, edited)
        read = self.readers[sheet].read(row, group)
        draft = RosterDraft(
            self.sheets[sheet], number, read.values, index=sheet, is_edited=edited is not None, held_read=read
        )
        if (columns := self.records[sheet]) is not None:
            draft.record, draft.stamp = _record_of(row, *columns)
        for problem in read.problems:
            draft.say(
                problem.name,
                problem.letter,
                problem.code,
                problem.value,
                problem.suggestion,
                problem.data,
                holds=problem.holds,
            )
        self.units.settle(draft)
        return draft


def _kept(draft: RosterDraft) -> list[Any]:
    """What `known` wants of a row: its unit, then its values in the order of FIELDS."""
    get = draft.values.get
    return [draft.unit_id, *[get(name, "") for name in FIELDS]]


def _record_columns(columns: Sequence[Mapping[str, Any]]) -> tuple[int, int] | None:
    """Where an exported roster has the record of a row and its stamp; None in any other file."""
    found = {str(column["header"]): index_of(column["letter"]) for column in columns}
    if RECORD_HEADER in found and STAMP_HEADER in found:
        return found[RECORD_HEADER], found[STAMP_HEADER]
    return None


def _record_of(row: Sequence[Any], record: int, stamp: int) -> tuple[UUID | None, int]:
    """The record a row was exported from and its stamp; (None, 0) for a row that was added by hand."""
    try:
        return UUID(str(row[record])), int(row[stamp] or 0)
    except (ValueError, IndexError):
        return None, 0


def _check_whole(draft: RosterDraft, on: date) -> None:
    """What only the row as a whole can tell."""
    values = draft.values
    birth = people.read_birth(values.get("birth", ""))
    born = birth[0] if birth else None
    if born is not None and not 14 <= on.year - born.year <= 110:
        draft.add("birth", "birth_unlikely")
    for name in DAY_FIELDS:
        if values.get(name) and date.fromisoformat(values[name]) > on:
            draft.add(name, "date_in_future")
    admitted, official = values.get("admitted_on", ""), values.get("official_on", "")
    if official and not _held(draft, "admitted_on") and (not admitted or official < admitted):
        draft.add("official_on", "official_before_admitted")
    if admitted and born is not None and date.fromisoformat(admitted).year - born.year < 18:
        draft.add("admitted_on", "admitted_too_young")
    number = values.get("identity_number", "")
    if number and not people.identity_number_agrees(number, values.get("sex", ""), born.year if born else None):
        draft.add("identity_number", "identity_contradicts")


def _held(draft: RosterDraft, name: str) -> bool:
    return any(problem.field == name and problem.holds for problem in draft.problems)


class _Before:
    """Who came before in the file: the second row of one person is held, the first goes in."""

    def __init__(self) -> None:
        self.by_number: dict[str, int] = {}
        self.by_record: dict[UUID, int] = {}
        self.by_name: dict[tuple[str, str], list[tuple[int, bool]]] = {}

    def mark(self, drafts: Iterable[RosterDraft], known: Mapping[str, int] | None) -> dict[str, int]:
        """{"<sheet index>!<row>": row of the first} of those that repeat somebody; `known`: found earlier, taken as it is."""
        found: dict[str, int] = {}
        for draft in drafts:
            place = f"{draft.index}!{draft.row}"
            first = known.get(place) if known is not None else self._first(draft)
            if first is not None:
                found[place] = first
                draft.add("full_name", "repeated_in_file", row=first)
        return found

    def _first(self, draft: RosterDraft) -> int | None:
        number = draft.values.get("identity_number", "")
        key = (fold(draft.values.get("full_name", "")), draft.values.get("birth", ""))
        first = self.by_number.get(number) if number else None
        if draft.record is not None:
            # two records that look alike were exported as two: only the same row twice is a repetition
            first = self.by_record.get(draft.record)
            self.by_record.setdefault(draft.record, draft.row)
        elif first is None and all(key):
            first = next((row for row, has_number in self.by_name.get(key, []) if not (number and has_number)), None)
        if first is None:
            if number:
                self.by_number[number] = draft.row
            self.by_name.setdefault(key, []).append((draft.row, bool(number)))
        return first

"""From kept rows to a plan: what each row says, what is wrong with it, and what executing would do. Writes nothing."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cache, cached_property
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone, translation

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.batched import batched
from hocvien.common.text import fold
from hocvien.common.wording import say
from hocvien.exchange.arithmetic.columns import index_of
from hocvien.exchange.arithmetic.person_row import PersonRead, RowReader, Typed
from hocvien.exchange.arithmetic.units import UnitNames
from hocvien.exchange.constants import FIELDS, HEADERS, RECORD_HEADER, STAMP_HEADER
from hocvien.exchange.data import ColumnRead, FieldChange, PlannedPart, RosterPlan, RosterProblem, RosterRow, SheetRead
from hocvien.exchange.operations.roster_reading import read_roster
from hocvien.exchange.wording import DUPLICATES, PROBLEMS
from hocvien.journal import api as journal
from hocvien.org import api as org
from hocvien.people import api as people

# fields of a person that a row may fill or change; blank cells change nothing
_PLAIN = (
    "full_name",
    "birth",
    "sex",
    "ethnicity",
    "identity_number",
    "party_card",
    "profile_number",
    "admitted_on",
    "official_on",
    "education",
    "phone",
)
_DAYS = ("admitted_on", "official_on")
_CELL_KINDS = ("cell", "part_committee", "base_committee")
_WRITTEN = frozenset({"create", "update", "unchanged"})


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

    def __init__(self, *, layout: Mapping[str, Any], units: "RosterUnits") -> None:
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
        _match(drafts, self.actor, self.on)
        for draft in drafts:
            if draft.decision == "skip":
                draft.action, draft.problems = "skip", []
        return PlannedPart(
            people=tuple(draft.as_row() for draft in drafts),
            problems=tuple(problem for draft in drafts for problem in draft.problems),
            repeated=found,
            reads=reads,
        )

    def _known_draft(self, sheet: int, number: int, row: Sequence[Any], group: str, read: list[Any]) -> "_Draft":
        """A row that was read before, without a problem."""
        draft = _Draft(self.sheets[sheet], number, dict(zip(FIELDS, read[1:], strict=True)), index=sheet)
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
    ) -> "_Draft":
        if edited is not None:
            group = edited.pop(_GROUP, group)
            row = overlaid(row, edited)
        read = self.readers[sheet].read(row, group)
        draft = _Draft(
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


def _kept(draft: "_Draft") -> list[Any]:
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


# where the group of a row is typed over, beside the indexes of its cells
_GROUP = -1


def by_row(edits: Mapping[str, str]) -> dict[tuple[int, int], dict[int, str]]:
    """(sheet index, row) → index of the column → the text typed over that cell."""
    found: dict[tuple[int, int], dict[int, str]] = {}
    for place, text in edits.items():
        sheet, _, cell = place.partition("!")
        letters = cell.rstrip("0123456789")
        index = _GROUP if letters == "@" else index_of(letters)
        found.setdefault((int(sheet), int(cell[len(letters) :])), {})[index] = text
    return found


def overlaid(row: Sequence[Any], edited: Mapping[int, str]) -> Sequence[Any]:
    """The cells of a row as they are read once these are typed over."""
    if not edited:
        return row
    cells_now = [*row, *[""] * (max(edited) + 1 - len(row))]
    for index, text in edited.items():
        cells_now[index] = Typed(text)
    return cells_now


@dataclass(slots=True)
class _Draft:
    """A row on its way to the plan."""

    sheet: str
    row: int
    values: dict[str, str]
    index: int = 0
    unit_id: int | None = None
    action: str = "create"
    person: people.Person | None = None
    changes: list[FieldChange] = field(default_factory=list)
    problems: list[RosterProblem] = field(default_factory=list)
    reason: tuple[str, dict[str, Any]] | None = None
    is_transfer: bool = False
    decision: str = ""
    record: UUID | None = None
    stamp: int = 0
    is_edited: bool = False
    held_read: PersonRead | None = None
    # of a row whose values are known: what reads it for the words and letters that only problems need; and those of a row without a problem
    again: Callable[[], PersonRead] | None = None
    known: list[Any] | None = None

    @property
    def read(self) -> PersonRead:
        if self.held_read is None:
            assert self.again is not None
            self.held_read = self.again()
        return self.held_read

    @property
    def raw(self) -> Mapping[str, str]:
        """The words as they stood; of a known row only where somebody has to look at it."""
        if self.held_read is None and self.action in _WRITTEN and not self.problems:
            return {}
        return self.read.raw

    def add(self, column: str, code: str, *, holds: bool = True, suggestion: str = "", **data: object) -> None:
        letter = self.read.letters.get(column) or self.read.letters.get("full_name", "A")
        self.say(column, letter, code, self.read.raw.get(column, ""), suggestion, data, holds=holds)

    def say(
        self, column: str, letter: str, code: str, value: str, suggestion: str, data: Mapping[str, Any], *, holds: bool
    ) -> None:
        words = {"value": value, "suggestion": suggestion, **data}
        self.problems.append(
            RosterProblem(
                sheet=self.sheet,
                row=self.row,
                cell=f"{letter}{self.row}",
                field=column,
                code=code,
                value=value,
                suggestion=suggestion,
                holds=holds,
                message_vi=in_language("vi", PROBLEMS[code], words),
                message_en=in_language("en", PROBLEMS[code], words),
            )
        )
        if holds:
            self.action = "problem"

    def as_row(self) -> RosterRow:
        reason_vi = in_language("vi", DUPLICATES[self.reason[0]], self.reason[1]) if self.reason else ""
        reason_en = in_language("en", DUPLICATES[self.reason[0]], self.reason[1]) if self.reason else ""
        return RosterRow(
            sheet=self.sheet,
            row=self.row,
            raw=self.raw,
            unit_id=self.unit_id,
            action=self.action,
            person_uuid=self.person.uuid if self.person else None,
            changes=tuple(self.changes),
            reason_vi=reason_vi,
            reason_en=reason_en,
            is_transfer=self.is_transfer,
            labels=_labels(self.values),
            **{name: self.values.get(name, "") for name in HEADERS},
        )


def in_language(code: str, message: str, data: Mapping[str, Any]) -> str:
    """The sentence in that language, whatever the reader's."""
    with translation.override(code):
        return say(message, **data)


class RosterUnits:
    """The units a row may name, the roster's unit and below; and with them all that a row's reading depends on. Five queries."""

    def __init__(self, actor: User | None, unit: org.Unit, on: date) -> None:
        self.actor, self.on = actor, on
        self.labels = org.labels_as_of(org.descendant_ids_as_of(unit.pk, on), on)
        self.allowed = set(access.unit_ids_for(actor, access.Permission.ROSTER_IMPORT, on).filter(pk__in=self.labels))
        self.name = self.labels[unit.pk].name if unit.pk in self.labels else org.label_as_of(unit.pk, on).name
        self.only = unit.pk if len(self.labels) <= 1 else None
        self.names = UnitNames(self._named())
        self.choices = {"post_kind": _own_words(people.PostKind)}

    def _named(self) -> list[tuple[int, str, str, str]]:
        return [(label.id, label.code, label.name, label.short_name) for label in self.labels.values()]

    @property
    def reading(self) -> dict[str, Any]:
        """What another process needs to read the rows as this one does; JSON-able."""
        return {"on": self.on.isoformat(), "choices": self.choices, "units": self._named()}

    @cached_property
    def basis(self) -> str:
        """A digest of what a row's reading depends on beside the row and the layout: the day, the units, whose they are."""
        labels = sorted((one.id, one.code, one.name, one.short_name, one.kind) for one in self.labels.values())
        told = [self.on.isoformat(), self.name, self.only, labels, sorted(self.allowed)]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()

    def knows(self, text: str) -> bool:
        return bool(self.names.find(text))

    def settle(self, draft: _Draft) -> None:
        """The unit of the row, or a problem at its cell."""
        text = draft.values.get("unit_name", "")
        if not text:
            if self.only is None:
                draft.add("unit_name", "unit_missing", unit=self.name)
                return
            draft.unit_id = self.only
        else:
            found = self.names.find(text)
            if not found:
                near = get_close_matches(fold(text), self.names.keys, n=1, cutoff=0.75)
                meant = self.names.find(near[0]) if near else []
                suggestion = self.labels[meant[0]].name if meant else ""
                draft.add("unit_name", "unit_unknown", suggestion=suggestion, unit=self.name)
                return
            if len(found) > 1:
                codes = ", ".join(self.labels[pk].code for pk in found[:4])
                draft.add("unit_name", "unit_ambiguous", suggestion=codes)
                return
            draft.unit_id = found[0]
        label = self.labels[draft.unit_id]
        draft.values["unit_name"] = label.name
        if draft.unit_id not in self.allowed:
            draft.add("unit_name", "unit_not_yours")


@cache
def _own_words(choices: Any) -> dict[str, str]:
    """The choices' own words, which are Vietnamese in every workbook."""
    with translation.override("vi"):
        return {fold(str(label)): code for code, label in choices.choices}


def _check_whole(draft: _Draft, on: date) -> None:
    """What only the row as a whole can tell."""
    values = draft.values
    birth = people.read_birth(values.get("birth", ""))
    born = birth[0] if birth else None
    if born is not None and not 14 <= on.year - born.year <= 110:
        draft.add("birth", "birth_unlikely")
    for name in _DAYS:
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


def _held(draft: _Draft, name: str) -> bool:
    return any(problem.field == name and problem.holds for problem in draft.problems)


def new_person(values: Mapping[str, str], **facts: Any) -> people.NewPerson:
    """The values of a row as a person to be recorded, with these `belongings`, `posts`, `qualifications`."""
    plain: dict[str, Any] = {name: values.get(name, "") for name in _PLAIN}
    for name in _DAYS:
        plain[name] = date.fromisoformat(plain[name]) if plain[name] else None
    return people.NewPerson(**plain, **facts)


class _Before:
    """Who came before in the file: the second row of one person is held, the first goes in."""

    def __init__(self) -> None:
        self.by_number: dict[str, int] = {}
        self.by_record: dict[UUID, int] = {}
        self.by_name: dict[tuple[str, str], list[tuple[int, bool]]] = {}

    def mark(self, drafts: Iterable[_Draft], known: Mapping[str, int] | None) -> dict[str, int]:
        """{"<sheet index>!<row>": row of the first} of those that repeat somebody; `known`: found earlier, taken as it is."""
        found: dict[str, int] = {}
        for draft in drafts:
            place = f"{draft.index}!{draft.row}"
            first = known.get(place) if known is not None else self._first(draft)
            if first is not None:
                found[place] = first
                draft.add("full_name", "repeated_in_file", row=first)
        return found

    def _first(self, draft: _Draft) -> int | None:
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


def _match(drafts: list[_Draft], actor: User | None, on: date) -> None:
    """Who of them is recorded already: by identity number, else by name and birth. A fixed number of queries."""
    by_number = people.find_by_identity(d.values.get("identity_number", "") for d in drafts)
    keys = [_key(draft) for draft in drafts]
    by_name = people.find_by_name_and_birth(key for key in keys if key is not None)
    by_record = _people_by_uuid({d.record for d in drafts if d.record is not None})
    found = {p.pk for p in by_number.values()} | {p.pk for rows in by_name.values() for p in rows}
    found |= {p.pk for p in by_record.values()}
    known = _Known(found, actor, on)
    changed = last_entries(by_record)
    for draft, key in zip(drafts, keys, strict=True):
        if draft.action == "problem":
            continue
        owner = by_number.get(draft.values.get("identity_number", ""))
        exported = by_record.get(draft.record) if draft.record is not None else None
        if exported is not None and exported.pk in known.editable and owner in {None, exported}:
            _match_by_record(draft, exported, known, changed)
        elif owner is not None:
            _match_by_number(draft, owner, known)
        else:
            _match_by_name(draft, by_name.get(key, []) if key is not None else [], known)


def _people_by_uuid(uuids: set[UUID]) -> dict[UUID, people.Person]:
    if not uuids:
        return {}
    return {person.uuid: person for person in people.people_by_ids(people.person_ids_by_uuid(uuids).values()).values()}


def last_entries(uuids: Iterable[UUID]) -> dict[UUID, int]:
    """Uuid of a record → the journal's last entry about it. A query for each 5,000; none for nobody."""
    found: dict[UUID, int] = {}
    for part in batched(sorted(set(uuids))):
        rows = journal.list_entries().filter(subject_uuid__in=part).order_by()
        found |= dict(rows.values_list("subject_uuid").annotate(last=Max("seq")))
    return found


def _match_by_record(draft: _Draft, person: people.Person, known: "_Known", changed: Mapping[UUID, int]) -> None:
    """A row of an exported roster: changes field by field, unless the record was changed meanwhile; then somebody decides."""
    _compare(draft, person, known)
    if draft.action == "update" and changed.get(person.uuid, 0) > draft.stamp and draft.decision != str(person.uuid):
        entry = journal.list_entries().filter(seq=changed[person.uuid]).first()
        draft.action = "duplicate"
        draft.reason = ("changed_meanwhile", {"at": timezone.localtime(entry.at) if entry else ""})


class _Known:
    """What is recorded of the people who may be the same, read at once."""

    def __init__(self, ids: set[int], actor: User | None, on: date) -> None:
        self.on = on
        self.editable: set[int] = set()
        for part in batched(sorted(ids)):
            self.editable |= set(
                access.people_visible_to(actor, on, access.Permission.PERSON_EDIT)
                .filter(pk__in=part)
                .values_list("pk", flat=True)
            )
        self.units = people.main_unit_ids(ids, on)
        self.labels = org.labels_as_of(self.units.values(), on)
        self.posts = people.posts_as_of(ids, on)
        self.levels = people.theory_levels(ids)

    def unit_name(self, person_id: int) -> str:
        unit_id = self.units.get(person_id)
        return self.labels[unit_id].name if unit_id is not None else ""


def _key(draft: _Draft) -> tuple[str, date] | None:
    birth = people.read_birth(draft.values.get("birth", ""))
    name = fold(draft.values.get("full_name", ""))
    return (name, birth[0]) if name and birth and birth[0] else None


def _match_by_number(draft: _Draft, owner: people.Person, known: _Known) -> None:
    if owner.pk not in known.editable:
        draft.add("identity_number", "identity_elsewhere")
    elif owner.name_folded != fold(draft.values["full_name"]):
        draft.add("identity_number", "identity_other_name", name=owner.full_name)
    else:
        _compare(draft, owner, known)


def _match_by_name(draft: _Draft, namesakes: list[people.Person], known: _Known) -> None:
    number = draft.values.get("identity_number", "")
    same = [p for p in namesakes if p.birth == draft.values.get("birth") and not (number and p.identity_number)]
    if not same:
        if namesakes:
            draft.add("full_name", "same_name_and_birth", holds=False)
        return
    if draft.decision == "another":
        return
    if chosen := [p for p in same if str(p.uuid) == draft.decision and p.pk in known.editable]:
        _compare(draft, chosen[0], known)
        return
    here = [p for p in same if known.units.get(p.pk) == draft.unit_id and p.pk in known.editable]
    if len(here) == 1 and len(same) == 1:
        _compare(draft, here[0], known)
        return
    draft.action = "duplicate"
    visible = [p for p in same if p.pk in known.editable]
    if len(same) > 1:
        draft.reason = ("several_with_name_and_birth", {"count": len(same)})
    elif visible:
        draft.person = visible[0]
        draft.reason = ("same_name_and_birth_elsewhere", {"unit": known.unit_name(visible[0].pk)})
    else:
        draft.reason = ("same_name_and_birth_out_of_sight", {})


def _compare(draft: _Draft, person: people.Person, known: _Known) -> None:
    """Field by field: what the row says and the record does not."""
    draft.person = person
    for name in _PLAIN:
        value = draft.values.get(name, "")
        held = getattr(person, name)
        before = held.isoformat() if isinstance(held, date) else held
        if value and value != before:
            draft.changes.append(FieldChange(name, HEADERS[name][0], _in_words(name, before), _in_words(name, value)))
    if draft.unit_id is not None and known.units.get(person.pk) != draft.unit_id:
        draft.is_transfer = True
        draft.changes.append(
            FieldChange("unit_name", HEADERS["unit_name"][0], known.unit_name(person.pk), draft.values["unit_name"])
        )
    post = draft.values.get("post", "")
    titles = {fold(held.title) for held in known.posts.get(person.pk, []) if held.unit_id == draft.unit_id}
    if post and fold(post) not in titles:
        draft.changes.append(FieldChange("post", HEADERS["post"][0], "", post))
    level = draft.values.get("theory_level", "")
    order = list(people.TheoryLevel)
    recorded = known.levels.get(person.pk, "none")
    if level and order.index(people.TheoryLevel(level)) > order.index(people.TheoryLevel(recorded)):
        draft.changes.append(
            FieldChange(
                "theory_level",
                HEADERS["theory_level"][0],
                _in_words("theory_level", recorded),
                _in_words("theory_level", level),
            )
        )
    draft.action = "update" if draft.changes else "unchanged"


def _in_words(name: str, value: str) -> str:
    choices: Any = {"sex": people.Sex, "education": people.Education, "theory_level": people.TheoryLevel}.get(name)
    if choices is not None and value:
        return str(choices(value).label)
    if name in {"birth", *_DAYS}:
        return "/".join(reversed(value.split("-")))
    return value


@cache
def _vietnamese(name: str) -> dict[str, str]:
    """The Vietnamese words of a field's choices."""
    choices: Any = {"sex": people.Sex, "education": people.Education, "theory_level": people.TheoryLevel}[name]
    with translation.override("vi"):
        return {code: str(label) for code, label in choices.choices}


def _labels(values: Mapping[str, str]) -> dict[str, str]:
    return {name: _vietnamese(name)[values[name]] for name in ("sex", "education", "theory_level") if values.get(name)}


def belonging_kind(row: RosterRow, kind: str) -> str:
    """Members belong officially; others stand with the cell that proposes them, or with their employer."""
    if row.admitted_on:
        return str(people.BelongingKind.OFFICIAL_CELL)
    return str(people.BelongingKind.PROPOSING_CELL if kind in _CELL_KINDS else people.BelongingKind.EMPLOYER)

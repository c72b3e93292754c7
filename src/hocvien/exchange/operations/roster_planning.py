"""From kept rows to a plan: what each row says, what is wrong with it, and what executing would do. Writes nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from difflib import get_close_matches
from functools import cache, partial
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils import translation

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.common.errors import DomainError
from hocvien.common.text import fold
from hocvien.common.wording import say
from hocvien.exchange.arithmetic import cells
from hocvien.exchange.arithmetic.cells import Read, text_of
from hocvien.exchange.arithmetic.columns import columns_of, field_of, letter
from hocvien.exchange.constants import HEADERS
from hocvien.exchange.data import ColumnRead, FieldChange, RosterPlan, RosterProblem, RosterRow, SheetRead
from hocvien.exchange.operations.roster_reading import read_workbook, rows_of
from hocvien.exchange.wording import DUPLICATES, PROBLEMS
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


def plan_roster(*, actor: User | None, content: bytes, filename: str, unit: org.Unit, on: date) -> RosterPlan:
    """Read a workbook and say what executing would do. Writes nothing.

    Raises RosterUnreadable, NotAllowed. A child process of at most 10 seconds, then about 15 queries however many rows.
    """
    access.require(actor, access.Permission.ROSTER_IMPORT, unit, on)
    source = rows_of(read_workbook(content, filename), filename)
    return plan_rows(actor=actor, source=source, filename=filename, unit=unit, on=on)


def plan_rows(
    *,
    actor: User | None,
    source: Mapping[str, Any],
    filename: str,
    unit: org.Unit,
    on: date,
    uuid: UUID | None = None,
) -> RosterPlan:
    """The plan of rows already read; see `plan_roster`."""
    names = _Units(actor, unit, on)
    drafts: list[_Draft] = []
    sheets, columns = [], []
    for sheet in source["sheets"]:
        header = sheet["header"]
        sheets.append(SheetRead(sheet["name"], sheet["header_row"], len(sheet["rows"])))
        by_field = columns_of(header)
        columns += [
            ColumnRead(sheet["name"], letter(index), text_of(cell), field_of(cell).strip("-"))
            for index, cell in enumerate(header)
            if text_of(cell)
        ]
        drafts += [_read_row(sheet["name"], number, row, by_field, names) for number, row in sheet["rows"]]
    _mark_repeated(drafts)
    for draft in drafts:
        _check_whole(draft, on)
    _match(drafts, actor, on)
    rows = tuple(draft.as_row() for draft in drafts)
    problems = tuple(problem for draft in drafts for problem in draft.problems)
    return RosterPlan(
        uuid=uuid,
        filename=filename,
        unit_id=unit.pk,
        unit_code=unit.code,
        unit_name=names.name,
        on=on,
        sheets=tuple(sheets),
        columns=tuple(columns),
        people=rows,
        problems=problems,
        source=source,
    )


@dataclass(slots=True)
class _Draft:
    """A row on its way to the plan."""

    sheet: str
    row: int
    raw: dict[str, str]
    letters: dict[str, str]
    values: dict[str, str]
    unit_id: int | None = None
    unit_kind: str = ""
    action: str = "create"
    person: people.Person | None = None
    changes: list[FieldChange] = field(default_factory=list)
    problems: list[RosterProblem] = field(default_factory=list)
    reason: tuple[str, dict[str, Any]] | None = None
    is_transfer: bool = False

    def add(self, column: str, code: str, *, holds: bool = True, suggestion: str = "", **data: object) -> None:
        value = self.raw.get(column, "")
        words = {"value": value, "suggestion": suggestion, **data}
        self.problems.append(
            RosterProblem(
                sheet=self.sheet,
                row=self.row,
                cell=f"{self.letters.get(column, self.letters['full_name'])}{self.row}",
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


class _Units:
    """The units a row may name: the roster's unit and below, by code, by name, by "name [code]"."""

    def __init__(self, actor: User | None, unit: org.Unit, on: date) -> None:
        self.labels = org.labels_as_of(org.descendant_ids_as_of(unit.pk, on), on)
        self.allowed = set(access.unit_ids_for(actor, access.Permission.ROSTER_IMPORT, on).filter(pk__in=self.labels))
        self.name = self.labels[unit.pk].name if unit.pk in self.labels else org.label_as_of(unit.pk, on).name
        self.only = unit.pk if len(self.labels) <= 1 else None
        self.by_name: dict[str, list[int]] = {}
        for label in self.labels.values():
            for key in {
                fold(label.name),
                fold(label.short_name),
                fold(label.code),
                fold(f"{label.name} [{label.code}]"),
            }:
                self.by_name.setdefault(key, []).append(label.id)

    def settle(self, draft: _Draft) -> None:
        text = draft.raw.get("unit_name", "")
        if not text:
            if self.only is None:
                draft.add("unit_name", "unit_missing", unit=self.name)
                return
            draft.unit_id = self.only
        else:
            found = self.by_name.get(fold(text), [])
            if not found:
                near = get_close_matches(fold(text), self.by_name, n=1, cutoff=0.75)
                suggestion = self.labels[self.by_name[near[0]][0]].name if near else ""
                draft.add("unit_name", "unit_unknown", suggestion=suggestion, unit=self.name)
                return
            if len(set(found)) > 1:
                codes = ", ".join(self.labels[pk].code for pk in found[:4])
                draft.add("unit_name", "unit_ambiguous", suggestion=codes)
                return
            draft.unit_id = found[0]
        label = self.labels[draft.unit_id]
        draft.values["unit_name"] = label.name
        draft.unit_kind = label.kind
        if draft.unit_id not in self.allowed:
            draft.add("unit_name", "unit_not_yours")


def _read_row(sheet: str, number: int, row: list[Any], columns: Mapping[str, int], units: _Units) -> _Draft:
    cell = {name: row[index] if index < len(row) else "" for name, index in columns.items()}
    draft = _Draft(
        sheet=sheet,
        row=number,
        raw={name: text_of(value) for name, value in cell.items()},
        letters={name: letter(index) for name, index in columns.items()},
        values={},
    )
    for name, value in cell.items():
        if name == "unit_name":
            continue
        read = _read_field(name, value)
        draft.values[name] = read.value
        if read.problem:
            draft.add(name, read.problem, holds=read.holds, suggestion=read.suggestion, **read.data)
    if draft.values.get("post") and not draft.values.get("post_kind"):
        draft.values["post_kind"] = cells.post_kind_of(draft.values["post"])
    units.settle(draft)
    return draft


_READERS: dict[str, Callable[[object], Read]] = {
    "full_name": cells.read_name,
    "birth": partial(cells.read_date, partial=True),
    "admitted_on": partial(cells.read_date, partial=False),
    "official_on": partial(cells.read_date, partial=False),
    "identity_number": cells.read_identity,
    "party_card": cells.read_party_card,
    "phone": cells.read_phone,
    "sex": partial(cells.read_choice, words=cells.SEX_WORDS, problem="sex_unknown"),
    "ethnicity": partial(cells.read_text, limit=40),
    "profile_number": partial(cells.read_text, limit=20),
    "post": partial(cells.read_text, limit=120),
}
_CHOICES: dict[str, tuple[Any, Mapping[str, str], str]] = {
    "education": (people.Education, cells.EDUCATION_WORDS, "education_unknown"),
    "theory_level": (people.TheoryLevel, cells.THEORY_WORDS, "theory_unknown"),
    "post_kind": (people.PostKind, {}, "post_kind_unknown"),
}


def _read_field(name: str, value: object) -> Read:
    if name in _CHOICES:
        choices, more, problem = _CHOICES[name]
        return cells.read_choice(value, {**more, **_own_words(choices)}, problem)
    return _READERS[name](value)


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
    if draft.action == "problem":
        return
    try:
        people.build_person(new_person(values))
    except DomainError as refusal:
        draft.add(str(refusal.data.get("field", "full_name")), "refused", reason=refusal)
    except ValidationError as refusal:
        draft.add("full_name", "refused", reason=" ".join(refusal.messages))


def _held(draft: _Draft, name: str) -> bool:
    return any(problem.field == name and problem.holds for problem in draft.problems)


def new_person(values: Mapping[str, str]) -> people.NewPerson:
    """The values of a row as a person to be recorded, without belongings."""
    facts: dict[str, Any] = {name: values.get(name, "") for name in _PLAIN}
    for name in _DAYS:
        facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
    return people.NewPerson(**facts)


def _mark_repeated(drafts: Iterable[_Draft]) -> None:
    """The second row of one person in the file is held; the first goes in."""
    by_number: dict[str, _Draft] = {}
    by_name: dict[tuple[str, str], list[_Draft]] = {}
    for draft in drafts:
        number = draft.values.get("identity_number", "")
        key = (fold(draft.values.get("full_name", "")), draft.values.get("birth", ""))
        first = by_number.get(number) if number else None
        if first is None and all(key):
            first = next((d for d in by_name.get(key, []) if not (number and d.values.get("identity_number"))), None)
        if first is not None:
            draft.add("full_name", "repeated_in_file", row=first.row)
            continue
        if number:
            by_number[number] = draft
        by_name.setdefault(key, []).append(draft)


def _match(drafts: list[_Draft], actor: User | None, on: date) -> None:
    """Who of them is recorded already: by identity number, else by name and birth. A fixed number of queries."""
    by_number = people.find_by_identity(d.values.get("identity_number", "") for d in drafts)
    keys = {_key(d): d for d in drafts if _key(d) is not None}
    by_name = people.find_by_name_and_birth(key for key in keys if key is not None)
    found = {p.pk for p in by_number.values()} | {p.pk for rows in by_name.values() for p in rows}
    known = _Known(found, actor, on)
    for draft in drafts:
        if draft.action == "problem":
            continue
        owner = by_number.get(draft.values.get("identity_number", ""))
        if owner is not None:
            _match_by_number(draft, owner, known)
        else:
            _match_by_name(draft, by_name.get(_key(draft) or ("", on), []), known)


class _Known:
    """What is recorded of the people who may be the same, read at once."""

    def __init__(self, ids: set[int], actor: User | None, on: date) -> None:
        self.on = on
        self.editable: set[int] = set()
        for part in _parts(sorted(ids)):
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


def _parts(ids: list[int]) -> Iterable[list[int]]:
    return (ids[start : start + 5000] for start in range(0, len(ids), 5000))


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


def _labels(values: Mapping[str, str]) -> dict[str, str]:
    with translation.override("vi"):
        return {
            name: _in_words(name, values[name]) for name in ("sex", "education", "theory_level") if values.get(name)
        }


def belonging_kind(row: RosterRow, kind: str) -> str:
    """Members belong officially; others stand with the cell that proposes them, or with their employer."""
    if row.admitted_on:
        return str(people.BelongingKind.OFFICIAL_CELL)
    return str(people.BelongingKind.PROPOSING_CELL if kind in _CELL_KINDS else people.BelongingKind.EMPLOYER)


def with_uuid(plan: RosterPlan, uuid: UUID) -> RosterPlan:
    """The same plan, kept under this identity."""
    return replace(plan, uuid=uuid)

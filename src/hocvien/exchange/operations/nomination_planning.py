"""A nomination list that came in: who each row is, and what sending it would answer. Writes nothing.

The file is read by the reader of rosters; of a row only the name, the birth and the identity number decide who is meant. Whether the
person may be sent is asked of `classes`, in one question for all rows.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from hocvien.access import api as access
from hocvien.accounts.api import User
from hocvien.classes import api as classes
from hocvien.common.text import fold
from hocvien.exchange.arithmetic.columns import index_of, is_headed
from hocvien.exchange.arithmetic.edits import by_row, overlaid
from hocvien.exchange.arithmetic.person_row import CellProblem, PersonRead, RowReader
from hocvien.exchange.constants import RECORD_HEADER, RESERVE_HEADERS
from hocvien.exchange.data import NominationLine, NominationPlan
from hocvien.exchange.models import NominationFile
from hocvien.exchange.operations.roster_draft import in_language
from hocvien.exchange.wording import PROBLEMS
from hocvien.org import api as org
from hocvien.people import api as people

DECIDING = ("full_name", "birth", "identity_number")
_DAY = re.compile(r"\d{4}|\d[./-]\d")
_UNTICKED = frozenset({"", "0", "-", "khong", "no"})


@dataclass(frozen=True, slots=True)
class _Seen:
    """Who of the records that may be meant the reader sees, and where each belongs."""

    visible: set[int]
    here: set[int]
    units: Mapping[int, str]

    def words(self, person: people.Person) -> str:
        unit = self.units.get(person.pk, "")
        return (
            f"{person.full_name}, {person.birth_words}, {unit}" if unit else f"{person.full_name}, {person.birth_words}"
        )


def plan_nominations(*, actor: User | None, stored: NominationFile, on: date) -> NominationPlan:
    """Each row of the file matched and judged as of that day; about 40 queries however many rows.

    Raises for the whole list what `classes.preview_proposal` raises: NotAllowed, ClassNotEnrolling, LateListsOver, UnitNotInvited.
    """
    reads = _read(stored, on)
    lines = _matched(reads, actor, stored, on)
    return NominationPlan(tuple(_judged(lines, actor, stored, on)))


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row of the file as it stands now: its cells, with what was typed over them, and what they say."""

    sheet: int
    number: int
    cells: Sequence[Any]
    group: str
    read: PersonRead

    @property
    def key(self) -> str:
        return f"{self.sheet}!{self.number}"


@dataclass(slots=True)
class _Row:
    line: NominationLine
    identity: str
    birth_key: tuple[str, date] | None
    record: UUID | None


def read_rows(stored: NominationFile, on: date) -> Iterator[RowRead]:
    """The rows in the order of the file. No query."""
    sheets = stored.layout["sheets"]
    readers = [RowReader(sheet["columns"], on=on, choices={}, knows_unit=lambda _text: False) for sheet in sheets]
    typed = by_row(stored.edits)
    for sheet, number, as_it_came, group in stored.rows:
        cells = overlaid(as_it_came, typed.get((sheet, number), {}))
        yield RowRead(sheet, number, cells, group, readers[sheet].read(cells, group))


def _read(stored: NominationFile, on: date) -> list[_Row]:
    """The rows as words; those whose deciding cells cannot be read say so at the cell."""
    sheets = stored.layout["sheets"]
    marks = [_columns_of(sheet["columns"]) for sheet in sheets]
    rows = []
    for row in read_rows(stored, on):
        read, values = row.read, row.read.values
        reserve, record = (_cell(row.cells, at) for at in marks[row.sheet])
        line = NominationLine(
            key=row.key,
            sheet=sheets[row.sheet]["name"],
            row=row.number,
            full_name=values.get("full_name") or read.raw.get("full_name", ""),
            birth=_birth_words(read),
            unit_name=values.get("unit_name", ""),
            is_reserve=_is_ticked(reserve),
            state="unread" if (why := _unread(read, row.number)) else "unknown",
            why=why,
        )
        birth = people.read_birth(values.get("birth", ""))
        name = fold(values.get("full_name", ""))
        key = (name, birth[0]) if name and birth and birth[0] else None
        rows.append(_Row(line, values.get("identity_number", ""), key, _uuid(record)))
    return rows


def _columns_of(columns: Sequence[Mapping[str, Any]]) -> tuple[int | None, int | None]:
    """Where a name in reserve is ticked, and where our own template has the record."""
    headers = [(str(column["header"]), index_of(column["letter"])) for column in columns]
    reserve = next((at for header, at in headers if is_headed(header, RESERVE_HEADERS)), None)
    return reserve, next((at for header, at in headers if is_headed(header, [RECORD_HEADER])), None)


def _cell(cells: Sequence[Any], at: int | None) -> str:
    return str(cells[at]).strip() if at is not None and at < len(cells) and cells[at] is not None else ""


def _is_ticked(text: str) -> bool:
    """Whether the cell of the reserve is ticked; a day there is that of a member on probation, headed by the same words."""
    return fold(text) not in _UNTICKED and not _DAY.search(text)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _birth_words(read: PersonRead) -> str:
    value = read.values.get("birth", "")
    return "/".join(reversed(value.split("-"))) if value else read.raw.get("birth", "")


def deciding_problems(read: PersonRead) -> list[CellProblem]:
    """What is the matter with the cells that tell who is meant."""
    return [problem for problem in read.problems if problem.holds and problem.name in DECIDING]


def problem_words(problem: CellProblem, language: str) -> str:
    """What is said of a cell, in that language."""
    data = {"value": problem.value, "suggestion": problem.suggestion, **problem.data}
    return in_language(language, PROBLEMS[problem.code], data)


def _unread(read: PersonRead, number: int) -> str:
    """The same in words, one after another; "" when they can be read."""
    language = get_language() or "vi"
    return " ".join(
        _("Ô {cell}: {words}").format(cell=f"{one.letter}{number}", words=problem_words(one, language))
        for one in deciding_problems(read)
    )


# --- who is meant -----------------------------------------------------------------------------------------------------


def _matched(rows: Sequence[_Row], actor: User | None, stored: NominationFile, on: date) -> list[NominationLine]:
    """Each row with the record it is taken for; a row that may be several gives a line for each of them. About ten queries."""
    asked = [row for row in rows if row.line.state != "unread"]
    by_number = people.find_by_identity(row.identity for row in asked)
    by_name = people.find_by_name_and_birth(row.birth_key for row in asked if row.birth_key is not None)
    ids = people.person_ids_by_uuid({row.record for row in asked if row.record is not None})
    by_record = {person.uuid: person for person in people.people_by_ids(ids.values()).values()}
    found = [*by_number.values(), *by_record.values(), *(one for several in by_name.values() for one in several)]
    seen = _seen({person.pk for person in found}, actor, stored.unit, on)
    lines: list[NominationLine] = []
    taken: dict[int, int] = {}
    for row in rows:
        if row.line.state == "unread":
            lines.append(row.line)
            continue
        who, why = _who(row, by_number, by_name, by_record, seen)
        if len(who) == 1 and who[0].pk in taken:
            first = taken[who[0].pk]
            why = _("Trùng với người ở hàng {row} của tệp này. Bỏ bớt một hàng.").format(row=first)
            lines.append(replace(row.line, why=why, matched=seen.words(who[0])))
            continue
        if not who:
            lines.append(replace(row.line, why=why))
        for person in who:
            taken.setdefault(person.pk, row.line.row)
            lines.append(
                replace(
                    row.line,
                    key=f"{row.line.key}:{person.uuid}",
                    state="several" if len(who) > 1 else "ready",
                    person_uuid=person.uuid,
                    person_id=person.pk,
                    matched=seen.words(person),
                    why=why,
                )
            )
    return lines


def _seen(ids: set[int], actor: User | None, unit: org.Unit, on: date) -> _Seen:
    visible = set(access.people_visible_to(actor, on).order_by().filter(pk__in=ids).values_list("pk", flat=True))
    places = people.main_unit_ids(visible, on)
    labels = org.labels_as_of(places.values(), on)
    below = people.person_ids_at(org.descendant_ids_as_of(unit.pk, on), on).filter(person_id__in=visible)
    here = set(below.values_list("person_id", flat=True))
    return _Seen(visible, here, {pk: labels[at].name for pk, at in places.items()})


def _who(
    row: _Row,
    by_number: Mapping[str, people.Person],
    by_name: Mapping[tuple[str, date], list[people.Person]],
    by_record: Mapping[UUID, people.Person],
    seen: _Seen,
) -> tuple[list[people.Person], str]:
    """(the records the row may be, what is to be done where it is not one)."""
    recorded = by_record.get(row.record) if row.record is not None else None
    if recorded is not None and recorded.pk in seen.visible and recorded.name_folded == fold(row.line.full_name):
        return [recorded], ""
    owner = by_number.get(row.identity) if row.identity else None
    if owner is not None:
        if owner.pk not in seen.visible:
            return [], _("Số định danh này thuộc hồ sơ ngoài phạm vi của bạn. Để đơn vị của người này cử đi.")
        if owner.name_folded != fold(row.line.full_name):
            words = _("Số định danh này đã có ở hồ sơ {name}, tên khác hàng này. Kiểm tra lại số và tên.")
            return [], words.format(name=owner.full_name)
        return [owner], ""
    if row.birth_key is None:
        return [], _("Thiếu ngày sinh hoặc số định danh nên không biết là ai. Ghi thêm một trong hai ô.")
    return _by_name(row, by_name.get(row.birth_key, []), seen)


def _by_name(row: _Row, namesakes: Iterable[people.Person], seen: _Seen) -> tuple[list[people.Person], str]:
    same = [one for one in namesakes if not (row.identity and one.identity_number)]
    visible = [one for one in same if one.pk in seen.visible]
    here = [one for one in visible if one.pk in seen.here]
    chosen = here or visible
    if len(chosen) == 1:
        return chosen, ""
    if chosen:
        number = len(chosen)
        words = ngettext(
            "Có {n} hồ sơ cùng họ tên và ngày sinh. Đánh dấu đúng người, hoặc ghi số định danh.",
            "Có {n} hồ sơ cùng họ tên và ngày sinh. Đánh dấu đúng người, hoặc ghi số định danh.",
            number,
        )
        return chosen, words.format(n=number)
    if same:
        return [], _("Có hồ sơ cùng họ tên và ngày sinh nhưng ngoài phạm vi của bạn. Để đơn vị của người này cử đi.")
    return [], _(
        "Chưa có hồ sơ của người này. Kiểm tra họ tên, ngày sinh; nếu đúng, thêm hồ sơ (Nhập danh sách) rồi mở lại trang này."
    )


# --- what sending would answer ----------------------------------------------------------------------------------------


def _judged(
    lines: Sequence[NominationLine], actor: User | None, stored: NominationFile, on: date
) -> list[NominationLine]:
    """Lines that are somebody's, with the verdict and what the list of the class says. Those in reserve are asked as such."""
    asked = [line for line in lines if line.person_id is not None]
    training_class = stored.training_class
    outcomes = classes.preview_proposal(
        actor=actor,
        training_class=training_class,
        sending_unit=stored.unit,
        person_ids=[line.person_id for line in asked if line.person_id is not None],
        reserve_ids={line.person_id for line in asked if line.person_id is not None and line.is_reserve},
        today=on,
        is_late=classes.is_past_deadline(training_class, on),
    )
    told = {outcome.person_id: outcome for outcome in outcomes}
    sent = classes.persons_of_nominations(stored.sent)
    return [_told(line, told[line.person_id], sent) if line.person_id is not None else line for line in lines]


def _told(line: NominationLine, outcome: classes.ProposalOutcome, sent: set[int]) -> NominationLine:
    verdict = outcome.verdict
    judged = replace(
        line,
        verdict=verdict.verdict if verdict is not None else "",
        clauses=classes.open_clause_words(verdict) if verdict is not None else "",
    )
    if line.person_id in sent:
        return replace(judged, state="sent", why="")
    if isinstance(outcome.error, classes.AlreadyOnList):
        return replace(judged, state="listed", why=str(outcome.error))
    if outcome.error is not None:
        return replace(judged, state="refused", why=str(outcome.error))
    return judged

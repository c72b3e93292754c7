"""What crosses the door of exchange."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ReturnHead:
    """What stands above and below the table of a statistics form, and what tells which one it is when it comes back ("" of a blank form)."""

    form_code: str
    form_name: str
    unit_name: str
    period: str
    on: date
    superior: str = ""
    remark: str = ""
    signers: str = ""
    form_uuid: str = ""
    return_uuid: str = ""
    unit_code: str = ""


@dataclass(frozen=True, slots=True)
class ReturnCell:
    """A number of a form as a workbook tells it; `where` is its place there ("D7")."""

    cell: str
    value: int
    where: str


@dataclass(frozen=True, slots=True)
class ReturnFile:
    """A form read from a workbook. `label`: return, form, unit and code of the form as we wrote them, () where it has none; `problems`: (place, words)."""

    label: tuple[str, ...]
    cells: tuple[ReturnCell, ...]
    problems: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HeadcountLine:
    """Numbers of one unit as given, in texts; `cells`: field → where it stands ("D7"), or "" where nothing tells. `None`: no such column.

    Without `code` and `unit` the lines follow the order of the page.
    """

    line: int
    code: str
    unit: str
    invited: str | None
    present: str | None
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class NominationLine:
    """A row of a nomination list: as read, who it is taken for, and what sending it would answer.

    `state`: ready, refused (the class or its rules of lists say no), unknown (nobody, or not to be told which), unread (a cell), listed,
    sent (by this file). `why`: what is the matter and what to do, in the reader's language. `key` names the row and the person taken.
    """

    key: str
    sheet: str
    row: int
    full_name: str
    birth: str
    unit_name: str
    is_reserve: bool
    state: str
    person_uuid: UUID | None = None
    person_id: int | None = None
    matched: str = ""
    why: str = ""
    verdict: str = ""
    clauses: str = ""


@dataclass(frozen=True, slots=True)
class NominationPlan:
    """A nomination list as it stands today: its rows in the order of the file."""

    lines: tuple[NominationLine, ...]

    def count(self, state: str) -> int:
        return sum(1 for line in self.lines if line.state == state)


@dataclass(frozen=True, slots=True)
class FigureProblem:
    """What is the matter with a cell of a table of published figures ("D7", or the row alone), in the reader's language.

    `field`: whose cell of the row it is, also where the table has no such column; `fix`: a text that would put it right, "" for none.
    """

    row: int
    cell: str
    field: str
    code: str
    message: str
    value: str
    suggestion: str = ""
    fix: str = ""


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """A backup as written or read: its file, when it was made, how much it holds (`size` in bytes)."""

    file: str
    made_at: datetime
    tables: int
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class SheetRead:
    """A sheet with people: its header row (from 1, as Excel counts) and how many rows stand below it."""

    name: str
    header_row: int
    rows: int


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column and the field it was taken for; no field: nothing reads it."""

    sheet: str
    letter: str
    header: str
    field: str
    encoding: str = "unicode"


@dataclass(frozen=True, slots=True)
class RosterProblem:
    """One thing at one cell. `holds`: the row does not go in until it is put right."""

    sheet: str
    row: int
    cell: str
    field: str
    code: str
    value: str
    suggestion: str
    holds: bool
    message_vi: str
    message_en: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a row changes in a record that exists; labels and words, for people."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RosterRow:
    """A person as read from one row, and what executing would do: create, update, unchanged, duplicate or problem."""

    sheet: str
    row: int
    raw: Mapping[str, str]
    full_name: str
    birth: str
    sex: str
    ethnicity: str
    identity_number: str
    party_card: str
    profile_number: str
    admitted_on: str
    official_on: str
    education: str
    theory_level: str
    post: str
    post_kind: str
    unit_name: str
    phone: str
    unit_id: int | None
    action: str
    person_uuid: UUID | None = None
    changes: tuple[FieldChange, ...] = ()
    reason_vi: str = ""
    reason_en: str = ""
    is_transfer: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlannedPart:
    """A part of a plan. `repeated`: "<sheet index>!<row>" → the row of the same person before it, for planning this part alone.

    `reads`: for each row its unit and values, None where a problem was found or a cell typed over; JSON-able.
    """

    people: tuple[RosterRow, ...]
    problems: tuple[RosterProblem, ...]
    repeated: Mapping[str, int]
    reads: tuple[list[Any] | None, ...] = ()


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """What a workbook holds and what executing would do. Nothing is written by making one."""

    filename: str
    unit_id: int
    unit_code: str
    unit_name: str
    on: date
    sheets: tuple[SheetRead, ...]
    columns: tuple[ColumnRead, ...]
    people: tuple[RosterRow, ...]
    problems: tuple[RosterProblem, ...]

    def count(self, action: str) -> int:
        """How many rows have this action."""
        return sum(1 for row in self.people if row.action == action)

    @property
    def will_write(self) -> int:
        return self.count("create") + self.count("update")

    def as_json(self) -> dict[str, Any]:
        """The form of `hocvien roster plan`; see the room's README."""
        return {
            "sheets": [{"name": s.name, "header_row": s.header_row, "rows": s.rows} for s in self.sheets],
            "columns": [
                {"sheet": c.sheet, "letter": c.letter, "header": c.header, "field": c.field} for c in self.columns
            ],
            "encoding": [
                {"sheet": c.sheet, "letter": c.letter, "from": c.encoding}
                for c in self.columns
                if c.encoding != "unicode"
            ],
            "create": self.count("create"),
            "update": self.count("update"),
            "unchanged": self.count("unchanged"),
            "duplicates": [
                {
                    "sheet": row.sheet,
                    "row": row.row,
                    "full_name": row.full_name,
                    "person": str(row.person_uuid or ""),
                    "reason_vi": row.reason_vi,
                    "reason_en": row.reason_en,
                }
                for row in self.people
                if row.action == "duplicate"
            ],
            "problems": [
                {
                    "sheet": p.sheet,
                    "cell": p.cell,
                    "code": p.code,
                    "message_vi": p.message_vi,
                    "message_en": p.message_en,
                    "value": p.value,
                    "suggestion": p.suggestion,
                }
                for p in self.problems
            ],
            "people": [_person_json(row) for row in self.people],
        }


_PERSON_KEYS = (
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
    "theory_level",
    "post",
    "unit_name",
)


def _person_json(row: RosterRow) -> dict[str, Any]:
    person: dict[str, Any] = {"sheet": row.sheet, "row": row.row, "action": row.action}
    for key in _PERSON_KEYS:
        person[key] = getattr(row, key)
        if key in row.labels:
            person[f"{key}_label"] = row.labels[key]
    return person


@dataclass(frozen=True, slots=True)
class RosterOutcome:
    """What executing wrote."""

    uuid: UUID
    created: int
    updated: int
    unchanged: int
    held: int

    def as_json(self) -> dict[str, Any]:
        return {
            "import": str(self.uuid),
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "held": self.held,
        }


@dataclass(frozen=True, slots=True)
class KeptProblem:
    """A problem as kept with its row. `cell` is "0!B5", the name under which the cell is edited; `text` all that stands there now,

    of which `value` may be one line.
    """

    cell: str
    text: str
    field: str
    code: str
    value: str
    suggestion: str
    holds: bool
    message_vi: str
    message_en: str


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row of a kept roster as last planned. `key` is "0!5"; `raw` stands only where there are problems."""

    key: str
    sheet: str
    row: int
    full_name: str
    birth: str
    unit_name: str
    action: str
    person_uuid: UUID | None
    changes: tuple[FieldChange, ...]
    reason_vi: str
    reason_en: str
    raw: Mapping[str, str]
    problems: tuple[KeptProblem, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A record that a row may be, with what tells it from another: its unit, the end of its identity number."""

    uuid: UUID
    full_name: str
    birth: str
    unit_name: str
    identity_end: str

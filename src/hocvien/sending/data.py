"""What crosses the door of `sending`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNotice:
    """A notice as its paper says. `issuer_id`: the school's unit where it stands in the tree; `issuer_name` is what is printed either way."""

    issuer_name: str
    number: str
    issued_on: date
    name: str
    programme_id: int
    seats: int
    opens_on: date
    issuer_id: int | None = None
    study_mode: str = ""
    audience: str = ""
    names_due_on: date | None = None
    ends_on: date | None = None
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one name: put on the list, or refused and why."""

    person_id: int
    full_name: str
    sending_uuid: UUID | None = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDiploma:
    """A paper the school gave. `level`: the theory level it proves, only of a diploma."""

    kind: str
    number: str
    issued_on: date
    issued_by: str
    band: str = ""
    level: str = ""
    finished_on: date | None = None


@dataclass(frozen=True, slots=True)
class MarkLine:
    """One line of a transcript, as the school wrote it."""

    module: str
    periods: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """Somebody of the unit who could be sent, as judged for the notice. `due_on`: when an obligation this programme meets falls due."""

    uuid: UUID
    full_name: str
    name_key: str
    birth_on: date | None
    birth_text: str
    sex: str
    unit_id: int | None
    unit_name: str
    verdict: str
    clauses: tuple[Mapping[str, Any], ...]
    due_on: date | None
    is_planned: bool
    status: str
    is_generated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsLeft:
    """Of the seats that a unit was handed: `left` have no name yet, of `total`."""

    unit_id: int
    unit_name: str
    left: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRow:
    """One person on the list of a notice."""

    uuid: UUID
    notice_uuid: UUID
    person_uuid: UUID
    full_name: str
    name_key: str
    birth_on: date | None
    birth_text: str
    sex: str
    unit_name: str
    unit_code: str
    verdict: str
    clauses: tuple[Mapping[str, Any], ...]
    status: str
    course: str
    finished_on: date | None
    decision_number: str
    has_diploma: bool
    is_late: bool
    reason_code: str
    words: str
    is_generated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskItem:
    """What waits about one notice: `names` (asked by a day), `approve` (names wait), `results` (the end has passed without a paper)."""

    kind: str
    notice_uuid: UUID
    name: str
    issuer_name: str
    count: int
    due_on: date | None

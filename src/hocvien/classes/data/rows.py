"""Rows of the screens of a class, and the work that waits: plain frozen values."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from hocvien.classes.data.lists import OrderFact

_NOTHING = OrderFact()


@dataclass(frozen=True, slots=True, kw_only=True)
class RollRow:
    """One person on the sheet of one session; `uuid` is the participation's. `status` None: not yet recorded."""

    uuid: UUID
    person_uuid: UUID
    full_name: str
    folded: str
    birth_text: str
    unit_name: str
    group: int | None
    status: str | None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseRow:
    """One clause as it was judged, in the reader's language."""

    title: str
    verdict: str
    value: str
    citation: str
    mark: str = ""
    fill: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRow:
    """One participation on the learners page. `clauses` and `judged_on` are filled when one learner is asked for."""

    uuid: UUID
    class_uuid: UUID
    person_uuid: UUID
    full_name: str
    name_key: str
    birth_on: date | None
    birth_text: str
    sex: str
    unit_code: str
    unit_name: str
    group: int | None
    status: str
    status_label: str
    status_reason: str
    admitted_on: date
    ended_on: date | None
    is_late: bool
    verdict: str
    judged_on: date
    clauses: tuple[Any, ...]
    present: int
    recorded: int
    sessions: int
    outcome: str
    is_generated: bool

    @property
    def is_active(self) -> bool:
        return self.status == "active"


@dataclass(frozen=True, slots=True, kw_only=True)
class NominationRow:
    """One name on the list of a class."""

    uuid: UUID
    class_uuid: UUID
    person_uuid: UUID
    full_name: str
    name_key: str
    birth_on: date | None
    birth_text: str
    sex: str
    unit_code: str
    unit_name: str
    verdict: str
    failed_words: str
    status: str
    reason_words: str
    is_late: bool
    substitute_for: str
    proposed_by: str
    proposed_at: Any
    is_generated: bool
    person_id: int
    sending_unit_id: int
    # who has it now, since when, by when; "" once it is decided
    step: int | None = None
    step_label: str = ""
    step_unit_name: str = ""
    step_since: Any = None
    step_due_on: date | None = None
    round_number: int | None = None
    reserve_position: int | None = None
    position: int | None = None
    order: OrderFact = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateRow:
    """A person of a sending unit with the verdict for one class; `uuid` is the person's."""

    uuid: UUID
    full_name: str
    name_key: str
    birth_on: date | None
    birth_text: str
    sex: str
    unit_name: str
    verdict: str
    failed_words: str
    state_label: str
    is_generated: bool
    order: OrderFact = _NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRow:
    """A unit called to send people: its bound, how many it sent, how many of them wait for somebody or were taken, how many came back to it."""

    unit_id: int
    unit_code: str
    unit_name: str
    seats: int | None
    sent: int
    taken: int
    waiting: int = 0
    returned: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """One half-day on the timetable with what was recorded of it. `recorded` counts people with a mark."""

    uuid: UUID
    class_uuid: UUID
    class_code: str
    class_name: str
    number: int
    on: date
    half: str
    half_label: str
    title: str
    form: str
    form_label: str
    periods: int
    lecturer_name: str
    place: str
    expected: int
    present: int
    late: int
    left_early: int
    with_leave: int
    without_leave: int

    @property
    def attended(self) -> int:
        return self.present + self.late + self.left_early

    @property
    def absent(self) -> int:
        return self.with_leave + self.without_leave

    @property
    def recorded(self) -> int:
        return self.attended + self.absent

    @property
    def unrecorded(self) -> int:
        return max(0, self.expected - self.recorded)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedResult:
    """One row of the results page; `uuid` is the participation's: entry, absence, what is proposed and why, what was decided."""

    participation: Any
    uuid: UUID
    person_uuid: UUID
    full_name: str
    birth_text: str
    unit_name: str
    group: int | None
    mark: Decimal | None
    entered_band_code: str
    entered_outcome: str
    entered: str
    entered_name: str
    note: str
    absent_periods: int
    total_periods: int
    unrecorded_periods: int
    absence_percent: Decimal
    barred: bool
    outcome: str
    band_code: str
    band_name: str
    proposed_words: str
    why: str
    citation: str
    decided_outcome: str
    decided_band_code: str
    decided_band_name: str
    decided_words: str

    @property
    def proposed_outcome(self) -> str:
        return self.outcome

    @property
    def absence_share(self) -> float:
        """Of one, exact."""
        return self.absent_periods / self.total_periods if self.total_periods else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultSheet:
    """The results page of a class: the rule it is judged by, its rows, and the decision in force."""

    kind: str
    bands: tuple[tuple[str, str], ...]
    rows: tuple[ProposedResult, ...]
    rule_words: tuple[str, ...]
    totals_words: str
    band_rows: tuple[tuple[str, int], ...]
    recognition: Any = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCounts:
    """Heads and half-days of one class."""

    learners: int
    active: int
    women: int
    groups: int
    waiting: int
    to_approve: int
    to_admit: int
    sessions: int
    rolls: int
    rolls_missing: int
    to_issue: int
    issued: int
    next_roll: Any = None
    next_roll_number: int = 0
    # of the curriculum; and of half-days whose roll was recorded
    periods_wanted: int = 0
    periods_taught: int = 0

    @property
    def periods_missing(self) -> int:
        """What the curriculum asks for beyond what was taught."""
        return max(self.periods_wanted - self.periods_taught, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassActions:
    """What an actor may do to one class, whatever its status."""

    edit: bool
    propose: bool
    approve: bool
    admit: bool
    edit_sessions: bool
    record_roll: bool
    enter_results: bool
    decide_results: bool
    issue_certificates: bool
    sees_everybody: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineRow:
    """One class in a person's record; `uuid` is the participation's."""

    uuid: UUID
    class_uuid: UUID
    class_code: str
    class_name: str
    programme_code: str
    programme_name: str
    opened_by_name: str
    sending_unit_name: str
    opens_on: date
    closes_on: date
    class_status: str
    class_status_label: str
    status: str
    status_label: str
    outcome: str
    outcome_words: str
    is_visible: bool
    # of a recognised result, where the programme gives marks
    mark: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing waiting for this person, or `stands_for` several not shown; 0: it waits with others, and is only told. `kind` says which page of the class (or plan) it opens."""

    kind: str
    title: str
    detail: str
    tone: str
    count: int
    due_on: date | None = None
    class_uuid: UUID | None = None
    session_uuid: UUID | None = None
    plan_uuid: UUID | None = None
    unit_code: str = ""
    year: int | None = None
    stands_for: int = 1


@dataclass(frozen=True, slots=True)
class DoneAsked:
    """What is counted of a programme in a period at some units (ids or a subquery). `what`: people, classes or full_time."""

    key: int
    what: str
    programme_id: int
    unit_ids: Any
    from_: date
    to_exclusive: date


@dataclass(frozen=True, slots=True)
class Stages:
    """How far the names of a class have come; verdicts are of names that were not sent back."""

    waiting: int = 0
    admitted: int = 0
    sent_back: int = 0
    met: int = 0
    not_met: int = 0
    data_missing: int = 0
    learners: int = 0
    completed: int = 0
    failed: int = 0
    issued: int = 0

    def with_learners(self, learners: int, completed: int, failed: int, issued: int) -> "Stages":
        """The same with what became of the learners."""
        return replace(self, learners=learners, completed=completed, failed=failed, issued=issued)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonStages:
    """One name on a class's list and what became of it; what is not there yet is None or empty."""

    nomination: Any
    participation: Any
    result: Any
    certificate: Any
    person_uuid: UUID
    full_name: str
    unit_name: str
    status_label: str
    verdict: str
    outcome_label: str

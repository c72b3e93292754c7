"""What crosses the door of `classes`: plain frozen values."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from hocvien.common.wording import gettext_noop, say


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClass:
    """A class to be opened. A unit left empty is the opener; a code left empty is given."""

    name: str
    programme_id: int
    opened_by_id: int
    seats: int
    opens_on: date
    closes_on: date
    code: str = ""
    intake: str = ""
    study_mode: str = ""
    hosted_by_id: int | None = None
    taught_by_id: int | None = None
    paid_by_id: int | None = None
    certified_by_id: int | None = None
    is_joint: bool = False
    joint_with_id: int | None = None
    is_carried_over: bool = False
    plan_line_id: int | None = None
    outside_plan_decision: str = ""
    authority: str = ""
    decision_number: str = ""
    decision_on: date | None = None
    proposals_close_on: date | None = None
    place: str = ""
    head_id: int | None = None
    is_generated: bool = False
    invited_unit_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalOutcome:
    """What became of one person of a proposed list: a nomination, or the reason there is none."""

    person_id: int
    full_name: str = ""
    nomination: Any = None
    error: Any = None
    verdict: Any = None

    @property
    def ok(self) -> bool:
        return self.nomination is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """One half-day to be put on the timetable."""

    on: date
    half: str
    title: str
    lesson_id: int | None = None
    periods: int = 5
    form: str = "lecture"
    lecturer_id: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonPlan:
    """One lesson of a curriculum as the timetable needs it."""

    lesson_id: int
    title: str
    periods: int
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RollSummary:
    """Heads of one session by status."""

    total: int
    present: int = 0
    late: int = 0
    left_early: int = 0
    absent_with_leave: int = 0
    absent_without_leave: int = 0

    @property
    def recorded(self) -> int:
        return self.present + self.late + self.left_early + self.absent_with_leave + self.absent_without_leave

    @property
    def unrecorded(self) -> int:
        return self.total - self.recorded

    @property
    def absent(self) -> int:
        return self.absent_with_leave + self.absent_without_leave

    @property
    def attended(self) -> int:
        """Who was in the room, late or leaving early included."""
        return self.present + self.late + self.left_early

    def __str__(self) -> str:
        if self.unrecorded:
            return say(
                gettext_noop(
                    "Đã ghi {recorded}/{total} người: có mặt {attended}, vắng {absent}; {unrecorded} người chưa ghi."
                ),
                recorded=self.recorded,
                total=self.total,
                attended=self.attended,
                absent=self.absent,
                unrecorded=self.unrecorded,
            )
        return say(
            gettext_noop("Đã điểm danh {total} người: có mặt {attended}, vắng {absent}."),
            total=self.total,
            attended=self.attended,
            absent=self.absent,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Periods and sessions of one person in one class; `total` are those of the whole timetable."""

    present_periods: int = 0
    absent_periods: int = 0
    total_periods: int = 0
    present_sessions: int = 0
    absent_sessions: int = 0
    total_sessions: int = 0

    @property
    def unrecorded_periods(self) -> int:
        return self.total_periods - self.present_periods - self.absent_periods

    @property
    def unrecorded_sessions(self) -> int:
        return self.total_sessions - self.present_sessions - self.absent_sessions


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultEntry:
    """What is entered for one person; only the field of the programme's assessment kind is filled. All empty clears the entry."""

    mark: Decimal | None = None
    band_code: str = ""
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What the program proposes for one result, and why, from the entry and the absence alone."""

    outcome: str
    band_code: str
    band_name: str
    barred: bool
    absence_percent: Decimal
    why: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkItem:
    """One thing waiting for this person. `kind` says which page of the class (or plan) it opens."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfDays:
    """On which days and halves a class meets."""

    start_on: date
    last_on: date
    halves: tuple[str, ...]
    weekdays: tuple[int, ...]
    skip: tuple[date, ...] = field(default=())

    @classmethod
    def of(
        cls, start_on: date, last_on: date, halves: Iterable[str], weekdays: Iterable[int], skip: Iterable[date]
    ) -> "HalfDays":
        return cls(
            start_on=start_on, last_on=last_on, halves=tuple(sorted(halves)), weekdays=tuple(weekdays), skip=tuple(skip)
        )


# --- Rows of screens ------------------------------------------------------------------------------------------------


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
    verdict_label: str
    value: str
    citation: str


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


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationRow:
    """A unit called to send people: its bound, how many it sent and how many were taken."""

    unit_id: int
    unit_code: str
    unit_name: str
    seats: int | None
    sent: int
    taken: int


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

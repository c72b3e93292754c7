"""What is handed in to the door of `classes`, and what its operations answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from hocvien.common.wording import gettext_noop, say


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClass:
    """A class to be opened. A unit left empty is the opener; a code left empty is given. `copied_from_id`: prepared from that class, so only
    planned until it is announced.
    """

    name: str
    programme_id: int
    opened_by_id: int
    seats: int
    opens_on: date
    closes_on: date
    code: str = ""
    intake: str = ""
    study_mode: str = ""
    audience: str = ""
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
    held_within: str = ""
    head_id: int | None = None
    is_generated: bool = False
    invited_unit_ids: tuple[int, ...] = ()
    copied_from_id: int | None = None


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
class ClassCopy:
    """A class of the year before as it would be prepared again; `notes` say what is not carried over, `why_not` why nothing is.

    `new` is the class to be opened, None where there is a `why_not`; `seats` bounds units it invites.
    """

    source: Any
    opens_on: date
    closes_on: date
    new: NewClass | None = None
    line_id: int | None = None
    sessions: tuple[NewSession, ...] = ()
    seats: Mapping[int, int | None] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOutcome:
    """What became of one class chosen to be prepared again: the class, or why there is none."""

    source: Any
    training_class: Any = None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class LineNotes:
    """What is said beside the classes of a plan line: those only prepared from last year's, those held within another meeting."""

    prepared: int = 0
    within: int = 0


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

"""What crosses the door of `people`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hocvien.common.errors import DomainError


@dataclass(frozen=True, slots=True)
class NewBelonging:
    unit_id: int
    kind: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NewPost:
    unit_id: int
    kind: str
    title: str
    valid_from: date
    valid_to: date | None = None
    work_field: str = ""


@dataclass(frozen=True, slots=True)
class NewManagement:
    """The unit whose committee manages the cadre."""

    unit_id: int
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NewPlanning:
    """Planned for a post of this kind at the unit, by the document of that number and day."""

    unit_id: int
    kind: str
    number: str
    decided_on: date
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NewLeave:
    kind: str
    valid_from: date
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class NewQualification:
    level: str
    evidence: str = "none"
    number: str = ""
    issued_on: date | None = None
    issued_by: str = ""


@dataclass(frozen=True, slots=True)
class NewRating:
    year: int
    kind: str
    grade: str


@dataclass(frozen=True, slots=True)
class NewMove:
    """The next official cell: asked of the receiving unit, or at once where the actor keeps both sides."""

    unit_id: int
    on: date
    paper_number: str = ""
    paper_on: date | None = None
    is_at_once: bool = False


# what can be done to many people at once
SetWork = NewRating | NewManagement | NewLeave | NewMove
# why somebody is left out: a code of `wording.LEFT_OUT` and what its sentence names, as JSON
Reason = tuple[str, dict[str, Any]]
# what was done to one person, as JSON: "made" rows as [model, id, values], "ended" rows as [model, id, end before, end after]
Effect = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SetOutcome:
    """What was done, by person, and who was left out."""

    effects: dict[int, Effect]
    left_out: dict[int, Reason]


@dataclass(frozen=True, slots=True)
class NewPerson:
    """One person to be recorded. `birth` is "1970-05-03", "1970-05", "1970" or ""."""

    full_name: str
    birth_name: str = ""
    birth: str = ""
    sex: str = ""
    ethnicity: str = ""
    identity_number: str = ""
    phone: str = ""
    email: str = ""
    education: str = ""
    admitted_on: date | None = None
    official_on: date | None = None
    party_card: str = ""
    profile_number: str = ""
    is_generated: bool = False
    belongings: tuple[NewBelonging, ...] = field(default=())
    posts: tuple[NewPost, ...] = field(default=())
    qualifications: tuple[NewQualification, ...] = field(default=())
    ratings: tuple[NewRating, ...] = field(default=())
    managements: tuple[NewManagement, ...] = field(default=())
    leaves: tuple[NewLeave, ...] = field(default=())
    plannings: tuple[NewPlanning, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Transfer:
    """A person's next official cell from a day."""

    person_id: int
    unit_id: int
    on: date


@dataclass(frozen=True, slots=True)
class TransferCounts:
    """Requests to move: to accept here, sent and waiting, sent and returned."""

    to_accept: int
    sent: int
    returned: int


@dataclass(frozen=True, slots=True)
class Looks:
    """What of a record is compared with another: folded names, birth as ISO as far as known, numbers as text, "" not known."""

    name: str
    birth_name: str = ""
    birth: str = ""
    sex: str = ""
    identity_number: str = ""
    party_card: str = ""
    profile_number: str = ""
    phone: str = ""
    unit_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Likeness:
    """Why two records look like one person: codes of `constants.LIKENESS`, and their sum from 0 to 100."""

    reasons: tuple[str, ...]
    score: int


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A proposed pair. `other_id` is whom it looks like; `in_sight` whether the one who asked may see that record."""

    person_id: int
    other_id: int
    likeness: Likeness
    in_sight: bool = True
    question: Any = None


@dataclass(frozen=True, slots=True)
class PersonReference:
    """A table of an upper app whose rows point at a person, told at start so that a merge takes them along.

    `refuse(survivor_id, merged_id)` says why the two records cannot be one, as refusals ready to be raised; a few queries.
    `is_trace`: its rows tell of dealing with the record (who looked) and are no reason to keep it.
    """

    model: str
    field: str
    words: Any
    refuse: Callable[[int, int], Sequence[DomainError]] | None = None
    is_trace: bool = False


@dataclass(frozen=True, slots=True)
class MergeField:
    """One field in which two records differ, or a blank beside a value. `chosen`: whose value stands unless chosen otherwise."""

    key: str
    label: Any
    survivor: str
    merged: str
    chosen: str
    is_conflict: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would do: fields to choose, and how many rows of each kind go over. `refusals` stand in its way."""

    fields: tuple[MergeField, ...]
    moving: tuple[tuple[Any, int], ...]
    refusals: tuple[DomainError, ...]


@dataclass(frozen=True, slots=True)
class UnmergeOutcome:
    """What could not be put back as it was, in sentences, because it was changed after the merge."""

    notes: tuple[Any, ...]

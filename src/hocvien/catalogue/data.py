"""What crosses the door of `catalogue`: rules in force, and what is handed in to write a new version."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from hocvien.common.intervals import OPEN_END


@dataclass(frozen=True, slots=True, kw_only=True)
class BandRule:
    """One band; `min_mark` inclusive."""

    code: str
    name: str
    min_mark: Decimal
    is_pass: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentRule:
    """How results are reached; `kind` is a value of AssessmentKind; bands best first."""

    kind: str
    pass_mark: Decimal | None
    max_absence_percent: int
    bands: tuple[BandRule, ...] = ()
    citation: str = ""
    mark: str = "default"
    valid_from: date = date.min
    valid_to: date = OPEN_END


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRule:
    """What is handed out; `kind` is a value of PaperKind, `qr_place` of QrPlace."""

    kind: str
    form_code: str
    title: str
    signer_title: str
    register_code: str
    valid_months: int | None = None
    qr_place: str = "back"
    citation: str = ""
    mark: str = "default"
    valid_from: date = date.min
    valid_to: date = OPEN_END


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLesson:
    """One lesson of a new version, in the order of the list; `form` is a value of SessionForm."""

    title: str
    periods: int
    form: str = "lecture"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCurriculum:
    """A new version of a programme's content, in force from a day."""

    version: str
    valid_from: date
    lessons: Sequence[NewLesson] = field(default=())
    periods_per_session: int = 5
    citation: str = ""
    mark: str = "default"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRule:
    """Who may open classes; `need` is a value of OpeningNeed, `kinds` are kinds of units that may by the rules themselves."""

    need: str
    kinds: tuple[str, ...] = ()
    citation: str = ""
    mark: str = "default"
    valid_from: date = date.min
    valid_to: date = OPEN_END


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule:
    """One step; `kind` is a value of StepKind, `place` of StepPlace. `days_before` the opening, None: by the opening."""

    kind: str
    place: str
    unit_kinds: tuple[str, ...] = ()
    unit_words: tuple[str, ...] = ()
    days_before: int | None = None
    position: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainRule:
    """Who decides who goes, step by step. `pk` None: nothing recorded, the steps are those every programme falls back on."""

    steps: tuple[StepRule, ...]
    citation: str = ""
    mark: str = "default"
    valid_from: date = date.min
    valid_to: date = OPEN_END
    pk: int | None = None


@dataclass(frozen=True, slots=True)
class OpeningStanding:
    """Whether a unit may open classes of a programme in a period, and by what.

    `verdict`: "given" (by a decision), "by_rule" (its kind may), "not_needed", "no_record" (nothing was ever recorded for the unit or
    above it: data missing), "refused". `basis`: the decision or the rule, as it stands on papers.
    """

    verdict: str
    basis: str = ""

    @property
    def is_missing(self) -> bool:
        return self.verdict == "no_record"

"""What crosses the door of `eligibility`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

MET, NOT_MET, DATA_MISSING, NO_RULE = "met", "not_met", "data_missing", "no_rule"
# what is to be recorded where a clause's data is missing; `PERSON` is the plain record itself
PERSON, POST, PLANNING, RATING, QUALIFICATION = "person", "post", "planning", "rating", "qualification"
MANAGEMENT, BELONGING, TRAINING, ATTESTATION, STUDY_MODE = (
    "management",
    "belonging",
    "training",
    "attestation",
    "study_mode",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseVerdict:
    """One clause answered for one person: met, not_met or data_missing, with what was found and where the clause comes from.

    `fill`: where data is missing, what is to be recorded (`PERSON` and the words beside it); else "". `is_private`: the value tells of a
    planning or of the sender's word, which screens show only to who keeps the record or handles the list.
    """

    code: str
    title: str
    title_en: str
    verdict: str
    value: str
    value_en: str
    citation: str
    mark: str
    fill: str = ""
    is_private: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The whole answer for one person: met, not_met, data_missing, or no_rule where nothing is recorded for the day.

    `rule`: (kind, parameters) of every clause it was judged by, so that the same can be asked again whatever is published later;
    `proposed_on`: the day of nomination, where it was told.
    """

    verdict: str
    clauses: tuple[ClauseVerdict, ...] = ()
    on: date | None = None
    rule: tuple[tuple[str, Mapping[str, Any]], ...] = ()
    proposed_on: date | None = None

    @property
    def refused(self) -> tuple[ClauseVerdict, ...]:
        """The clauses not met."""
        return tuple(clause for clause in self.clauses if clause.verdict == NOT_MET)

    @property
    def missing(self) -> tuple[ClauseVerdict, ...]:
        """The clauses for which the profile lacks something."""
        return tuple(clause for clause in self.clauses if clause.verdict == DATA_MISSING)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept beside a nomination as it was judged that day."""
        return {
            "verdict": self.verdict,
            "on": self.on.isoformat() if self.on else None,
            "clauses": [asdict(clause) for clause in self.clauses],
            "proposed_on": self.proposed_on.isoformat() if self.proposed_on else None,
            "rule": [[kind, dict(parameters)] for kind, parameters in self.rule],
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Verdict":
        """The verdict that `as_json` wrote; unknown keys of a later version are passed over."""
        names = ("code", "title", "title_en", "verdict", "value", "value_en", "citation", "mark", "fill")
        on, proposed_on = kept.get("on"), kept.get("proposed_on")
        return cls(
            verdict=kept.get("verdict", NO_RULE),
            on=date.fromisoformat(on) if on else None,
            clauses=tuple(
                ClauseVerdict(
                    **{name: clause.get(name, "") for name in names}, is_private=bool(clause.get("is_private"))
                )
                for clause in kept.get("clauses", ())
            ),
            rule=tuple((kind, parameters) for kind, parameters in kept.get("rule", ())),
            proposed_on=date.fromisoformat(proposed_on) if proposed_on else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseInfo:
    """A clause as a screen shows it. `regulation`: the code of the regulation it stands in, or ""; `own_citation`: beside that;
    `sentence`: what it asks, in the reader's language.
    """

    code: str
    kind: str
    title: str
    title_en: str
    citation: str
    mark: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    regulation: str = ""
    own_citation: str = ""
    sentence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetInfo:
    """A rule set as a screen shows it; `study_mode` empty: any, `audience` empty: everybody."""

    study_mode: str
    audience: str
    audience_name: str
    audience_name_en: str
    valid_from: date
    valid_to: date
    note: str
    clauses: tuple[ClauseInfo, ...]
    is_edited: bool = False
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelOfPosts:
    """A programme that gives a theory level, and the posts and plannings of one person that its rule names."""

    programme_id: int
    programme_code: str
    level: str
    post_ids: tuple[int, ...]
    planning_ids: tuple[int, ...]
    citation: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """A group that some rule set of a programme is for; its name is that of its latest rule set."""

    programme_id: int
    programme_code: str
    programme_name: str
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCount:
    """A rule set of a day in numbers: its clauses, and those of them that are not verified."""

    valid_from: date
    clauses: int
    defaults: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClause:
    """A clause to be recorded; `kind` and `parameters` as in `clauses.py`. Without a title it is called by what it asks.

    `regulation`: the code of a recorded regulation, or "".
    """

    kind: str
    parameters: Mapping[str, Any]
    title: str = ""
    title_en: str = ""
    citation: str = ""
    mark: str = "default"
    regulation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A condition met in practice that no shipped rule asks: `clause` with the blanks nobody told left out; `why` beside it."""

    code: str
    clause: NewClause
    why: str
    why_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDropped:
    """How many would become eligible if this clause alone went; `named`: ids of the first of them."""

    title: str
    title_en: str
    people: int
    named: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What other conditions would change. `before`: None where no rule is recorded; `missing`: not refused, but data is missing.

    `gained`, `lost`: ids of people; `by_unit`: (unit id, gained, lost).
    """

    on: date
    people: int
    before: int | None
    after: int
    missing: int
    gained: tuple[int, ...]
    lost: tuple[int, ...]
    by_unit: tuple[tuple[int, int, int], ...]
    dropped: tuple[ClauseDropped, ...]

    def as_json(self, named: int) -> dict[str, Any]:
        """Plain values, with at most `named` of those who gain and of those who lose."""
        return {
            **asdict(self),
            "on": self.on.isoformat(),
            "gained": list(self.gained[:named]),
            "lost": list(self.lost[:named]),
            "gains": len(self.gained),
            "losses": len(self.lost),
        }

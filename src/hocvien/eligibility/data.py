"""What crosses the door of `eligibility`."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

MET, NOT_MET, DATA_MISSING, NO_RULE = "met", "not_met", "data_missing", "no_rule"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseVerdict:
    """One clause answered for one person: met, not_met or data_missing, with what was found and where the clause comes from."""

    code: str
    title: str
    title_en: str
    verdict: str
    value: str
    value_en: str
    citation: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """The whole answer for one person: met, not_met, data_missing, or no_rule where nothing is recorded for the day."""

    verdict: str
    clauses: tuple[ClauseVerdict, ...] = ()
    on: date | None = None

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
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Verdict":
        """The verdict that `as_json` wrote; unknown keys of a later version are passed over."""
        names = ("code", "title", "title_en", "verdict", "value", "value_en", "citation", "mark")
        on = kept.get("on")
        return cls(
            verdict=kept.get("verdict", NO_RULE),
            on=date.fromisoformat(on) if on else None,
            clauses=tuple(
                ClauseVerdict(**{name: clause.get(name, "") for name in names}) for clause in kept.get("clauses", ())
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseInfo:
    """A clause as a screen shows it."""

    code: str
    kind: str
    title: str
    title_en: str
    citation: str
    mark: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetInfo:
    """A rule set as a screen shows it; `study_mode` empty: any."""

    study_mode: str
    valid_from: date
    valid_to: date
    note: str
    clauses: tuple[ClauseInfo, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewClause:
    """A clause to be recorded; `kind` and `parameters` as in `clauses.py`."""

    kind: str
    parameters: Mapping[str, Any]
    title: str
    title_en: str = ""
    citation: str = ""
    mark: str = "default"

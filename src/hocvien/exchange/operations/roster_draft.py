"""A row on its way to the plan: what it says, the problems at its cells in both languages, and what executing would do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.utils import translation

from hocvien.common.wording import say
from hocvien.exchange.arithmetic.person_row import PersonRead
from hocvien.exchange.constants import HEADERS
from hocvien.exchange.data import FieldChange, RosterProblem, RosterRow
from hocvien.exchange.wording import DUPLICATES, PROBLEMS
from hocvien.people import api as people

_WRITTEN = frozenset({"create", "update", "unchanged"})


@dataclass(slots=True)
class RosterDraft:
    """A row on its way to the plan."""

    sheet: str
    row: int
    values: dict[str, str]
    index: int = 0
    unit_id: int | None = None
    action: str = "create"
    person: people.Person | None = None
    changes: list[FieldChange] = field(default_factory=list)
    problems: list[RosterProblem] = field(default_factory=list)
    reason: tuple[str, dict[str, Any]] | None = None
    is_transfer: bool = False
    decision: str = ""
    record: UUID | None = None
    stamp: int = 0
    is_edited: bool = False
    held_read: PersonRead | None = None
    # of a row whose values are known: what reads it for the words and letters that only problems need; and those of a row without a problem
    again: Callable[[], PersonRead] | None = None
    known: list[Any] | None = None

    @property
    def read(self) -> PersonRead:
        if self.held_read is None:
            assert self.again is not None
            self.held_read = self.again()
        return self.held_read

    @property
    def raw(self) -> Mapping[str, str]:
        """The words as they stood; of a known row only where somebody has to look at it."""
        if self.held_read is None and self.action in _WRITTEN and not self.problems:
            return {}
        return self.read.raw

    def add(self, column: str, code: str, *, holds: bool = True, suggestion: str = "", **data: object) -> None:
        letter = self.read.letters.get(column) or self.read.letters.get("full_name", "A")
        self.say(column, letter, code, self.read.raw.get(column, ""), suggestion, data, holds=holds)

    def say(
        self, column: str, letter: str, code: str, value: str, suggestion: str, data: Mapping[str, Any], *, holds: bool
    ) -> None:
        words = {"value": value, "suggestion": suggestion, **data}
        self.problems.append(
            RosterProblem(
                sheet=self.sheet,
                row=self.row,
                cell=f"{letter}{self.row}",
                field=column,
                code=code,
                value=value,
                suggestion=suggestion,
                holds=holds,
                message_vi=in_language("vi", PROBLEMS[code], words),
                message_en=in_language("en", PROBLEMS[code], words),
            )
        )
        if holds:
            self.action = "problem"

    def as_row(self) -> RosterRow:
        reason_vi = in_language("vi", DUPLICATES[self.reason[0]], self.reason[1]) if self.reason else ""
        reason_en = in_language("en", DUPLICATES[self.reason[0]], self.reason[1]) if self.reason else ""
        return RosterRow(
            sheet=self.sheet,
            row=self.row,
            raw=self.raw,
            unit_id=self.unit_id,
            action=self.action,
            person_uuid=self.person.uuid if self.person else None,
            changes=tuple(self.changes),
            reason_vi=reason_vi,
            reason_en=reason_en,
            is_transfer=self.is_transfer,
            labels=_labels(self.values),
            **{name: self.values.get(name, "") for name in HEADERS},
        )


def in_language(code: str, message: str, data: Mapping[str, Any]) -> str:
    """The sentence in that language, whatever the reader's."""
    with translation.override(code):
        return say(message, **data)


@cache
def _vietnamese(name: str) -> dict[str, str]:
    """The Vietnamese words of a field's choices."""
    choices: Any = {"sex": people.Sex, "education": people.Education, "theory_level": people.TheoryLevel}[name]
    with translation.override("vi"):
        return {code: str(label) for code, label in choices.choices}


def _labels(values: Mapping[str, str]) -> dict[str, str]:
    return {name: _vietnamese(name)[values[name]] for name in ("sex", "education", "theory_level") if values.get(name)}

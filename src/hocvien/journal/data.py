"""What crosses the door of the journal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that happened to one subject. `subject` has a `uuid`, or is None for the installation itself."""

    actor: Any
    verb: str
    subject: Any
    unit_code: str = ""
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None
    on_behalf_of: str = ""


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a walk over the whole chain found; sound when there is no problem."""

    entries: int
    erased: int
    head_hash: str
    problems: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.problems

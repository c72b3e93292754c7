"""What crosses the door of `org`."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class UnitLabel:
    """How a unit is called on one day; `id` for joins inside the process, `code` for people and URLs."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    is_sample_name: bool


@dataclass(frozen=True, slots=True)
class NewUnit:
    """One unit of a bulk founding; `parent_code` may name a unit earlier in the same list."""

    code: str
    name: str
    kind: str
    valid_from: date
    parent_code: str | None = None
    short_name: str = ""
    is_sample_name: bool = False
    source: str = ""

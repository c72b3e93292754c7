"""What crosses the door of `papers`."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperHead:
    """What an office fills in for one paper: number with its sign, place, day, who signs."""

    number: str
    place: str
    on: date
    signer_name: str
    signer_post: str
    stead: str = ""


@dataclass(frozen=True, slots=True)
class TemplateInUse:
    """The template a unit's papers of a kind are made from. `row` None: the program's own, a default found in no document."""

    kind: str
    row: Any = None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class PaperToCarry:
    """A paper of last year as it would be prepared again: the kind, the day it would bear. `row` is what was filled in then; None where only the
    decision recorded at the class tells of it.
    """

    kind: str
    on: date
    row: Any = None


@dataclass(frozen=True, slots=True)
class PapersToCarry:
    """By the id of last year's class what would be prepared of it, and of the plan of last year, where one is asked of, its paper."""

    classes: dict[int, list[PaperToCarry]]
    plan: PaperToCarry | None = None


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper made: a file for Word."""

    name: str
    content: bytes

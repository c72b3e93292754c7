"""What screens hand to the component tags: plain values, no markup.

A tag takes one of these instead of a dictionary, so that a misspelt name fails where it is written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise

TONES = ("neutral", "info", "met", "warn", "bad", "gold")


@dataclass(frozen=True, slots=True)
class Status:
    """A state in a word, with the tone that chooses its colour and shape."""

    tone: str
    word: str | Promise

    def __post_init__(self) -> None:
        if self.tone not in TONES:
            raise ValueError(f"unknown tone {self.tone!r}: one of {', '.join(TONES)}")


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    url: str
    current: bool = False
    count: int | str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a job; `state` is done, current or next."""

    label: str
    state: str = "next"


@dataclass(frozen=True, slots=True)
class Clause:
    """One reason for or against, with what was found and where the rule stands; `url` leads to where what is missing is recorded."""

    title: str
    status: Status
    text: str = ""
    citation: str = ""
    mark: Status | None = None
    url: str = ""
    action: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of a timeline; `when` is a date, a moment or words."""

    when: date | datetime | str
    title: str
    text: str = ""
    url: str = ""
    status: Status | None = None


@dataclass(frozen=True, slots=True)
class Node:
    label: str
    url: str = ""
    note: str = ""
    children: Sequence["Node"] = ()
    is_open: bool = False
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class WorkItem:
    title: str
    url: str
    due: str = ""
    text: str = ""
    status: Status | None = None
    action: str = ""
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class WorkGroup:
    title: str
    items: Sequence[WorkItem]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Values for the labels of a chart, in order; None is not drawn. `style`: actual, plan, before."""

    name: str
    values: Sequence[float | int | None]
    style: str = "actual"
    urls: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class TreeCell:
    """One rectangle of a tree-map: as large as `size`, as dark as `share` (0 to 1, None: nothing can be said); `text` is its title."""

    label: str
    size: int
    share: float | None
    text: str


@dataclass(frozen=True, slots=True)
class TreeMap:
    """A picture of parts by size and share; `title` names subject, unit and day. The same figures stand in a table beside it."""

    title: str
    cells: Sequence[TreeCell]


@dataclass(frozen=True, slots=True)
class BarChart:
    """A chart that names its subject, unit and period in `title`; the table behind it is drawn from the same rows."""

    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    is_horizontal: bool = False
    note: str = ""
    head: str = ""

"""What crosses the door of `org`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID


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
class UnitFound:
    """A unit that a search found; `other_name` where not its name of that day was asked for, with the days it was called so."""

    label: UnitLabel
    valid_from: date
    valid_to: date
    other_name: str = ""
    other_from: date | None = None
    other_to: date | None = None


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One thing in the life of a unit. `what`: founded, named, kind, placed, past, came, went, ended, planned.

    `words`: the new name or kind, the title of a reorganisation; `other_id`: the unit above, before or after; `until`: where the fact
    ends (exclusive). `reorganisation`: the uuid of the one that did it ("": none kept).
    """

    on: date
    what: str
    words: str = ""
    source: str = ""
    other_id: int | None = None
    until: date | None = None
    reorganisation: str = ""


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


@dataclass(frozen=True, slots=True)
class Found:
    """A new unit from the day of the reorganisation."""

    code: str
    name: str
    kind: str
    parent: str = ""
    short_name: str = ""
    is_sample_name: bool = False


@dataclass(frozen=True, slots=True)
class Rename:
    unit: str
    name: str
    short_name: str = ""


@dataclass(frozen=True, slots=True)
class ChangeKind:
    unit: str
    kind: str


@dataclass(frozen=True, slots=True)
class MoveUnits:
    """Units, each with all below it, under another parent ("": they become roots)."""

    units: tuple[str, ...]
    parent: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Units that end in one that lives on, or was founded in a step before; what stands below them goes there."""

    units: tuple[str, ...]
    into: str


@dataclass(frozen=True, slots=True)
class SplitPart:
    """A successor, and what of the divided unit goes to it: units that stand directly below, people (uuid) that belong to it."""

    into: str
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Split:
    """A unit that ends in several; what no part names goes to `rest` ("": then nothing may be left)."""

    unit: str
    parts: tuple[SplitPart, ...]
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Dissolve:
    """A unit that ends; what stands below it, and its history, goes to the successor ("": the unit above)."""

    unit: str
    successor: str = ""


@dataclass(frozen=True, slots=True)
class AbolishLevel:
    """Every unit of this kind below one ends; what stood below each stands where it stood."""

    kind: str
    below: str


Step = Found | Rename | ChangeKind | MoveUnits | Merge | Split | Dissolve | AbolishLevel


@dataclass(frozen=True, slots=True)
class Carry:
    """What an app above takes along: from a unit that ends to its heir; `people` names those of a divided unit that go elsewhere.

    One from a unit to itself says that the unit lives on: only the people named beside it leave. `is_sole`: the heir was named to carry
    on all of it; not so where the unit is divided, nor where the heir is only the unit above.
    """

    from_id: int
    to_id: int
    people: frozenset[str] = frozenset()
    is_sole: bool = True


@dataclass(frozen=True, slots=True)
class Follower:
    """What an app above does when units end; told at its start. `fields`: the keys to units it answers for ("classes.TrainingClass.opened_by").

    `count(unit_ids, on)`: how many of its things stand at these units, for the preview. `carry(key, carries, on)`: take along what must
    stand at a living unit, and keep under the key what giving it back needs (with "" nothing); returns how many. `give_back(key)`: undo
    exactly that. `built_on(unit_ids)`: how many things now stand at units that would never have been. Each is asked once for all units.
    """

    key: str
    label: Any
    fields: tuple[str, ...]
    count: Callable[[Sequence[int], date], int]
    built_on: Callable[[Sequence[int]], int]
    carry: Callable[[str, Sequence[Carry], date], int] | None = None
    give_back: Callable[[str], None] | None = None


@dataclass(frozen=True, slots=True)
class Touched:
    """What a reorganisation touches: units by what happens to them, and things that stand at those that end."""

    founded: int
    renamed: int
    changed_kind: int
    moved: int
    ended: int
    below: int
    things: tuple[tuple[Any, int], ...]
    ending_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deeds:
    """What an execution did: unit ids by what happened to them ("renamed", "changed_kind", "moved"), (old, new, kind) of successions.

    `things`: (key of the follower, how many stood at units that ended).
    """

    founded: tuple[int, ...]
    ended: tuple[int, ...]
    happened: dict[str, tuple[int, ...]]
    successions: tuple[tuple[int, int, str], ...]
    counts: dict[str, int]
    things: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class PictureUnit:
    """A unit in a picture: `state` is founded, ended, renamed, changed_kind, moved or same; `links`: codes it goes to, or came from.

    `carried`: units below that only went along; `others`: units below that are not drawn and do not change.
    """

    code: str
    name: str
    kind: str
    state: str
    links: tuple[str, ...] = ()
    carried: int = 0
    others: int = 0
    children: tuple["PictureUnit", ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """The branches concerned on the day before and on the day, and the names of all units in them by code."""

    before: tuple[PictureUnit, ...]
    after: tuple[PictureUnit, ...]
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place as a file gives it; `valid_to` OPEN_END where it still stands. `line`: where in the file."""

    level: str
    code: str
    name: str
    kind: str
    parent: str
    valid_from: date
    valid_to: date
    line: int = 0


@dataclass(frozen=True, slots=True)
class PlacePair:
    """What a place became on a day: codes, the old one ending and the new one beginning that day ("": not known)."""

    on: date
    old: str
    new: str
    share: str
    note: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class FileProblem:
    """What is wrong in a line of a file: a Vietnamese sentence with {places}, to be said by `say`. `column`: the field it stands in."""

    line: int
    sentence: str
    values: dict[str, object]
    column: str = ""


@dataclass(frozen=True, slots=True)
class PlacesLoaded:
    """Places and pairs by what loading did to them."""

    new: int
    changed: int
    ended: int
    unchanged: int
    pairs_new: int
    pairs_changed: int
    pairs_unchanged: int


@dataclass(frozen=True, slots=True)
class PlaceLabel:
    """A place as it is called on a day, with those above it: "Xã Đức Minh, Tỉnh Hà Tĩnh"."""

    level: str
    code: str
    kind: str
    full_name: str
    path: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True, slots=True)
class Reform:
    """Steps, and codes of units of which nobody knows what went where (all of it goes to the first successor, or to the unit above)."""

    steps: tuple[Step, ...]
    unsure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MappingRow:
    """A line of an office's table: old and new unit by code or by name ("Tên, đơn vị cấp trên"), as they stand in the file.

    `new_name` where `new` is a code; `parent`: above a unit that is to be founded.
    """

    line: int
    old: str
    new: str
    new_name: str = ""
    on: str = ""
    resolution: str = ""
    parent: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class MappingPlan:
    """An office's table as steps. `unsure`: codes of divided units, of which everything below goes to the first successor."""

    steps: tuple[Step, ...]
    on: date
    resolution: str
    unsure: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnitNamed:
    """What is known of a unit that a table names: its kind and the code of the unit right above it ("": none)."""

    code: str
    name: str
    kind: str
    parent: str
    is_sample_name: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A term of office: "2020–2025"; its congress document is the source."""

    name: str


@dataclass(frozen=True, slots=True)
class InArea:
    """An area the unit lies in; `area` is a value of Area."""

    area: str


@dataclass(frozen=True, slots=True)
class Contact:
    address: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signs the unit's papers; `stead` is a value of Stead, `stead_of` on whose behalf: "KT.", "Giám đốc"."""

    name: str
    post: str
    stead: str = ""
    stead_of: str = ""

    @property
    def title(self) -> str:
        """Whose stead and post, as one line of a paper: "KT. Giám đốc, Phó Giám đốc"."""
        return f"{self.stead} {self.stead_of}, {self.post}" if self.stead else self.post


@dataclass(frozen=True, slots=True)
class Layout:
    """How the unit's papers are laid out; `layout` is a value of PaperLayout."""

    layout: str


@dataclass(frozen=True, slots=True)
class ReportingYear:
    """The day a reporting year begins: 15/12 makes 2026 the days from 15/12/2025 to 14/12/2026."""

    day: int
    month: int


@dataclass(frozen=True, slots=True)
class Deadlines:
    """When something to be learned is told to be due soon (so many days before the day) and long overdue (so many after it)."""

    soon_days: int
    late_days: int


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What heads the unit's papers where it is not its name and that of the unit above; margins in mm, 0 for those of the layout.

    `grounds`: what all its decisions rest on, one line each.
    """

    superior: str = ""
    body: str = ""
    place: str = ""
    symbol: str = ""
    top: int = 0
    bottom: int = 0
    left: int = 0
    right: int = 0
    grounds: str = ""


FactValue = Term | InArea | Contact | Signer | Layout | ReportingYear | Deadlines | Letterhead


@dataclass(frozen=True, slots=True)
class FactHeld:
    """A fact that holds on a day, and of which unit it is told: the one asked about or one above it."""

    value: FactValue
    unit_id: int
    valid_from: date
    valid_to: date
    source: str


@dataclass(frozen=True, slots=True)
class FactsHeld:
    """What holds of a unit on a day; None where nothing is told of it, nor of one above for what is passed down."""

    term: FactHeld | None = None
    areas: tuple[FactHeld, ...] = ()
    contact: FactHeld | None = None
    signer: FactHeld | None = None
    layout: FactHeld | None = None
    reporting_year: FactHeld | None = None
    deadlines: FactHeld | None = None
    letterhead: FactHeld | None = None


@dataclass(frozen=True, slots=True)
class FactTold:
    """A fact of a unit's life in words, for a list or a timeline. `kind`: a value of FactKind, "centre", "serves" or "authority"."""

    uuid: UUID
    kind: str
    title: str
    text: str
    valid_from: date
    valid_to: date
    source: str


@dataclass(frozen=True, slots=True)
class NamedPeriod:
    """A term of office or a reporting year as days, the last one excluded; `code`: what a term is called in addresses, nk2020."""

    name: str
    from_: date
    to_exclusive: date
    code: str = ""

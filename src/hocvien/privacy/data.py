"""What crosses the door of privacy."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class RegisteredFields:
    """Fields of one model that serve one purpose; the words in both languages."""

    purpose: Mapping[str, str]
    citation: str
    is_seen: bool
    keep: Mapping[str, str]
    sensitivity: str
    fields: Sequence[str]
    # the operation that ends the keeping ("privacy.anonymise_people"); "" for what is kept for good
    carried_out_by: str = ""
    term: str = ""


@dataclass(frozen=True, slots=True)
class RegisteredModel:
    """One table with personal values; `path` leads from its rows to the person ("" where it is about somebody else)."""

    label: str
    title: Mapping[str, str]
    path: str
    about: Mapping[str, str]
    groups: Sequence[RegisteredFields]

    @property
    def fields(self) -> list[str]:
        return [name for group in self.groups for name in group.fields]


@dataclass(frozen=True, slots=True)
class RegisteredCopy:
    """A place outside the database where values stand a second time; `fields` by table, `without`: what is left out and what is added."""

    key: str
    place: Mapping[str, str]
    until: Mapping[str, str]
    without: Mapping[str, str]
    fields: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class DossierSection:
    """Everything one table holds about a person: (label, name) of its columns, and the rows as words."""

    title: Mapping[str, str]
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TermInForce:
    """How long something is kept on a day; `valid_from` None where nobody set another than the program's own."""

    key: str
    amount: int
    unit: str
    citation: str
    mark: str
    valid_from: date | None
    set_by: str
    title: Mapping[str, str]
    counted: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A public holiday; `is_entered`: an office entered the list of that year."""

    on: date
    name: Mapping[str, str]
    is_entered: bool


@dataclass(frozen=True, slots=True)
class Holder:
    """An app above that keeps something of people: `forget` is given the uuids of those who become anonymous, in the transaction."""

    name: str
    forget: Callable[[Sequence[UUID]], None]


@dataclass(frozen=True, slots=True)
class Sweep:
    """What ends by itself when a term is over: `run` takes away what is older than the moment (second: now) and says how many."""

    term: str
    carried_out_by: str
    run: Callable[[datetime, datetime], int]


@dataclass(frozen=True, slots=True)
class Anonymised:
    """What was done: people, their entries of the journal whose values went."""

    people: int
    erased: int

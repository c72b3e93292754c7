"""What crosses the door of privacy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisteredFields:
    """Fields of one model that serve one purpose; the words in both languages."""

    purpose: Mapping[str, str]
    citation: str
    is_seen: bool
    keep: Mapping[str, str]
    sensitivity: str
    fields: Sequence[str]


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
class DossierSection:
    """Everything one table holds about a person: (label, name) of its columns, and the rows as words."""

    title: Mapping[str, str]
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
